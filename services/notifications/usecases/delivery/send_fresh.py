"""Try from memory what nothing stands in the way of."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, leased
from services.notifications.domain.outcome import Ended
from services.notifications.domain.record import Recorded
from services.notifications.usecases.delivery.claim import LEASE
from services.notifications.usecases.delivery.keep_end import KeepEnd
from services.notifications.usecases.delivery.ports import Flights, Prompt
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock

PATIENCE_SECONDS: Final = 0.25
"""So long an end is waited for; then it is kept that a try is under way."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A delivery as it is to be kept, and the try that is still under way."""

    delivery: Delivery
    under_way: asyncio.Task[Ended] | None = None


@dataclass(frozen=True, slots=True)
class SendFresh:
    """A delivery that nobody knows of yet is tried at once, where its target is free, and kept with its end.

    Only for what may arrive twice: a death before it is kept repeats the try under the same id. For the same reason
    only the first hearing of an event tries so; whoever repeats it leaves it to those who hold leases.
    """

    prompt: Mapping[Channel, Prompt]
    flights: Flights
    keep_end: KeepEnd
    secret: Secret
    clock: Clock

    async def __call__(self, deliveries: Sequence[Delivery], record: Recorded) -> Sequence[Tried]:
        """All of them, as each is to be kept now; then `follow` those that are under way.

        Raises: UnavailableError; then nothing is kept of what was tried.
        """
        token = self.secret()
        begun = {each.id: self._begin(each, record) for each in deliveries}
        tasks = [task for task in begun.values() if task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=PATIENCE_SECONDS)
        return [await self._as_it_stands(each, begun[each.id], token) for each in deliveries]

    def follow(self, tried: Tried) -> None:
        """Of one under way, that is kept now: its end will be kept too."""
        if tried.under_way is not None:
            self.flights.begin(tried.delivery, self._land(tried.delivery, tried.under_way))

    def _begin(self, delivery: Delivery, record: Recorded) -> asyncio.Task[Ended] | None:
        way = self.prompt.get(delivery.channel)
        if way is None or not self.flights.room or not way.enter_now(delivery):
            return None
        return self.flights.begin(None, way.send(delivery, record))

    async def _as_it_stands(self, delivery: Delivery, task: asyncio.Task[Ended] | None, token: str) -> Tried:
        if task is None:
            return Tried(delivery)
        under_lease = leased(delivery, self.clock() + LEASE, token)
        if not task.done():
            return Tried(under_lease, task)
        if task.cancelled() or task.exception() is not None:
            return Tried(delivery)
        return Tried(await self.keep_end.noted(under_lease, task.result()))

    async def _land(self, delivery: Delivery, task: asyncio.Task[Ended]) -> None:
        await self.keep_end(delivery, await task)
