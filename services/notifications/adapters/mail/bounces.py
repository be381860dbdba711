"""Reads what comes back: a report says which letter was not delivered, for ever. Source: RFC 3464, RFC 6522."""

import re
from email import message_from_bytes
from email.message import Message
from typing import Final
from uuid import UUID

from services.notifications.adapters.mail.answers import says_nobody, status_in
from services.notifications.adapters.mail.composing import PROOF
from services.notifications.usecases.recipient.ports import Safe
from services.notifications.usecases.recipient.proof import letter_of

_STATUS: Final = "message/delivery-status"
_PROOF: Final = re.compile(
    rb"^%b:[ \t]*([0-9a-f]{32}\.[0-9a-f]+)[ \t]*\r?$" % PROOF.encode(), re.IGNORECASE | re.MULTILINE
)


def bounced(raw: bytes, safe: Safe) -> UUID | None:
    """The delivery whose address is dead; None for all else: delays, full mailboxes, answers of people.

    The letter comes back with its headers, so its proof is in the report; what has none is not even parsed.
    Raises: RefusedError (CONTACT_NOT_KEPT).
    """
    found = _PROOF.search(raw)
    letter_id = letter_of(safe, found[1].decode()) if found else None
    return letter_id if letter_id and _is_of_dead_address(message_from_bytes(raw)) else None


def _is_of_dead_address(report: Message) -> bool:
    if report.get_content_type() != "multipart/report":
        return False
    return any(_says_nobody(part) for part in report.walk() if part.get_content_type() == _STATUS)


def _says_nobody(status: Message) -> bool:
    """A block for each recipient; a letter of ours has one."""
    return any(
        str(block.get("Action", "")).strip().lower() == "failed"
        and says_nobody(0, status_in(str(block.get("Status", ""))))
        for block in status.walk()
    )
