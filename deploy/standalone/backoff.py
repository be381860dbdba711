"""How long to wait before a unit that keeps ending is started again."""

import time
from dataclasses import dataclass

_FIRST_SECONDS = 0.2
_LONGEST_SECONDS = 5.0
_CALM_SECONDS = 30.0


@dataclass(slots=True)
class Backoff:
    """Waits that double up to a limit and begin anew after a calm time."""

    last_at: float = float("-inf")
    wait_seconds: float = _FIRST_SECONDS

    def next_seconds(self) -> float:
        """The wait before the next start."""
        now = time.monotonic()
        calm = now - self.last_at > _CALM_SECONDS
        self.wait_seconds = _FIRST_SECONDS if calm else min(self.wait_seconds * 2, _LONGEST_SECONDS)
        self.last_at = now
        return self.wait_seconds
