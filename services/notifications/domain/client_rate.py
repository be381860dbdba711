"""How fast a client may ask. Source: section 8 of the design."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

PER_MINUTE: Final = 600
_MOST: Final = 10_000


@dataclass(slots=True)
class ClientRate:
    """A bucket of calls for each client of this replica: a minute's worth at once, filled again evenly."""

    per_minute: int = PER_MINUTE
    _buckets: OrderedDict[str, tuple[float, datetime]] = field(default_factory=OrderedDict)

    def wait(self, ref: str, at: datetime) -> float:
        """Count a call; 0 when it may go on, else the seconds until the next may."""
        full, refill = float(self.per_minute), self.per_minute / 60
        left, since = self._buckets.pop(ref, (full, at))
        left = min(full, left + max(0.0, (at - since).total_seconds()) * refill)
        waits = 0.0 if left >= 1 else (1 - left) / refill
        self._buckets[ref] = (left if waits else left - 1, at)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return waits
