"""Whether a target is spared: one that fails again and again is asked seldom, and the others do not wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

IN_A_ROW: Final = 5
WINDOW: Final = timedelta(seconds=60)
_STEP: Final = timedelta(seconds=6)
"""What is older than a minute is forgotten in such steps: a busy target has thousands of ends in a minute."""

FEWEST_IN_WINDOW: Final = 10
SHARE: Final = 0.5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Ends:
    """How many tries ended, and how many of them not well, in the step that began at an instant."""

    since: datetime
    count: int
    failed: int


@dataclass(frozen=True, slots=True)
class Breaker:
    """What is known of a target's last minute. Open until `open_until`, then one probe decides.

    `pause` is how long it was open the last time; `probes` says that one is under way.
    """

    in_a_row: int = 0
    recent: tuple[_Ends, ...] = ()
    open_until: datetime | None = None
    pause: timedelta = timedelta()
    probes: bool = False

    def allows(self, now: datetime) -> bool:
        """Whether a try may begin now."""
        return self.open_until is None or (now >= self.open_until and not self.probes)

    def begun(self) -> "Breaker":
        """A try begins; while the target is spared it is the probe."""
        return self if self.open_until is None else replace(self, probes=True)

    def unproven(self) -> "Breaker":
        """The probe was broken off: the next one decides."""
        return replace(self, probes=False)

    def ended(self, now: datetime, *, well: bool) -> "Breaker":
        """A try ended. Whether it ended well is a matter of the target: what it refuses of ours is not its failure.

        While the target is spared only the probe counts: what began before says nothing new.
        """
        if self.open_until is not None and not self.probes:
            return self
        if self.open_until is not None:
            return Breaker() if well else _opened(now, self.pause)
        recent = _with(self.recent, now, well=well)
        in_a_row = 0 if well else self.in_a_row + 1
        if in_a_row >= IN_A_ROW or _mostly_failed(recent):
            return _opened(now, self.pause)
        return Breaker(in_a_row, recent, self.open_until, self.pause, self.probes)


def _with(recent: tuple[_Ends, ...], now: datetime, *, well: bool) -> tuple[_Ends, ...]:
    recent = tuple(one for one in recent if now - one.since < WINDOW)
    if recent and now - recent[-1].since < _STEP:
        last = recent[-1]
        return (*recent[:-1], _Ends(last.since, last.count + 1, last.failed + (not well)))
    return (*recent, _Ends(now, 1, int(not well)))


def _mostly_failed(recent: Sequence[_Ends]) -> bool:
    failed = sum(one.failed for one in recent)
    count = sum(one.count for one in recent)
    return count >= FEWEST_IN_WINDOW and failed >= SHARE * count


def _opened(now: datetime, pause: timedelta) -> Breaker:
    pause = min(max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
    return Breaker(open_until=now + pause, pause=pause)
