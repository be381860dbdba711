"""Sends what is due, all the time."""

import asyncio
from typing import Final

import structlog

from services.notifications.domain.delivery import Delivery
from services.notifications.usecases import DeliveryUseCases
from shared.kernel.errors import UnavailableError
from shared.runtime.service import Part
from shared.runtime.waiting import set_within

MOST_IN_FLIGHT: Final = 512
_SHORTEST_WAIT, _LONGEST_WAIT = 0.025, 0.2
_FINISH_SECONDS: Final = 12.0
"""A process has 20 seconds to end, and what is given back needs some of them."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("sender")


class Sender:
    """Claims as many as it has room for, and tries each in a task of its own: none waits for another to end.

    `woken` is set by whoever made something due in this process; what others made due is found within 200 ms. On stop
    it finishes what it can and gives the rest back; then what it calls with (`over`) ends.
    """

    def __init__(
        self,
        use_cases: DeliveryUseCases,
        woken: asyncio.Event,
        *over: Part,
        most: int = MOST_IN_FLIGHT,
        finish_seconds: float = _FINISH_SECONDS,
    ) -> None:
        self._use_cases, self._woken = use_cases, woken
        self._most, self._finish_seconds, self._over = most, finish_seconds, over
        self._flying: dict[asyncio.Task[None], Delivery] = {}
        self._wait = _SHORTEST_WAIT
        self._is_stopping = False
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        await asyncio.gather(*(part.start() for part in self._over))
        self._loop = asyncio.create_task(self._run(), name="sender")

    async def stop(self) -> None:
        """Claim no more, finish for up to 12 seconds, give back what is not over."""
        self._is_stopping = True
        self._woken.set()
        if self._loop is not None:
            await self._loop
            self._loop = None
        if self._flying:
            await asyncio.wait(self._flying, timeout=self._finish_seconds)
        await self._give_back(dict(self._flying))
        await asyncio.gather(*(part.stop() for part in self._over))

    async def _run(self) -> None:
        """Never ends by a failure: the store may be away for a while."""
        while not self._is_stopping:
            self._woken.clear()
            try:
                found = await self._round()
            except UnavailableError as error:
                log.warning("nothing claimed", error=str(error))
                found = 0
            except Exception:
                log.exception("a round failed")
                found = 0
            self._wait = _SHORTEST_WAIT if found else min(self._wait * 2, _LONGEST_WAIT)
            if not found or len(self._flying) >= self._most:
                await set_within(self._woken, self._wait)

    async def _round(self) -> int:
        """Claim what there is room for; how many those are."""
        room = self._most - len(self._flying)
        claimed = await self._use_cases.claim(room) if room > 0 else ()
        for delivery in claimed:
            task = asyncio.create_task(self._try(delivery))
            self._flying[task] = delivery
            task.add_done_callback(self._landed)
        return len(claimed)

    async def _try(self, delivery: Delivery) -> None:
        try:
            if await self._use_cases.send(delivery):
                self._woken.set()
        except UnavailableError as error:
            log.warning("how a delivery ended is not kept", delivery=str(delivery.id), error=str(error))
        except Exception:
            log.exception("a delivery failed", delivery=str(delivery.id))

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.pop(task, None)
        if len(self._flying) == self._most - 1:
            self._woken.set()

    async def _give_back(self, flying: dict[asyncio.Task[None], Delivery]) -> None:
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)
        given = [self._use_cases.give_back(delivery) for task, delivery in flying.items() if task.cancelled()]
        for failed in await asyncio.gather(*given, return_exceptions=True):
            if failed is not None:
                log.warning("not given back", error=repr(failed))
