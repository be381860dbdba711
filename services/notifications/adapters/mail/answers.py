"""What an answer of a mail server says of an address. Source: RFC 3463, RFC 5321."""

import re
from typing import Final

_STATUS: Final = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)")
_NOBODY: Final = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""The other statuses 5.1 may be of the sender (5.1.0, 5.1.7, 5.1.8) or of a server on the way."""

_UNEXPLAINED: Final = frozenset({550, 553})


def status_in(text: str) -> str:
    """The enhanced status at the beginning of a text; empty when there is none."""
    found = _STATUS.match(text)
    return found[1] if found else ""


def says_nobody(code: int, status: str) -> bool:
    """Whether an answer says that the address itself is dead, and not a full mailbox, a rule or a wrong setting."""
    return status in _NOBODY or (not status and code in _UNEXPLAINED)
