"""Records that are set aside: their key waits behind them, everybody else flows on."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import structlog

from shared.kernel.clock import Clock
from shared.kernel.ids import id_from
from shared.runtime import metrics
from shared.runtime.bus.attempt import Attempt, Outcome, Verdict
from shared.runtime.bus.backoff import RETRY_WAITS
from shared.runtime.bus.envelope import Record
from shared.runtime.bus.lanes import Lane
from shared.runtime.bus.ports import ParkedRecord, ParkedRecords, ParkedState
from shared.runtime.bus.progress import Partition
from shared.runtime.failpoints import Failpoint, reached

_LOG = structlog.get_logger("bus")


@dataclass
class Parking:
    """The parked records of one group, for the partitions that this process owns."""

    group: str
    records: ParkedRecords
    attempt: Attempt
    clock: Clock
    _held: dict[Lane, dict[int, bool]] = field(default_factory=dict)
    """Per lane the offsets that are set aside, and whether each is kept already."""
    _loaded: set[Partition] = field(default_factory=set)
    _reasons: set[str] = field(default_factory=set)

    async def load(self, partitions: Collection[Partition]) -> None:
        """Learn which keys of newly assigned partitions are held. Raises: UnavailableError."""
        if self._loaded.issuperset(partitions):
            return
        for record in await self._all():
            if (record.topic, record.partition) in partitions:
                self._held.setdefault(_lane(record), {})[record.offset] = True
        self._loaded.update(partitions)

    def forget(self) -> None:
        """Forget all that was learnt: the partitions are taken away."""
        self._held.clear()
        self._loaded.clear()

    def holds(self, record: Record) -> bool:
        """Whether an earlier record of this key is set aside."""
        return any(offset < record.offset for offset in self._held.get(_lane(record), ()))

    async def park(self, record: Record, verdict: Verdict) -> None:
        """Set a record aside, before its offset is committed. Raises: UnavailableError."""
        parked = ParkedRecord(
            id=id_from("parked record", self.group, record.topic, record.partition, record.offset),
            group=self.group,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=record.key,
            value=record.value,
            headers=tuple(record.headers),
            parked_at=self.clock(),
            **_standing(verdict, 0 if verdict.outcome is Outcome.BEHIND else 1, self.clock),
        )
        # Held before it is kept: a later record of the key must not overtake it meanwhile.
        held = self._held.setdefault(_lane(record), {})
        is_new = held.setdefault(record.offset, False) is False
        reached(Failpoint.BEFORE_PARK)
        try:
            await self.records.add(parked)
        except BaseException:
            if is_new:
                self._release(_lane(record), {record.offset})
            raise
        reached(Failpoint.AFTER_PARK)
        held[record.offset] = True
        if is_new:
            metrics.PARKED.labels(self.group, parked.reason).inc()
            _log(parked)

    async def redrive(self) -> None:
        """Try all that is due, each key in order, and notice what an operator decided. Raises: UnavailableError."""
        kept = {lane: {offset for offset, is_kept in held.items() if is_kept} for lane, held in self._held.items()}
        if not kept:
            return
        queues: dict[Lane, list[ParkedRecord]] = {lane: [] for lane in kept}
        for record in await self._all():
            if _lane(record) in queues:
                queues[_lane(record)].append(record)
        for lane, queue in queues.items():
            self._release(lane, kept[lane] - {record.offset for record in queue})
            if not await self._redrive(lane, sorted(queue, key=lambda record: record.offset)):
                return

    async def _redrive(self, lane: Lane, queue: Sequence[ParkedRecord]) -> bool:
        """Say False when a dependency is away, so that the other lanes need not find out one by one."""
        for record in queue:
            if not self._is_due(record) or lane not in self._held:
                break
            verdict = await self.attempt(record)
            if verdict.outcome is Outcome.UNAVAILABLE:
                return False
            metrics.RETRIES.labels(self.group, record.reason).inc()
            metrics.EVENTS.labels(verdict.type, verdict.outcome).inc()
            if not verdict.is_done:
                await self._again(record, verdict)
                break
            await self.records.remove(record)
            metrics.PARKED.labels(self.group, record.reason).dec()
            self._release(lane, {record.offset})
        return True

    async def _again(self, record: ParkedRecord, verdict: Verdict) -> None:
        changed = replace(record, **_standing(verdict, record.tries + 1, self.clock))
        await self.records.change(changed)
        metrics.PARKED.labels(self.group, record.reason).dec()
        metrics.PARKED.labels(self.group, changed.reason).inc()
        _log(changed)

    async def _all(self) -> Sequence[ParkedRecord]:
        """Everything held of the group, counted on the way: after a restart nobody else remembers the numbers."""
        records = await self.records.held(self.group)
        counts = Counter(record.reason for record in records)
        self._reasons |= counts.keys()
        for reason in self._reasons:
            metrics.PARKED.labels(self.group, reason).set(counts[reason])
        return records

    def _release(self, lane: Lane, gone: Collection[int]) -> None:
        held = self._held.get(lane)
        if held is None:
            return
        for offset in gone:
            held.pop(offset, None)
        if not held:
            del self._held[lane]

    def _is_due(self, record: ParkedRecord) -> bool:
        if record.state is ParkedState.WAITING:
            return record.retry_at is None or record.retry_at <= self.clock()
        return record.state is ParkedState.RETRYING


def _lane(record: Record) -> Lane:
    return (record.topic, record.partition, record.key)


def _standing(verdict: Verdict, tries: int, clock: Clock) -> Mapping[str, Any]:
    waits_itself = verdict.outcome is Outcome.UNEXPECTED and tries <= len(RETRY_WAITS)
    retry_at = clock() + timedelta(seconds=RETRY_WAITS[tries - 1]) if waits_itself else None
    is_waiting = waits_itself or verdict.outcome is Outcome.BEHIND
    return {
        "state": ParkedState.WAITING if is_waiting else ParkedState.PARKED,
        "reason": verdict.reason,
        "error": verdict.error[:2000],
        "tries": tries,
        "retry_at": retry_at,
    }


def _log(parked: ParkedRecord) -> None:
    _LOG.warning(
        "set aside",
        group=parked.group,
        topic=parked.topic,
        partition=parked.partition,
        offset=parked.offset,
        state=parked.state.value,
        reason=parked.reason,
        tries=parked.tries,
    )
