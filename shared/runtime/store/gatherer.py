"""Group commit: concurrent calls of one tick become one batch, and each caller gets its own answer."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.kernel.errors import UnavailableError

Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a gatherer may do at once. Seconds and bytes.

    `may_share` says whether calls on one key may ride in one batch: reads may, saves wait for the next. `may_repeat`:
    a batch that failed as nobody foresaw is asked again, each call alone, so that one of them fails none of the others.
    """

    keys: int
    bytes: int
    may_share: bool
    may_repeat: bool = False
    batches: int = 2
    urgent_queue: int = 2_000
    background_queue: int = 20_000
    stalled_after: float = 2.0
    answer_within: float = 2.5


READS = Limits(keys=512, bytes=1 << 62, may_share=True)
SAVES = Limits(keys=256, bytes=4 * 1024 * 1024, may_share=False)


@dataclass(slots=True, eq=False)
class _Call(Generic[Q, A]):
    ask: Q
    key: Hashable
    size: int
    answer: "asyncio.Future[A]"


class Gatherer(Generic[Q, A]):
    """Gathers the calls on one collection. There is no timer: an idle gatherer sends a single call at once.

    Two queues, urgent and background, each first in first out; a full batch draws from them in turn. A call that is
    cancelled while it waits is taken out; once its batch is out the batch runs on and the answer is dropped.
    """

    def __init__(self, serve: Callable[[Sequence[Q]], Awaitable[Sequence[A | Exception]]], limits: Limits) -> None:
        self._serve = serve
        self._limits = limits
        self._urgent: deque[_Call[Q, A]] = deque()
        self._background: deque[_Call[Q, A]] = deque()
        self._out: dict[asyncio.Task[None], float] = {}
        self._is_armed = False
        self._is_closed = False

    async def ask(self, ask: Q, *, key: Hashable, size: int = 0, urgent: bool) -> A:
        """Have a call answered. Urgent calls get UnavailableError rather than wait long; others wait for the driver."""
        loop = asyncio.get_running_loop()
        self._refuse_when_overrun(urgent, loop.time())
        call: _Call[Q, A] = _Call(ask, key, size, loop.create_future())
        (self._urgent if urgent else self._background).append(call)
        self._arm(loop)
        if not urgent:
            return await call.answer
        deadline = loop.call_later(self._limits.answer_within, _expire, call.answer)
        try:
            return await call.answer
        finally:
            deadline.cancel()

    async def close(self) -> None:
        """Refuse new calls and wait until all that were accepted are answered."""
        self._is_closed = True
        while self._urgent or self._background or self._out:
            if self._out:
                await asyncio.wait(self._out)
            else:
                await asyncio.sleep(0)

    def _refuse_when_overrun(self, urgent: bool, now: float) -> None:
        if self._is_closed:
            raise UnavailableError("the store is closing")
        queue, most = (
            (self._urgent, self._limits.urgent_queue) if urgent else (self._background, self._limits.background_queue)
        )
        if len(queue) >= most:
            raise UnavailableError("too many calls wait for MongoDB")
        if urgent and self._out and now - min(self._out.values()) > self._limits.stalled_after:
            raise UnavailableError("MongoDB does not answer")

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._is_armed and len(self._out) < self._limits.batches:
            self._is_armed = True
            loop.call_soon(self._flush, loop)

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        self._is_armed = False
        while len(self._out) < self._limits.batches and (batch := self._draw()):
            self._out[loop.create_task(self._run(batch))] = loop.time()

    async def _run(self, batch: "list[_Call[Q, A]]") -> None:
        answers: Sequence[A | Exception] = [UnavailableError("the call was abandoned")] * len(batch)
        try:
            answers = await self._served(batch)
        finally:
            task = asyncio.current_task()
            if task is not None:
                self._out.pop(task, None)
            for call, answer in zip(batch, answers, strict=True):
                _deliver(call.answer, answer)
            if self._urgent or self._background:
                self._arm(asyncio.get_running_loop())

    async def _served(self, batch: "list[_Call[Q, A]]") -> Sequence[A | Exception]:
        try:
            return await self._serve([call.ask for call in batch])
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer of those who asked
            is_foreseen = isinstance(error, UnavailableError) or not self._limits.may_repeat
            if is_foreseen or len(batch) == 1:
                return [error] * len(batch)
        return [(await self._served([call]))[0] for call in batch]

    def _draw(self) -> "list[_Call[Q, A]]":
        """Take the next batch out of the queues."""
        batch: list[_Call[Q, A]] = []
        keys: set[Hashable] = set()
        size = 0
        later: tuple[list[_Call[Q, A]], list[_Call[Q, A]]] = ([], [])
        lanes = (self._urgent, self._background)
        turn = 0
        while len(keys) < self._limits.keys and len(later[0]) + len(later[1]) < self._limits.keys:
            turn = turn if lanes[turn] else 1 - turn
            if not lanes[turn]:
                break
            call = lanes[turn].popleft()
            if call.answer.done():
                continue
            is_second = call.key in keys and not self._limits.may_share
            if is_second or (batch and size + call.size > self._limits.bytes):
                later[turn].append(call)
                if not is_second:
                    break
                continue
            batch.append(call)
            keys.add(call.key)
            size += call.size
            turn = 1 - turn
        for lane, waiting in zip(lanes, later, strict=True):
            lane.extendleft(reversed(waiting))
        return batch


def _deliver(future: "asyncio.Future[A]", answer: A | Exception) -> None:
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)


def _expire(future: "asyncio.Future[A]") -> None:
    _deliver(future, UnavailableError("MongoDB did not answer in time"))
