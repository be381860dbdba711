"""The consumer pipeline of one group: ordered per key, committed up to the first record that is not done."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from aiokafka import TopicPartition

from shared.contracts.event import Event
from shared.contracts.registry import EVENTS
from shared.kernel.clock import Clock, now_utc
from shared.runtime import metrics
from shared.runtime.bus.attempt import UNAVAILABLE, Attempt, Outcome
from shared.runtime.bus.backoff import Backoff
from shared.runtime.bus.committer import Committer
from shared.runtime.bus.connection import Connection
from shared.runtime.bus.lanes import Batch, Item, Lanes
from shared.runtime.bus.parking import Parking
from shared.runtime.bus.ports import ParkedRecords
from shared.runtime.bus.progress import Partition, Progress
from shared.runtime.bus.subscription import DEFAULT_NAMESPACE, Group, placed
from shared.runtime.failpoints import Failpoint, reached

_LOG = structlog.get_logger("bus")

_IN_FLIGHT = 600
"""Records that may be under way when more are asked for; each poll brings up to 200."""
_BATCH_PATIENCE = 10.0
_STOP_PATIENCE = 8.0
_LOAD_PATIENCE = 3.0
_COMMIT_EVERY = 0.1
_REDRIVE_EVERY = 1.0
_STILL = 30.0


class Pipeline:
    """Reads a group's topics and runs its handlers, each event once in effect, each key in order.

    Takes care of itself: it starts without a broker, comes back after one was away, and never raises into FastStream.
    """

    def __init__(
        self,
        group: Group,
        *,
        bootstrap: str,
        parked: ParkedRecords,
        clock: Clock = now_utc,
        namespace: str = DEFAULT_NAMESPACE,
        known: Mapping[str, type[Event]] = EVENTS,
        unavailable: tuple[type[Exception], ...] = UNAVAILABLE,
        replica: str = "",
    ) -> None:
        self.group = group
        self._clock = clock
        self._unavailable = unavailable
        self._attempt = Attempt(group, clock, known, unavailable)
        self._parking = Parking(group.name, parked, self._attempt, clock)
        self._lanes = Lanes(self._work)
        self._committer = Committer(group.name)
        self._connection = Connection(
            self,
            bootstrap=bootstrap,
            group_id=placed(group.name, namespace),
            topics=[placed(topic, namespace) for topic in group.topics],
            client_id=group.service,
            replica=replica,
        )
        self._backoff = Backoff(first=0.5, most=30.0)
        self._progress: dict[Partition, Progress] = {}
        self._paused: dict[Partition, float] = {}
        self._ours = asyncio.Event()
        self._generation = self._polled_generation = self._polls = 0
        self._was_assigned = False
        self._is_stopping = False
        self._ticked_at = time.monotonic()
        self._tasks: list[asyncio.Task[None]] = []
        self._settling: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to read; returns at once."""
        self._connection.start()
        self._tasks = [
            asyncio.create_task(self._every(_COMMIT_EVERY, self._commit_and_resume)),
            asyncio.create_task(self._every(_REDRIVE_EVERY, self._redrive)),
        ]

    async def stop(self) -> None:
        """Let the current records end, commit, leave the group."""
        self._is_stopping = True
        self._void_all()
        self._ours.set()
        consumer = self._connection.consumer
        if consumer is not None:
            consumer.pause(*consumer.assignment())
        if not await self._lanes.settled(_STOP_PATIENCE):
            _LOG.warning("stopped with records unfinished", group=self.group.name)
        tasks = (*self._tasks, *self._settling)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        reached(Failpoint.DURING_CLOSE)
        await self._commit()
        await self._connection.stop()

    def alive(self, now: float) -> bool:
        """Whether everything that must move by itself moves; `now` is the monotonic clock. The broker may be away."""
        return self._connection.alive(now) and now - self._ticked_at < _STILL

    def assigned(self) -> bool:
        """Whether partitions were ever assigned, even none of them."""
        return self._was_assigned

    def on_polled(self) -> None:
        """Remember under which assignment the coming batch was read."""
        self._polled_generation = self._generation
        self._polls += 1

    async def on_batch(self, records: tuple[Any, ...]) -> None:
        """Take records off FastStream's hands, also while earlier ones are under way; on a bug, read them again."""
        generation = self._polled_generation
        # Read after the new assignment and before its callback: ours, but not yet.
        await self._ours.wait()
        if self._is_stopping or generation != self._generation:
            return
        try:
            await self._take(records)
        except Exception:  # noqa: BLE001 - FastStream would swallow it and move on
            _LOG.exception("batch failed", group=self.group.name)
            for partition, first in {(each.topic, each.partition): each.offset for each in reversed(records)}.items():
                progress = self._progress.setdefault(partition, Progress())
                progress.rewind(self._polls)
                self._seek_and_pause(partition, first if progress.low is None else progress.low, self._backoff.most)

    async def _take(self, records: tuple[Any, ...]) -> None:
        batch = Batch()
        items = [item for record in records if (item := self._deliver(record, batch)) is not None]
        if not items:
            return
        try:
            async with asyncio.timeout(_LOAD_PATIENCE):
                await self._parking.load({item.lane[:2] for item in items})
        except self._unavailable as error:
            _LOG.warning("parked records unknown", group=self.group.name, error=repr(error))
            self._read_again(items)
            return
        for item in items:
            self._lanes.put(item)
        _LOG.debug("batch", group=self.group.name, records=len(records))
        settling = asyncio.create_task(self._settle(batch, items))
        self._settling.add(settling)
        settling.add_done_callback(self._settling.discard)
        await self._lanes.drained_to(_IN_FLIGHT, _BATCH_PATIENCE)

    async def _settle(self, batch: Batch, items: Sequence[Item]) -> None:
        await batch.ended(_BATCH_PATIENCE)
        self._read_again(items)

    async def on_revoked(self) -> None:
        """Finish what runs, commit it, forget the rest: the next owner begins where we ended.

        While stopping nothing is left to do: `stop` does it.
        """
        if self._is_stopping:
            return
        self._ours.clear()
        self._void_all()
        metrics.REBALANCES.labels(self.group.name).inc()
        if not await self._lanes.settled(_BATCH_PATIENCE):
            _LOG.warning("revoked with records unfinished", group=self.group.name)
        if self._was_assigned:
            reached(Failpoint.ON_REVOKE)
        await self._commit()
        for forgetful in (self._progress.clear, self._paused.clear, self._parking.forget, self._committer.forget):
            forgetful()

    async def on_assigned(self, partitions: Sequence[Partition]) -> None:
        """Learn what is parked of these partitions, and begin."""
        self._was_assigned = True
        _LOG.info("assigned", group=self.group.name, partitions=len(partitions))
        # No heartbeat is sent meanwhile, so this may not take long; each batch makes sure of it again.
        with suppress(*self._unavailable):
            async with asyncio.timeout(_LOAD_PATIENCE):
                await self._parking.load(partitions)
        self._ours.set()

    def _deliver(self, record: Any, batch: Batch) -> Item | None:
        progress = self._progress.setdefault((record.topic, record.partition), Progress())
        if not progress.deliver(record.offset, record.timestamp, self._polls):
            return None
        return Item(record, progress, progress.epoch, batch)

    async def _work(self, item: Item) -> bool:
        try:
            verdict = await self._attempt(item.record, is_held=lambda: self._parking.holds(item.record))
            metrics.handled(verdict.type, verdict.outcome.value).inc()
            if verdict.outcome is Outcome.UNAVAILABLE:
                return False
            if not verdict.is_done:
                await self._parking.park(item.record, verdict)
        except self._unavailable as error:
            _LOG.warning("not parked", group=self.group.name, error=repr(error))
            return False
        except Exception:  # noqa: BLE001 - not done is all that is known
            _LOG.exception("not settled", group=self.group.name, offset=item.record.offset)
            return False
        item.progress.finish(item.record.offset)
        return True

    def _read_again(self, items: Sequence[Item]) -> None:
        """Seek to the first record that is not done, in each partition where one of these was left undone."""
        undone = {item.lane[:2]: item.progress for item in items if not item.is_left and not item.is_done}
        for partition, progress in undone.items():
            if self._progress.get(partition) is not progress or self._is_stopping or not self._ours.is_set():
                continue
            low = progress.rewind(self._polls)
            if low is None:
                continue
            wait = self._backoff.after(progress.failures)
            metrics.RETRIES.labels(self.group.name, "paused").inc()
            _LOG.warning(
                "paused", group=self.group.name, topic=partition[0], partition=partition[1], offset=low, seconds=wait
            )
            self._seek_and_pause(partition, low, wait)

    def _seek_and_pause(self, partition: Partition, offset: int, wait: float) -> None:
        consumer, place = self._connection.consumer, TopicPartition(*partition)
        if consumer is not None and place in consumer.assignment():
            consumer.seek(place, offset)
            consumer.pause(place)
            self._paused[partition] = time.monotonic() + wait

    async def _commit_and_resume(self) -> None:
        self._ticked_at = time.monotonic()
        if self._ours.is_set():
            await self._commit()
        consumer, now = self._connection.consumer, time.monotonic()
        for partition in [each for each, due_at in self._paused.items() if due_at <= now]:
            del self._paused[partition]
            if consumer is not None and TopicPartition(*partition) in consumer.assignment():
                consumer.resume(TopicPartition(*partition))

    async def _commit(self) -> None:
        consumer = self._connection.consumer
        if consumer is not None:
            await self._committer.commit(consumer, self._progress)

    async def _redrive(self) -> None:
        consumer = self._connection.consumer
        if consumer is None or not self._ours.is_set():
            return
        self._measure(consumer)
        try:
            await self._parking.load([(each.topic, each.partition) for each in consumer.assignment()])
            await self._parking.redrive()
        except self._unavailable as error:
            _LOG.warning("nothing redriven", group=self.group.name, error=repr(error))

    def _measure(self, consumer: Any) -> None:
        now_ms = self._clock().timestamp() * 1000
        for place in consumer.assignment():
            progress = self._progress.get((place.topic, place.partition))
            highwater = consumer.highwater(place)
            if progress is None or progress.low is None or highwater is None:
                continue
            labels = (self.group.name, f"{place.topic}/{place.partition}")
            oldest = progress.oldest_ms if progress.oldest_ms is not None else now_ms
            metrics.LAG_MESSAGES.labels(*labels).set(max(highwater - progress.low, 0))
            metrics.LAG_SECONDS.labels(*labels).set(max(now_ms - oldest, 0) / 1000)

    def _void_all(self) -> None:
        self._generation += 1
        for progress in self._progress.values():
            progress.void()

    async def _every(self, seconds: float, act: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await act()
            except Exception:  # noqa: BLE001 - the next round may do better
                _LOG.exception("background work failed", group=self.group.name)
            await asyncio.sleep(seconds)
