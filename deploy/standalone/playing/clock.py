"""A clock that a scenario sets; between two settings it goes on as clocks do."""

import time
from datetime import datetime, timedelta

from shared.kernel.clock import milliseconds


class SetClock:
    """Gives the instant it was set to, plus what has passed since. It is a `Clock`."""

    def __init__(self, at: datetime) -> None:
        self._at = milliseconds(at)
        self._set = time.monotonic()

    def __call__(self) -> datetime:
        """The present instant of the scenario, in UTC, cut to milliseconds."""
        return milliseconds(self._at + timedelta(seconds=time.monotonic() - self._set))

    def set(self, at: datetime) -> None:
        """Move the clock."""
        self._at, self._set = milliseconds(at), time.monotonic()
