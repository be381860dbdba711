"""Tries under way in this process."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar

import structlog

from services.notifications.domain.delivery import Delivery, Lane
from shared.kernel.errors import UnavailableError

MOST_IN_FLIGHT: Final = 512
SLOW_SECONDS: Final = 0.1
_LOOK_SECONDS: Final = 0.1
_SHARE_OF_FRESH: Final = 0.7
_SHARE_OF_MASSES: Final = 0.25

log: structlog.stdlib.BoundLogger = structlog.get_logger("sender")

Result = TypeVar("Result")


class Flights:
    """So many tries at once, half as many while the event loop wakes more than 100 ms late.

    Nothing takes off before `open`, and after `land` nothing new does. `on_room` is called when there is room again.
    """

    def __init__(self, most: int = MOST_IN_FLIGHT) -> None:
        self._most = most
        self._flying: dict[asyncio.Task[Any], Delivery | None] = {}
        self._fresh = self._masses = self._let = 0
        self._waiting: deque[tuple[int, asyncio.Future[int]]] = deque()
        self._is_open = False
        self._late_seconds = 0.0
        self._watch: asyncio.Task[None] | None = None
        self.on_room: Callable[[], None] = _nobody

    @property
    def room(self) -> int:
        """As the port says. While others wait to begin from memory, a third of all is for what is due in the store."""
        most, due = self._most_now(), len(self._flying) - self._fresh
        free = most - len(self._flying)
        return max(0, min(free, most - self._most_fresh() - due) if self._waiting else free) if self._is_open else 0

    @property
    def room_for_masses(self) -> int:
        """Of masses a quarter of all is under way at most: each round then looks at few of them."""
        return max(0, round(self._most_now() * _SHARE_OF_MASSES) - self._masses)

    async def make_room(self, count: int) -> bool:
        """As the port says. Those who come first go first."""
        if self._is_open and (self._waiting or not self._has_room(count)):
            comes: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            self._waiting.append((count, comes))
            try:
                await comes
            finally:
                # Whoever is let in begins before anything else runs; one that is broken off lets the next one in.
                self._let -= 0 if comes.cancelled() or not comes.done() else comes.result()
                asyncio.get_running_loop().call_soon(self._let_in)
        return self._is_open

    def open(self) -> None:
        """From now on tries may begin."""
        self._is_open = True
        self._watch = asyncio.create_task(self._look(), name="lag of the sender")

    def begin(self, delivery: Delivery | None, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """As the port says."""
        task = asyncio.create_task(work)
        self._flying[task] = delivery
        self._fresh += delivery is None
        self._masses += _is_of_masses(delivery)
        task.add_done_callback(self._landed)
        return task

    def close(self) -> None:
        """Nothing new begins; what is under way goes on."""
        self._is_open = False
        self._let_in()
        if self._watch is not None:
            self._watch.cancel()

    async def land(self, within_seconds: float) -> Sequence[Delivery]:
        """Wait for what is under way, then break it off; what was leased and is not over."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within_seconds
        while self._flying and (left := until - loop.time()) > 0:
            # Those that end may be followed by one that keeps how they ended.
            await asyncio.wait(list(self._flying), timeout=left)
            await asyncio.sleep(0)
        broken_off = dict(self._flying)
        for task in broken_off:
            task.cancel()
        await asyncio.gather(*broken_off, return_exceptions=True)
        return [each for task, each in broken_off.items() if each is not None and task.cancelled()]

    def _landed(self, task: asyncio.Task[Any]) -> None:
        delivery = self._flying.pop(task, None)
        self._fresh -= delivery is None
        self._masses -= _is_of_masses(delivery)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, UnavailableError):
            log.warning("how a delivery ended is not kept", delivery=_name(delivery), error=str(error))
        elif error is not None:
            log.error("a delivery failed", delivery=_name(delivery), exc_info=error)
        self._let_in()
        self.on_room()

    def _let_in(self) -> None:
        """Those who come first go first. The room of one that is let in is taken before that one begins."""
        while self._waiting and (not self._is_open or self._has_room(self._waiting[0][0])):
            count, comes = self._waiting.popleft()
            if not comes.done():
                taken = min(count, self._most_fresh()) if self._is_open else 0
                self._let += taken
                comes.set_result(taken)

    def _has_room(self, count: int) -> bool:
        """Of a crowd that never fits, so many as fit must be few enough."""
        count = min(count, self._most_fresh()) + self._let
        return self._fresh + count <= self._most_fresh() and len(self._flying) + count <= self._most_now()

    def _most_fresh(self) -> int:
        return round(self._most_now() * _SHARE_OF_FRESH)

    def _most_now(self) -> int:
        return self._most // 2 if self._late_seconds > SLOW_SECONDS else self._most

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(_LOOK_SECONDS)
            self._late_seconds = loop.time() - before - _LOOK_SECONDS


def _is_of_masses(delivery: Delivery | None) -> bool:
    return delivery is not None and delivery.lane is Lane.BULK


def _name(delivery: Delivery | None) -> str:
    return str(delivery.id) if delivery else ""


def _nobody() -> None:
    """Whom room concerns is set by the sender."""
