"""How fast a client may ask. Source: section 8 of the design."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

PER_MINUTE: Final = 600
_MOST: Final = 10_000
_REFILL: Final = PER_MINUTE / 60


@dataclass(slots=True)
class Pace:
    """A bucket of calls for each client of this replica: six hundred at once, filled again by ten a second."""

    _buckets: OrderedDict[str, tuple[float, datetime]] = field(default_factory=OrderedDict)

    def wait(self, ref: str, at: datetime) -> float:
        """Count a call; 0 when it may go on, else the seconds until the next may."""
        left, since = self._buckets.pop(ref, (float(PER_MINUTE), at))
        left = min(float(PER_MINUTE), left + max(0.0, (at - since).total_seconds()) * _REFILL)
        waits = 0.0 if left >= 1 else (1 - left) / _REFILL
        self._buckets[ref] = (left if waits else left - 1, at)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return waits
