"""What people and programs of the house may ask of notifications."""

from datetime import datetime
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from services.notifications.api.contacts import Bounced, add_contacts
from services.notifications.api.deliveries import add_deliveries
from services.notifications.api.endpoints import add_endpoints
from services.notifications.api.entries import EntryView
from services.notifications.api.preferences import add_preferences
from services.notifications.api.restores import add_restores
from services.notifications.api.unknowns import add_unknowns
from services.notifications.domain.around import Named, as_whom, by_mail
from services.notifications.domain.language import Language
from services.notifications.usecases import UseCases
from services.notifications.usecases.queries import Item, Queries
from shared.kernel.actor import Actor
from shared.kernel.policy import PUBLIC
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, door, doors

_LONGEST_WAIT_SECONDS = 30.0
_LAST = 2**53

Cursor = Annotated[int, Query(ge=0, le=_LAST)]
Place = Annotated[int | None, Query(ge=0, le=_LAST)]
PageSize = Annotated[int, Query(ge=1, le=500)]
InboxSize = Annotated[int, Query(ge=1, le=200)]
Wait = Annotated[float, Query(ge=0, le=_LONGEST_WAIT_SECONDS)]


class Streams(Protocol):
    """The live streams."""

    def notices(self, request: Request, reader: Actor) -> Response:
        """The reader's messages as they come."""

    def awards(self, request: Request) -> Response:
        """Published awards as they come."""


class NoticeView(BaseModel):
    """One message. `about` is the code of the file, session or decision it speaks of."""

    seq: int
    id: UUID
    event_id: UUID
    kind: str
    at: datetime
    unit_id: str
    template: str
    text_vi: str
    text_en: str
    about: str
    about_id: UUID


class ItemView(NoticeView):
    """One message as its reader gets it: as whom, and what becomes of it outside; empty when nothing does."""

    why_vi: str
    why_en: str
    mail_vi: str
    mail_en: str


class InboxView(BaseModel):
    """The reader's messages, newest first. `unread` stops at 100, which is shown as 99+."""

    items: list[ItemView]
    unread: int
    read_up_to: int


class AwardView(EntryView):
    """One entry of the register; `cursor` is its number."""

    cursor: int


class AwardsView(BaseModel):
    """A page of the register in order; `next` is the cursor to go on from, valid for ever."""

    items: list[AwardView]
    next: int
    has_more: bool


class DigestView(BaseModel):
    """Two that have the same `hash` at the same `count` hold the same register."""

    count: int
    hash: str
    head: int
    head_hash: str


class TicketView(BaseModel):
    """Opens `/live?ticket=…` once, until it expires."""

    ticket: str
    expires_at: datetime


class ReadBody(Body):
    """How far the reader has read: the `seq` of the newest item seen."""

    up_to: int = Field(ge=0, le=_LAST)


def build_api(use_cases: UseCases, streams: Streams, bounced: Bounced) -> APIRouter:
    """The routes, each with its policy."""
    api = doors()
    _add_register(api, use_cases.queries)
    _add_inbox(api, use_cases)
    _add_live(api, use_cases, streams)
    add_contacts(api, use_cases, bounced)
    add_preferences(api, use_cases.preference)
    add_endpoints(api, use_cases.endpoint)
    add_deliveries(api, use_cases.delivery.tell, use_cases.redrive)
    add_unknowns(api, use_cases.delivery)
    add_restores(api, use_cases.delivery.declare_restore)
    return api


def build_live(use_cases: UseCases, streams: Streams) -> APIRouter:
    """The routes of a process that has live streams only."""
    api = doors()
    _add_live(api, use_cases, streams)
    return api


def _add_register(api: APIRouter, queries: Queries) -> None:
    @api.get("/awards", **door(PUBLIC))
    async def awards(since: Cursor = 0, limit: PageSize = 100, wait: Wait = 0.0) -> AwardsView:
        """The public register after a cursor; `wait` seconds for the next entry when there is none yet."""
        page = await queries.awards(since, limit=limit, wait_seconds=wait)
        items = [AwardView.model_validate(entry.shown()) for entry in page.items]
        return AwardsView(items=items, next=page.next, has_more=page.has_more)

    @api.get("/awards/digest", **door(PUBLIC))
    async def digest(until: Place = None) -> DigestView:
        """The hash of the register up to a cursor, or whole."""
        found = await queries.digest(until)
        return DigestView(count=found.count, hash=found.hash, head=found.head, head_hash=found.head_hash)


def _add_inbox(api: APIRouter, use_cases: UseCases) -> None:
    @api.get("/inbox", **door("notice.read"))
    async def inbox(actor: WithActor, before: Place = None, limit: InboxSize = 50) -> InboxView:
        """The reader's messages, newest first; the next page is `before` the last item's `seq`."""
        await use_cases.recipient.visit(actor)
        return await _inbox(use_cases.queries, actor, before, limit)

    @api.post("/inbox/read", **door("notice.read"))
    async def read(body: ReadBody, cause: WithCause) -> InboxView:
        """Everything up to an item counts as read."""
        await use_cases.recipient.visit(cause.actor)
        await use_cases.recipient.mark_read(body.up_to, cause)
        return await _inbox(use_cases.queries, cause.actor, None, 50)


async def _inbox(queries: Queries, actor: Actor, before: int | None, limit: int) -> InboxView:
    found, named = await queries.inbox(actor, before=before, limit=limit), await queries.names()
    items = [_item(each, named) for each in found.items]
    return InboxView(items=items, unread=found.unread, read_up_to=found.read_up_to)


def _item(item: Item, named: Named) -> ItemView:
    key, mail = item.reached_by, item.by_mail
    return ItemView(
        **item.notice.shown(),
        why_vi=as_whom(key, Language.VI, named),
        why_en=as_whom(key, Language.EN, named),
        mail_vi=by_mail(mail, Language.VI) if mail else "",
        mail_en=by_mail(mail, Language.EN) if mail else "",
    )


def _add_live(api: APIRouter, use_cases: UseCases, streams: Streams) -> None:
    @api.post("/live/ticket", **door("notice.read"))
    async def ticket(actor: WithActor) -> TicketView:
        """A ticket for one stream, for a minute. Each call makes a new one."""
        await use_cases.recipient.visit(actor)
        made = await use_cases.ticket.issue(actor)
        return TicketView(ticket=made.text, expires_at=made.expires_at)

    @api.get("/live", response_class=Response, **door("notice.read", or_ticket=True))
    async def live(request: Request, actor: WithActor) -> Response:
        """The reader's messages as server-sent events; `Last-Event-ID` or `?cursor=` resumes without a gap."""
        await use_cases.recipient.visit(actor)
        return streams.notices(request, actor)

    @api.get("/live/public", response_class=Response, **door(PUBLIC))
    async def public(request: Request) -> Response:
        """Published awards as server-sent events; `Last-Event-ID` or `?cursor=` resumes without a gap."""
        return streams.awards(request)
