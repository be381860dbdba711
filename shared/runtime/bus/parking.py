"""Records that are set aside: their key waits behind them, everybody else flows on."""

import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import structlog

from shared.kernel.clock import Clock
from shared.kernel.ids import id_from
from shared.runtime import metrics
from shared.runtime.bus.attempt import Attempt, Outcome, Verdict
from shared.runtime.bus.backoff import RETRY_WAITS
from shared.runtime.bus.envelope import Record
from shared.runtime.bus.lanes import Lane
from shared.runtime.bus.ports import BEHIND, ParkedNote, ParkedRecord, ParkedRecords, ParkedState
from shared.runtime.bus.progress import Partition
from shared.runtime.failpoints import Failpoint, reached

_LOG = structlog.get_logger("bus")


LOOKED_AT = 500
"""Keys whose heads one round looks at for what an operator decided; the next round goes on behind them."""


@dataclass(slots=True)
class Held:
    """What is remembered of a record that is set aside.

    `due_at` is on this process's monotonic clock, counted from when it first saw the record stand so; infinity while an
    operator must decide. `is_kept` says whether the store has it already.
    """

    state: ParkedState
    reason: str
    due_at: float
    is_kept: bool = True


@dataclass
class Parking:
    """The parked records of one group, for the partitions that this process owns.

    Only the heads of the keys are asked for, without their bytes; a record is read when its turn has come.
    """

    group: str
    records: ParkedRecords
    attempt: Attempt
    clock: Clock
    monotonic: Callable[[], float] = time.monotonic
    _held: dict[Lane, dict[int, Held]] = field(default_factory=dict)
    """Per lane what is set aside, by its offset."""
    _loaded: set[Partition] = field(default_factory=set)
    _reasons: set[str] = field(default_factory=set)

    async def load(self, partitions: Collection[Partition]) -> None:
        """Learn which keys of newly assigned partitions are held. Raises: UnavailableError."""
        if self._loaded.issuperset(partitions):
            return
        for note in await self.records.held(self.group):
            partition = (note.topic, note.partition)
            if partition in partitions and partition not in self._loaded:
                self._held.setdefault(_lane(note), {})[note.offset] = self._seen(note)
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
            id=self._id(_lane(record), record.offset),
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
        ours = held.setdefault(record.offset, replace(self._seen(parked), is_kept=False))
        is_new = not ours.is_kept
        reached(Failpoint.BEFORE_PARK)
        try:
            await self.records.add(parked)
        except BaseException:
            if is_new:
                self._release(_lane(record), record.offset)
            raise
        reached(Failpoint.AFTER_PARK)
        ours.is_kept = True
        if is_new:
            _log(parked)

    async def redrive(self) -> None:
        """Try all that is due, each key in order, and notice what an operator decided. Raises: UnavailableError.

        A key whose dependency is away ends the round, and has its next turn behind the others.
        """
        self._measure()
        now = self.monotonic()
        due = [lane for lane, held in self._held.items() if held[min(held)].due_at <= now]
        for lane in [*due, *await self._decided(set(due))]:
            if not await self._redrive(lane):
                self._put_last(lane)
                return

    async def _decided(self, due: Collection[Lane]) -> Sequence[Lane]:
        """The keys whose heads stand in the store otherwise than is remembered, of those whose turn it is to look."""
        looked = list(islice((lane for lane in self._held if lane not in due), LOOKED_AT))
        heads = {}
        for lane in looked:
            held = self._held[lane]
            self._put_last(lane)
            heads[self._id(lane, min(held))] = (lane, held[min(held)])
        found = await self.records.states(list(heads)) if heads else {}
        return [lane for head, (lane, held) in heads.items() if held.is_kept and found.get(head) is not held.state]

    def _put_last(self, lane: Lane) -> None:
        if lane in self._held:
            self._held[lane] = self._held.pop(lane)

    async def _redrive(self, lane: Lane) -> bool:
        """Say False when a dependency is away, so that the other lanes need not find out one by one."""
        held = self._held.get(lane, {})
        while self._held.get(lane) is held:
            offset = min(held)
            if not held[offset].is_kept:
                break
            record = await self.records.find(self._id(lane, offset))
            if self._held.get(lane) is not held:
                break
            if record is None or record.state is ParkedState.DISCARDED:
                self._release(lane, offset)
                continue
            if not self._is_due(record, held[offset]):
                held[offset] = self._seen(record)
                break
            verdict = await self.attempt(record)
            if verdict.outcome is Outcome.UNAVAILABLE:
                return False
            metrics.RETRIES.labels(self.group, record.reason).inc()
            metrics.handled(verdict.type, verdict.outcome.value).inc()
            if not verdict.is_done:
                held[offset] = await self._again(record, verdict)
                break
            await self.records.remove(record.id)
            self._release(lane, offset)
        return True

    async def _again(self, record: ParkedRecord, verdict: Verdict) -> Held:
        changed = replace(record, **_standing(verdict, record.tries + 1, self.clock))
        await self.records.change(changed)
        _log(changed)
        return self._seen(changed)

    def _measure(self) -> None:
        """Count what this process holds: after a restart nobody else remembers the numbers."""
        counts = Counter(each.reason for held in self._held.values() for each in held.values())
        self._reasons |= counts.keys()
        for reason in self._reasons:
            metrics.PARKED.labels(self.group, reason).set(counts[reason])

    def _release(self, lane: Lane, gone: int) -> None:
        held = self._held.get(lane, {})
        held.pop(gone, None)
        if not held:
            self._held.pop(lane, None)

    def _seen(self, note: ParkedNote) -> Held:
        """What is remembered of a record that stands so from now on."""
        due_at = math.inf
        if note.state is ParkedState.RETRYING or note.reason == BEHIND:
            due_at = -math.inf
        elif note.state is ParkedState.WAITING:
            due_at = self.monotonic() + _wait_after(note.tries)
        return Held(note.state, note.reason, due_at)

    def _is_due(self, record: ParkedRecord, held: Held) -> bool:
        if record.state is ParkedState.WAITING:
            return held.due_at <= self.monotonic()
        return record.state is ParkedState.RETRYING

    def _id(self, lane: Lane, offset: int) -> UUID:
        return id_from("parked record", self.group, *lane[:2], offset)


def _lane(record: Record | ParkedNote) -> Lane:
    return (record.topic, record.partition, record.key)


def _wait_after(tries: int) -> float:
    return RETRY_WAITS[min(tries, len(RETRY_WAITS)) - 1]


def _standing(verdict: Verdict, tries: int, clock: Clock) -> Mapping[str, Any]:
    waits_itself = verdict.outcome is Outcome.UNEXPECTED and tries <= len(RETRY_WAITS)
    is_waiting = waits_itself or verdict.outcome is Outcome.BEHIND
    return {
        "state": ParkedState.WAITING if is_waiting else ParkedState.PARKED,
        "reason": verdict.reason,
        "error": verdict.error[:2000],
        "tries": tries,
        "retry_at": clock() + timedelta(seconds=_wait_after(tries)) if waits_itself else None,
    }


def _log(parked: ParkedNote) -> None:
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
