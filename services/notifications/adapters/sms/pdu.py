"""What a short message centre and its clients say to each other. Source: SMPP 3.4, sections 3.2, 4.1, 4.4."""

import struct
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.short_text import is_plain

BIND_TRANSMITTER: Final = 0x00000002
SUBMIT: Final = 0x00000004
UNBIND: Final = 0x00000006
ENQUIRE_LINK: Final = 0x00000015
NACK: Final = 0x80000000
"""An answer has the number of what it answers and this bit; alone it says that nothing was understood."""

OK: Final = 0x00000000
BAD_NUMBER: Final = 0x0000000B

HEADER: Final = struct.Struct(">IIII")
LONGEST: Final = 64 * 1024
_VERSION: Final = 0x34
_UNKNOWN, _INTERNATIONAL, _ALPHANUMERIC = 0, 1, 5
_TELEPHONY: Final = 1
_PLAIN, _UCS2 = 0x00, 0x08


@dataclass(frozen=True, slots=True)
class Pdu:
    """One of their sentences. `status` is 0 in a request."""

    command: int
    sequence: int
    body: bytes = b""
    status: int = OK

    def packed(self) -> bytes:
        """As it goes over the wire."""
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body


def bind_body(user: str, password: str) -> bytes:
    """Who wants to send."""
    return _text(user) + _text(password) + _text("") + bytes((_VERSION, _UNKNOWN, _UNKNOWN)) + _text("")


def submit_body(sender: str, to: str, text: str) -> bytes:
    """One short message to a number in the form of E.164, from a name or a number."""
    coding, message = (_PLAIN, text.encode("ascii")) if is_plain(text) else (_UCS2, text.encode("utf-16-be"))
    service_type, schedule, validity = _text(""), _text(""), _text("")
    of_sender = bytes(_kind_of(sender)) + _text(sender.removeprefix("+"))
    of_receiver = bytes((_INTERNATIONAL, _TELEPHONY)) + _text(to.removeprefix("+"))
    # Class, protocol, priority; then: no receipt, no replacement, the coding, no canned message.
    before, after = bytes((0, 0, 0)), bytes((0, 0, coding, 0, len(message)))
    return service_type + of_sender + of_receiver + before + schedule + validity + after + message


def _kind_of(sender: str) -> tuple[int, int]:
    if sender.startswith("+"):
        return _INTERNATIONAL, _TELEPHONY
    return (_UNKNOWN, _UNKNOWN) if sender.isdigit() else (_ALPHANUMERIC, _UNKNOWN)


def _text(text: str) -> bytes:
    return text.encode("ascii") + b"\0"
