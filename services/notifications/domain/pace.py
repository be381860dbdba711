"""How fast a target is asked: so many at once, so many in a second, seldom while it fails."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from services.notifications.domain.breaker import Breaker
from services.notifications.domain.outcome import LONGEST_RETRY_AFTER

AT_ONCE: Final = 4
A_SECOND: Final = 20
MASSES_A_SECOND: Final = 20
"""So many letters to many become due in a second."""

_SECOND: Final = timedelta(seconds=1)

_LATE: Final = timedelta(seconds=2)
"""So late a slot still counts as its holder's; a sender looks every 200 ms."""

_PROBE_TAKES: Final = timedelta(seconds=16)


@dataclass(slots=True)
class Pace:
    """Of one target, in one sender. Slots are given in order, so whoever waits is told once when it is its turn.

    In no second do more than `a_second` of them begin: a few that come together go together, and a crowd does not.
    """

    at_once: int = AT_ONCE
    a_second: int = A_SECOND
    breaker: Breaker = field(default_factory=Breaker)
    running: int = 0
    given: deque[datetime] = field(default_factory=deque)
    used_at: datetime | None = None
    held_until: datetime | None = None

    def slot(self, held: datetime | None, now: datetime) -> datetime:
        """When a try may begin: now, or later. `held` is a slot that was given before; one that passed is void."""
        self.used_at = now
        if held is not None and not self.is_left_alone(now) and now - _LATE <= held <= now:
            return now
        at = max(self.next_slot(now), self._spared_until(now) or now)
        self.given.append(at)
        return at

    def hold(self, until: datetime, now: datetime) -> None:
        """Its target asked for patience: nothing more begins before, for a day at most."""
        until = min(until, now + LONGEST_RETRY_AFTER)
        self.held_until = max(until, self.held_until or until)

    def is_left_alone(self, now: datetime) -> bool:
        """Whether it is spared, or asked for patience."""
        return not self.breaker.allows(now) or (self.held_until is not None and now < self.held_until)

    def may_begin(self, now: datetime) -> bool:
        """Whether there is room for one more just now."""
        return self.running < self.at_once and not self.is_left_alone(now)

    def begun(self) -> None:
        """A try begins."""
        self.running += 1
        self.breaker = self.breaker.begun()

    def ended(self, now: datetime, *, well: bool | None) -> None:
        """A try ended; None says that it was broken off, which tells nothing of the target."""
        self.running -= 1
        if well is not None:
            self.breaker = self.breaker.ended(now, well=well)
        elif self.breaker.probes:
            self.breaker = self.breaker.unproven()

    def next_slot(self, now: datetime) -> datetime:
        """The first instant that has room: behind all that were given, and a second behind the last but so many."""
        while len(self.given) > self.a_second:
            self.given.popleft()
        behind = self.given[-1] if self.given else now
        crowd = self.given[0] + _SECOND if len(self.given) == self.a_second else now
        return max(now, behind, crowd, self.held_until or now)

    def _spared_until(self, now: datetime) -> datetime | None:
        if self.breaker.allows(now):
            return None
        open_until = self.breaker.open_until or now
        return open_until if open_until > now else now + _PROBE_TAKES
