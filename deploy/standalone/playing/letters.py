"""A mail server on this machine: it takes every letter but those to addresses that it does not know."""

import asyncio
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Final, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.standalone.addresses import LOOPBACK
from deploy.standalone.playing.asking import Answer, Requests, Wish
from deploy.standalone.playing.commands import Command

_UNKNOWN: Final = "khong-co@"
_CODE: Final = re.compile(r"\b\d{6}\b")
_CONFIRM: Final = re.compile(r"/mail/contact\?token=([0-9a-f-]+)")
_REPORT: Final = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=b
MIME-Version: 1.0

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; kip-thoi.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Kipthoi-Proof: {proof}

--b--
"""


class Letters:
    """All that was taken, in its order, while it is entered."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._taken: list[EmailMessage] = []
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, loop=loop), LOOPBACK, self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def handle_RCPT(  # noqa: N802 - the server's own names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Whether it knows an address."""
        if address.startswith(_UNKNOWN):
            return "550 5.1.1 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter."""
        self._taken.append(message_from_bytes(envelope.original_content or b"", policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """What came to an address."""
        return [letter for letter in self._taken if letter["To"] == address]


async def at_letters(letters: Letters, requests: Requests, wish: Wish) -> Answer:
    """See what came to an address, as `{items, count}`, or send the last of it back as its mail server does."""
    address = str(wish.values["to"])
    found = letters.to(address)
    if wish.do == "see_letters":
        return Answer(200, {"items": [_shown(letter) for letter in found], "count": len(found)}, 0.0)
    report = _REPORT.format(to=address, proof=found[-1]["Kipthoi-Proof"] if found else "").replace("\n", "\r\n")
    command = Command("notifications", "POST", "/mail/bounces")
    return await requests.call(command, command.path, {}, wish, content=report.encode())


def _shown(letter: EmailMessage) -> dict[str, Any]:
    """`code` proves an address, `stop` is the token that ends letters, `confirm` that of a contact; empty for none."""
    part = letter.get_body(("plain",))
    text = str(part.get_content()) if part else ""
    code = _CODE.search(text)
    stop = str(letter["List-Unsubscribe"] or "").strip("<>").partition("?token=")[2]
    asked = _CONFIRM.search(text)
    return {
        "subject": letter["Subject"],
        "text": text,
        "code": code[0] if code else "",
        "stop": stop,
        "confirm": asked[1] if asked else "",
    }
