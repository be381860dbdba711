"""How fast a client may ask. Source: section 8 of the design."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

PER_MINUTE: Final = 600
TOKENS_PER_MINUTE: Final = 60
"""One lasts ten minutes."""

_MOST: Final = 10_000


@dataclass(slots=True)
class ClientRate:
    """A bucket of calls for each client, or each address, of this replica: a minute's worth at once, filled evenly."""

    per_minute: int = PER_MINUTE
    _buckets: OrderedDict[str, tuple[float, datetime]] = field(default_factory=OrderedDict)

    def wait(self, ref: str, at: datetime) -> float:
        """Count a call; 0 when it may go on, else the seconds until the next may."""
        left, waits = self._left(ref, at), self.would_wait(ref, at)
        self._buckets.pop(ref, None)
        self._buckets[ref] = (left if waits else left - 1, at)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return waits

    def would_wait(self, ref: str, at: datetime) -> float:
        """The same, and nothing is counted."""
        left = self._left(ref, at)
        return 0.0 if left >= 1 else (1 - left) * 60 / self.per_minute

    def _left(self, ref: str, at: datetime) -> float:
        full = float(self.per_minute)
        left, since = self._buckets.get(ref, (full, at))
        return min(full, left + max(0.0, (at - since).total_seconds()) * full / 60)
