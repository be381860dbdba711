"""How one try to deliver ended, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of one try: its class, the status that was answered (0: none), how long it took, and in a word why.

    `retry_after_seconds` is what the other side asked for.
    """

    outcome: Outcome
    status: int = 0
    ms: int = 0
    reason: str = ""
    retry_after_seconds: float | None = None


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
