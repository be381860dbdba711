"""How long to wait before trying again."""

import random  # noqa: TID251 - jitter decides nothing
from collections.abc import Callable
from dataclasses import dataclass

QUICK_WAITS = (0.05, 0.2, 0.8)
"""Seconds between the tries of one record before its partition pauses."""

RETRY_WAITS = (1, 5, 15, 30, 60, 120, 180, 240, 300)
"""Seconds until a record that was set aside is tried again; after the last one it is parked."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds that double from `first` to `most`, half of them by chance so that replicas do not march in step."""

    first: float
    most: float
    chance: Callable[[], float] = random.random

    def after(self, failures: int) -> float:
        """The wait after so many failures in a row, from 1."""
        whole = min(self.most, self.first * 2.0 ** min(max(failures - 1, 0), 16))
        return whole * (0.5 + self.chance() / 2)
