"""Lanes: records of one key run in order, different keys at the same time."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NamedTuple

from shared.runtime.bus.envelope import Record
from shared.runtime.bus.progress import Progress
from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.waiting import set_within

Lane = tuple[str, int, bytes | None]
"""Topic, partition, key. Records without a key share one lane per partition."""


class Batch:
    """Records that were delivered together: tells when each of them has ended, done or not."""

    def __init__(self) -> None:
        self._running = 0
        self._ended = asyncio.Event()

    def begin(self) -> None:
        """One of it is on its way."""
        self._running += 1

    def end(self) -> None:
        """One of it has ended."""
        self._running -= 1
        if not self._running:
            self._ended.set()
        else:
            reached(Failpoint.MID_BATCH)

    async def ended(self, within: float) -> None:
        """Wait until all have ended, at most so many seconds."""
        await set_within(self._ended, within)


class Item(NamedTuple):
    """A delivered record, with the progress that it counts for, the epoch and the batch it was delivered in."""

    record: Record
    progress: Progress
    epoch: int
    batch: Batch

    @property
    def lane(self) -> Lane:
        """The lane it runs in."""
        return (self.record.topic, self.record.partition, self.record.key)

    @property
    def is_void(self) -> bool:
        """Whether it will be delivered again, to us or to another, or is done."""
        return self.is_left or self.is_done or self.record.key in self.progress.broken

    @property
    def is_done(self) -> bool:
        """Whether it needs no more work."""
        return self.progress.is_done(self.record.offset)

    @property
    def is_left(self) -> bool:
        """Whether somebody has seen to it already that what is not done of it is delivered again."""
        return self.progress.epoch != self.epoch


class Lanes:
    """Runs items: at most `wide` lanes at once, each in order. `work` says whether the item is done.

    When it is not, the lane is broken: nothing more of it runs until its partition is read again.
    """

    def __init__(self, work: Callable[[Item], Awaitable[bool]], *, wide: int = 512) -> None:
        self._work = work
        self._slots = asyncio.Semaphore(wide)
        self._queues: dict[Lane, deque[Item]] = {}
        self._tasks: dict[Lane, asyncio.Task[None]] = {}
        self._waiting = 0
        self._freed = asyncio.Event()

    def put(self, item: Item) -> None:
        """Queue an item behind the earlier ones of its lane."""
        item.batch.begin()
        self._waiting += 1
        lane = item.lane
        queue = self._queues.get(lane)
        if queue is not None:
            queue.append(item)
            return
        self._queues[lane] = deque([item])
        self._tasks[lane] = asyncio.create_task(self._run(lane))

    async def drained_to(self, most: int, within: float) -> None:
        """Wait until at most so many items have not ended, but not longer than so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._waiting > most:
                    self._freed.clear()
                    await self._freed.wait()

    async def settled(self, within: float) -> bool:
        """Wait until every lane has ended, at most so many seconds; never cancels one."""
        tasks = tuple(self._tasks.values())
        if not tasks:
            return True
        _, unfinished = await asyncio.wait(tasks, timeout=within)
        return not unfinished

    async def _run(self, lane: Lane) -> None:
        queue = self._queues[lane]
        try:
            async with self._slots:
                while queue:
                    item = queue.popleft()
                    if not item.is_void and not await self._work(item) and not item.is_left:
                        item.progress.broken.add(item.record.key)
                    item.batch.end()
                    self._waiting -= 1
                    self._freed.set()
        finally:
            del self._queues[lane], self._tasks[lane]
