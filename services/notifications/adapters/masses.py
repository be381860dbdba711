"""How letters to many give way to what is personal."""

import time
from collections.abc import Callable
from typing import Final

from services.notifications.domain.delivery import Delivery, Lane
from services.notifications.domain.pace import MASSES_A_SECOND

_GIVE_WAY_SECONDS: Final = 5.0
_SHARE: Final = 0.25


class Masses:
    """Of what is under way a quarter at most is for many: each round then looks at few of them.

    While something personal goes out, and for five seconds after, one for many goes at a time, and `beside_a_second`
    begin in a second. `now` gives monotonic seconds.
    """

    def __init__(self, beside_a_second: int = MASSES_A_SECOND, now: Callable[[], float] = time.monotonic) -> None:
        self._pause, self._now = 1 / beside_a_second, now
        self._flying = 0
        self._next_at = self._personal_until = float("-inf")

    def room(self, most: int) -> int:
        """How many may begin, of so many tries in all."""
        now = self._now()
        if now < self._personal_until:
            return int(not self._flying and now >= self._next_at)
        return max(0, round(most * _SHARE) - self._flying)

    def begun(self, delivery: Delivery | None) -> None:
        """A try begins; None is one of something new, which is personal."""
        now = self._now()
        if _is_for_many(delivery):
            self._flying += 1
            self._next_at = now + self._pause
        elif delivery is None or delivery.lane is Lane.PERSONAL:
            self._personal_until = now + _GIVE_WAY_SECONDS

    def landed(self, delivery: Delivery | None) -> None:
        """A try is over."""
        self._flying -= _is_for_many(delivery)


def _is_for_many(delivery: Delivery | None) -> bool:
    return delivery is not None and delivery.lane is Lane.BULK
