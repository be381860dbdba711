"""The safety net under the relay: one leader per service looks for entries that a crash has left behind."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from shared.kernel.clock import Clock
from shared.runtime import metrics
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.ports import Lease, Outbox

_LOOKS_AT = 2_000
_LEFT_AFTER = 2.0
"""Seconds that an entry is seen pending before it counts as left behind."""
_LEASE_RESTS = 10.0
"""Seconds without a beat after which the leader counts as gone."""


@dataclass
class Sweep:
    """Looks each second. Only its own monotonic clock decides; two leaders would make duplicates and no harm."""

    service: str
    outbox: Outbox
    clock: Clock
    monotonic: Callable[[], float] = time.monotonic
    holder: str = field(default_factory=lambda: str(uuid4()))
    _lease: Lease | None = None
    _beat_at: float = 0.0
    _seen: dict[str, tuple[UUID, float]] = field(default_factory=dict)

    async def left_behind(self) -> Sequence[OutboxEntry]:
        """All pending entries of the aggregates that were left behind, if we lead. Raises: UnavailableError."""
        if not await self._leads():
            self._seen.clear()
            return ()
        pending = await self.outbox.pending_outboxes(_LOOKS_AT)
        self._measure(pending)
        return self._old(pending)

    async def _leads(self) -> bool:
        now = self.monotonic()
        lease = await self.outbox.lease(self._name)
        if lease != self._lease:
            self._lease, self._beat_at = lease, now
        is_ours = lease is not None and lease.holder == self.holder
        is_free = lease is None or now - self._beat_at >= _LEASE_RESTS
        return (is_ours or is_free) and await self.outbox.take_lease(self._name, self.holder, lease)

    @property
    def _name(self) -> str:
        return f"relay/{self.service}"

    def _old(self, pending: Sequence[OutboxEntry]) -> list[OutboxEntry]:
        now = self.monotonic()
        oldest: dict[str, UUID] = {}
        for entry in sorted(pending, key=lambda each: each.seq):
            oldest.setdefault(entry.key, entry.id)
        before = self._seen
        self._seen = {
            key: before[key] if key in before and before[key][0] == first else (first, now)
            for key, first in oldest.items()
        }
        return [entry for entry in pending if now - self._seen[entry.key][1] >= _LEFT_AFTER]

    def _measure(self, pending: Sequence[OutboxEntry]) -> None:
        oldest = min((entry.at for entry in pending), default=None)
        age = (self.clock() - oldest).total_seconds() if oldest is not None else 0.0
        metrics.OUTBOX_PENDING.labels(self.service).set(len(pending))
        metrics.OUTBOX_OLDEST.labels(self.service).set(max(age, 0.0))
