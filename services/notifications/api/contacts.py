"""Routes of addresses and telephones: where a person is written to, how that ends, and what comes back."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Suppressed
from services.notifications.domain.telephone import e164
from services.notifications.usecases import UseCases
from services.notifications.usecases.queries import Contact
from shared.kernel.actor import Actor
from shared.kernel.policy import PUBLIC
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

_PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Kịp Thời</title>
<body>{body}</body></html>
"""
_ASK = _PAGE.format(
    body="<p>Không nhận thư của Kịp Thời nữa? Thông báo bắt buộc theo quy định vẫn được gửi.</p>"
    '<form method="post"><button>Không nhận nữa</button></form>'
)
_ASK_CONTACT = _PAGE.format(
    body="<p>Địa chỉ này được ghi là liên hệ của một kết nối với Kịp Thời. Bạn phụ trách kết nối đó?</p>"
    '<form method="post"><button>Tôi phụ trách, gửi thư cho tôi</button></form>'
)
_CONFIRMED = _PAGE.format(body="<p>Đã xác nhận. Khi kết nối lỗi, thư sẽ gửi tới địa chỉ này.</p>")
_DONE = _PAGE.format(body="<p>Đã ngừng gửi thư. Muốn nhận lại, hãy lưu địa chỉ thư một lần nữa trong Kịp Thời.</p>")

Token = Annotated[str, Query(max_length=200)]

Email = Annotated[
    str, Field(max_length=254, pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$")
]
"""An address as letters bear it, without a name beside it."""

Bounced = Callable[[bytes], UUID | None]
"""Which delivery came back for ever, by the report of a mail server; None when it says nothing of the kind."""

_LONGEST_REPORT = 256 * 1024
"""A letter of ours comes back whole at most."""


class ContactBody(Body):
    """An address for letters, and in which language they are written."""

    email: Email
    language: Language = Language.VI


class TelephoneBody(Body):
    """A mobile number of Viet Nam, however it is written, and in which language messages to it are written."""

    number: str = Field(min_length=1, max_length=30)
    language: Language = Language.VI


class CodeBody(Body):
    """The code that came to the address or the telephone."""

    code: str = Field(pattern=r"^[0-9]{6}$")


class ContactView(BaseModel):
    """The reader's own address. Nothing goes to it before `verified_at`; `suppressed` says why nothing does now.

    `next_email` takes its place once the code that was sent there is entered.
    """

    email: str | None
    language: Language
    verified_at: datetime | None
    suppressed: Suppressed | None
    next_email: str | None = None


class TelephoneView(BaseModel):
    """The reader's own telephone, as `+84…`. Nothing goes to it before `verified_at`; `suppressed` is as of addresses.

    `next_number` takes its place once the code that was sent there is entered.
    """

    number: str | None
    language: Language
    verified_at: datetime | None
    suppressed: Suppressed | None
    next_number: str | None = None


def add_contacts(api: APIRouter, use_cases: UseCases, bounced: Bounced) -> None:
    """Add the routes of addresses."""
    queries, acts = use_cases.queries, use_cases.recipient

    async def shown(actor: Actor) -> ContactView:
        return _view(await queries.contact(actor))

    @api.get("/contact", **door("contact.read"))
    async def contact(actor: WithActor) -> ContactView:
        """Where the reader is written to."""
        return await shown(actor)

    @api.post("/contact", **door("recipient.set_contact"))
    async def set_contact(body: ContactBody, cause: WithCause) -> ContactView:
        """Set the address and the language; a new address gets a code."""
        await attempt(lambda: acts.set_contact(body.email, body.language, cause))
        return await shown(cause.actor)

    @api.post("/contact/verify", **door("recipient.verify_contact"))
    async def verify(body: CodeBody, cause: WithCause) -> ContactView:
        """Enter the code; from then on letters go there."""
        await attempt(lambda: acts.verify_contact(body.code, cause))
        return await shown(cause.actor)

    _add_telephones(api, use_cases)
    _add_from_outside(api, use_cases, bounced)


def _add_telephones(api: APIRouter, use_cases: UseCases) -> None:
    queries, acts = use_cases.queries, use_cases.recipient

    async def shown(actor: Actor) -> TelephoneView:
        return _telephone(await queries.telephone(actor))

    @api.get("/telephone", **door("contact.read"))
    async def telephone(actor: WithActor) -> TelephoneView:
        """Where short messages to the reader go."""
        return await shown(actor)

    @api.post("/telephone", **door("recipient.set_telephone"))
    async def set_telephone(body: TelephoneBody, cause: WithCause) -> TelephoneView:
        """Set the number and the language; a new number gets a code."""
        await attempt(lambda: acts.set_telephone(e164(body.number), body.language, cause))
        return await shown(cause.actor)

    @api.post("/telephone/verify", **door("recipient.verify_telephone"))
    async def verify_telephone(body: CodeBody, cause: WithCause) -> TelephoneView:
        """Enter the code; from then on short messages go there."""
        await attempt(lambda: acts.verify_telephone(body.code, cause))
        return await shown(cause.actor)


def _add_from_outside(api: APIRouter, use_cases: UseCases, bounced: Bounced) -> None:
    acts = use_cases.recipient

    @api.get("/mail/unsubscribe", response_class=HTMLResponse, **door(PUBLIC, quiet=True))
    async def ask() -> HTMLResponse:
        """A page with one button: programs that follow every link of a letter must end nothing."""
        return HTMLResponse(_ASK)

    @api.post("/mail/unsubscribe", response_class=HTMLResponse, **door(PUBLIC, max_body=4096, quiet=True))
    async def unsubscribe(token: Token) -> HTMLResponse:
        """One click, by a person or by the mail program for them. Source: RFC 8058."""
        await attempt(lambda: acts.unsubscribe(token))
        return HTMLResponse(_DONE)

    @api.get("/mail/contact", response_class=HTMLResponse, **door(PUBLIC, quiet=True))
    async def ask_contact() -> HTMLResponse:
        """A page with one button, for programs follow links and nobody else may confirm for a reader."""
        return HTMLResponse(_ASK_CONTACT)

    @api.post("/mail/contact", response_class=HTMLResponse, **door(PUBLIC, max_body=4096, quiet=True))
    async def confirm_contact(token: Token) -> HTMLResponse:
        """Whoever looks after a connection wants the letters about it. A repeat changes nothing."""
        await attempt(lambda: use_cases.endpoint.confirm_contact(token))
        return HTMLResponse(_CONFIRMED)

    @api.post(
        "/mail/bounces", status_code=204, response_class=Response, **door(PUBLIC, max_body=_LONGEST_REPORT, quiet=True)
    )
    async def bounce(request: Request) -> Response:
        """A report of a mail server as it came (RFC 3464); the relay pipes it here. A repeat changes nothing.

        It proves itself by the letter that it gives back; the answer is the same when it does not.
        """
        delivery_id = bounced(await request.body())
        if delivery_id is not None:
            await attempt(lambda: acts.bounce(delivery_id))
        return Response(status_code=204)


def _view(contact: Contact) -> ContactView:
    return ContactView(
        email=contact.address,
        language=contact.language,
        verified_at=contact.verified_at,
        suppressed=contact.suppressed,
        next_email=contact.next_address,
    )


def _telephone(contact: Contact) -> TelephoneView:
    return TelephoneView(
        number=contact.address,
        language=contact.language,
        verified_at=contact.verified_at,
        suppressed=contact.suppressed,
        next_number=contact.next_address,
    )
