"""Tries under way in this process."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar

import structlog

from services.notifications.domain.delivery import Delivery
from shared.kernel.errors import UnavailableError

MOST_IN_FLIGHT: Final = 512
SLOW_SECONDS: Final = 0.1
_LOOK_SECONDS: Final = 0.1

log: structlog.stdlib.BoundLogger = structlog.get_logger("sender")

Result = TypeVar("Result")


class Flights:
    """So many tries at once, half as many while the event loop wakes more than 100 ms late.

    Nothing takes off before `open`, and after `land` nothing new does. `on_room` is called when there is room again.
    """

    def __init__(self, most: int = MOST_IN_FLIGHT) -> None:
        self._most = most
        self._flying: dict[asyncio.Task[Any], Delivery | None] = {}
        self._is_open = False
        self._late_seconds = 0.0
        self._watch: asyncio.Task[None] | None = None
        self.on_room: Callable[[], None] = _nobody

    @property
    def room(self) -> int:
        """As the port says."""
        most = self._most // 2 if self._late_seconds > SLOW_SECONDS else self._most
        return max(0, most - len(self._flying)) if self._is_open else 0

    def open(self) -> None:
        """From now on tries may begin."""
        self._is_open = True
        self._watch = asyncio.create_task(self._look(), name="lag of the sender")

    def begin(self, delivery: Delivery | None, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """As the port says."""
        task = asyncio.create_task(work)
        self._flying[task] = delivery
        task.add_done_callback(self._landed)
        return task

    def close(self) -> None:
        """Nothing new begins; what is under way goes on."""
        self._is_open = False
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
        error = None if task.cancelled() else task.exception()
        if isinstance(error, UnavailableError):
            log.warning("how a delivery ended is not kept", delivery=_name(delivery), error=str(error))
        elif error is not None:
            log.error("a delivery failed", delivery=_name(delivery), exc_info=error)
        self.on_room()

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(_LOOK_SECONDS)
            self._late_seconds = loop.time() - before - _LOOK_SECONDS


def _name(delivery: Delivery | None) -> str:
    return str(delivery.id) if delivery else ""


def _nobody() -> None:
    """Whom room concerns is set by the sender."""
