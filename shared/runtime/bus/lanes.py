"""Lanes: records of one key run in order, different keys at the same time."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from shared.runtime.bus.envelope import Record
from shared.runtime.bus.progress import Progress

Lane = tuple[str, int, bytes | None]
"""Topic, partition, key. Records without a key share one lane per partition."""


@dataclass(frozen=True, slots=True)
class Item:
    """A delivered record, with the progress that it counts for and the epoch it was delivered in."""

    record: Record
    progress: Progress
    epoch: int

    @property
    def lane(self) -> Lane:
        """The lane it runs in."""
        return (self.record.topic, self.record.partition, self.record.key)

    @property
    def is_void(self) -> bool:
        """Whether it will be delivered again, to us or to another, or is done."""
        progress = self.progress
        return (
            progress.epoch != self.epoch or self.record.key in progress.broken or progress.is_done(self.record.offset)
        )


class Lanes:
    """Runs items: at most `wide` lanes at once, each in order. `work` says whether the item is done.

    When it is not, the lane is broken: nothing more of it runs until its partition is read again.
    """

    def __init__(self, work: Callable[[Item], Awaitable[bool]], *, wide: int = 256) -> None:
        self._work = work
        self._slots = asyncio.Semaphore(wide)
        self._queues: dict[Lane, deque[Item]] = {}
        self._tasks: dict[Lane, asyncio.Task[None]] = {}

    def put(self, item: Item) -> None:
        """Queue an item behind the earlier ones of its lane."""
        queue = self._queues.get(item.lane)
        if queue is not None:
            queue.append(item)
            return
        self._queues[item.lane] = deque([item])
        self._tasks[item.lane] = asyncio.create_task(self._run(item.lane))

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
                    if not item.is_void and not await self._work(item) and item.progress.epoch == item.epoch:
                        item.progress.broken.add(item.record.key)
        finally:
            del self._queues[lane], self._tasks[lane]
