"""Reads what comes back: a report says which letter was not delivered, for ever. Source: RFC 3464, RFC 6522."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Final
from uuid import UUID

from services.notifications.adapters.mail.answers import says_nobody, status_in

_STATUS: Final = "message/delivery-status"
_ORIGINALS: Final = frozenset({"text/rfc822-headers", "message/rfc822"})
_LETTER_ID: Final = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^>\s]+)>")


def bounced(raw: bytes, domain: str) -> UUID | None:
    """The delivery whose address is dead; None for all else: delays, full mailboxes, answers of people."""
    report = message_from_bytes(raw)
    if report.get_content_type() != "multipart/report":
        return None
    parts = list(report.walk())
    if not any(_says_nobody(part) for part in parts if part.get_content_type() == _STATUS):
        return None
    return next(_ids_in(parts, domain), None)


def _says_nobody(status: Message) -> bool:
    """A block for each recipient; a letter of ours has one."""
    return any(
        str(block.get("Action", "")).strip().lower() == "failed"
        and says_nobody(0, status_in(str(block.get("Status", ""))))
        for block in status.walk()
    )


def _ids_in(parts: list[Message], domain: str) -> Iterator[UUID]:
    for part in parts:
        if part.get_content_type() in _ORIGINALS:
            found = _LETTER_ID.search(_text_of(part))
            if found and found[2].lower() == domain.lower():
                yield UUID(found[1])


def _text_of(part: Message) -> str:
    """The headers of the letter that came back: Message-ID of the attached message, or of the quoted headers."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return " ".join(str(each.get("Message-ID", "")) for each in payload if isinstance(each, Message))
    headers = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
    return str(headers.get("Message-ID", ""))
