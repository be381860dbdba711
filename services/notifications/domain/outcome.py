"""How one try to deliver ended, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

LONGEST_RETRY_AFTER: Final = timedelta(hours=24)
"""Whatever the other side asks for, it is asked again after a day."""


class Outcome(StrEnum):
    """The classes of an end of a try. Source: the design of notifications, section 5."""

    OK = "ok"
    RETRY = "retry"
    THROTTLE = "throttle"
    GONE = "gone"
    PERMANENT = "permanent"
    REFUSED = "refused"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class Phase(StrEnum):
    """How far a call came."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a call saw of the other side: how far it came, to which address, and how its answer begins."""

    phase: Phase
    ip: str = ""
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of one try: its class, the status that was answered (0: none), how long it took, and in a word why.

    `retry_after_seconds` is what the other side asked for, `seen` what is told of the call to those who look for its
    fault, `number_ends` are the last digits of the telephone to which a text was handed over.
    """

    outcome: Outcome
    status: int = 0
    ms: int = 0
    reason: str = ""
    retry_after_seconds: float | None = None
    seen: Seen | None = None
    number_ends: str = ""


_GONE: Final = 410
_OF_STATUS: Final[Mapping[int, Outcome]] = {
    _GONE: Outcome.GONE,
    **dict.fromkeys((401, 403, 408, 425), Outcome.RETRY),
    **dict.fromkeys((429, 502, 503, 504), Outcome.THROTTLE),
}


def of_status(status: int) -> Outcome:
    """What an HTTP status means for a webhook. A redirect is never followed: where it leads was judged by nobody."""
    if status in _OF_STATUS:
        return _OF_STATUS[status]
    if 200 <= status < 300:  # noqa: PLR2004 - the class of statuses is the meaning
        return Outcome.OK
    return Outcome.RETRY if status >= 500 else Outcome.PERMANENT  # noqa: PLR2004
