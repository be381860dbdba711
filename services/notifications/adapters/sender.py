"""Sends what is due, all the time."""

import asyncio
from typing import Final

import structlog

from services.notifications.adapters.flights import Flights
from services.notifications.domain.delivery import Delivery
from services.notifications.usecases import DeliveryUseCases
from shared.kernel.errors import UnavailableError
from shared.runtime.service import Part
from shared.runtime.waiting import set_within

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
        flights: Flights,
        woken: asyncio.Event,
        *over: Part,
        finish_seconds: float = _FINISH_SECONDS,
    ) -> None:
        self._use_cases, self._flights, self._woken = use_cases, flights, woken
        self._finish_seconds, self._over = finish_seconds, over
        self._wait = _SHORTEST_WAIT
        self._is_full = self._is_stopping = False
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        await asyncio.gather(*(part.start() for part in self._over))
        self._flights.open()
        self._flights.on_room = self._has_room
        self._loop = asyncio.create_task(self._run(), name="sender")

    async def stop(self) -> None:
        """Claim no more, finish for up to 12 seconds, give back what is not over."""
        self._is_stopping = True
        self._flights.close()
        self._woken.set()
        if self._loop is not None:
            await self._loop
            self._loop = None
        left = await self._flights.land(self._finish_seconds)
        for failed in await asyncio.gather(*map(self._use_cases.give_back, left), return_exceptions=True):
            if failed is not None:
                log.warning("not given back", error=repr(failed))
        await asyncio.gather(*(part.stop() for part in self._over))

    async def _run(self) -> None:
        """Never ends by a failure: the store may be away for a while."""
        while not self._is_stopping:
            self._woken.clear()
            room = self._flights.room
            try:
                found = await self._round(room)
            except UnavailableError as error:
                log.warning("nothing claimed", error=str(error))
                found = 0
            except Exception:
                log.exception("a round failed")
                found = 0
            self._wait = _SHORTEST_WAIT if found else min(self._wait * 2, _LONGEST_WAIT)
            if found < room or not self._flights.room:
                await set_within(self._woken, self._wait)

    async def _round(self, room: int) -> int:
        """Claim what there is room for; how many those are. When they are fewer, no more were due."""
        self._is_full = room == 0
        claimed = await self._use_cases.claim(room, self._flights.room_for_masses) if room else ()
        for delivery in claimed:
            self._flights.begin(delivery, self._try(delivery))
        self._is_full = not self._flights.room
        return len(claimed)

    async def _try(self, delivery: Delivery) -> None:
        if await self._use_cases.send(delivery):
            self._woken.set()

    def _has_room(self) -> None:
        if self._is_full:
            self._is_full = False
            self._woken.set()
