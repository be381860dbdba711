"""Try from memory what nothing stands in the way of."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, leased
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.usecases.delivery.claim import LEASE
from services.notifications.usecases.delivery.keep_end import KeepEnd
from services.notifications.usecases.delivery.ports import Flights, Prompt
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock
from shared.kernel.errors import UnavailableError

PATIENCE_SECONDS: Final = 0.25
"""So long the next end is waited for; then it is kept that a try is under way, which costs three times as much."""

LONGEST_SECONDS: Final = 2.0
"""So long they are waited for in all, while one after the other ends."""


@dataclass(frozen=True, slots=True)
class Try:
    """One that begins when its target has room. `has_begun` says whether it did, and then `task` how it ended."""

    has_begun: "asyncio.Future[bool]"
    task: "asyncio.Task[Ended | None]"


@dataclass(frozen=True, slots=True)
class Tried:
    """A delivery as it is to be kept, and the try that is still under way."""

    delivery: Delivery
    under_way: "asyncio.Task[Ended | None] | None" = None


@dataclass(frozen=True, slots=True)
class SendFresh:
    """A delivery that nobody knows of yet is tried at once, as soon as its target has room, and kept with its end.

    Only for what may arrive twice: a death before it is kept repeats the try under the same id. For the same reason
    only the first hearing of an event tries so; whoever repeats it leaves it to those who hold leases.
    """

    prompt: Mapping[Channel, Prompt]
    flights: Flights
    keep_end: KeepEnd
    secret: Secret
    clock: Clock

    async def __call__(self, deliveries: Sequence[Delivery], record: Recorded) -> Sequence[Tried]:
        """All of them, as each is to be kept now; then `follow` those that are under way."""
        token = self.secret()
        count = sum(each.channel in self.prompt for each in deliveries)
        may_begin = count > 0 and await self.flights.make_room(count)
        tries = [self._begin(each, record) if may_begin else None for each in deliveries]
        await asyncio.gather(*(each.has_begun for each in tries if each is not None))
        await _ended([each.task for each in tries if each is not None])
        each_with_its = zip(deliveries, tries, strict=True)
        return [await self._as_it_stands(delivery, begun, token) for delivery, begun in each_with_its]

    def follow(self, tried: Tried) -> None:
        """Of one under way, that is kept now: its end will be kept too."""
        if tried.under_way is not None:
            self.flights.begin(tried.delivery, self._land(tried.delivery, tried.under_way))

    def _begin(self, delivery: Delivery, record: Recorded) -> Try | None:
        way = self.prompt.get(delivery.channel)
        if way is None:
            return None
        has_begun = asyncio.get_running_loop().create_future()
        return Try(has_begun, self.flights.begin(None, _try(way, delivery, record, has_begun)))

    async def _as_it_stands(self, delivery: Delivery, begun: Try | None, token: str) -> Tried:
        if begun is None or not begun.has_begun.result():
            return Tried(delivery)
        task = begun.task
        if not task.done():
            return Tried(leased(delivery, self.clock() + LEASE, token), task)
        if task.cancelled() or task.exception() is not None or (ended := task.result()) is None:
            return Tried(delivery)
        # Of a try that is told of the lease is its name.
        named = delivery if ended.outcome is Outcome.OK else leased(delivery, self.clock() + LEASE, token)
        try:
            return Tried(await self.keep_end.noted(named, ended))
        except UnavailableError:
            # This one is repeated; the others are kept as they ended.
            return Tried(delivery)

    async def _land(self, delivery: Delivery, task: "asyncio.Task[Ended | None]") -> None:
        ended = await task
        if ended is not None:
            await self.keep_end(delivery, ended)


async def _ended(tasks: Sequence["asyncio.Task[Ended | None]"]) -> None:
    """Wait while they end one after the other."""
    loop, left = asyncio.get_running_loop(), set(tasks)
    until = loop.time() + LONGEST_SECONDS
    while left and loop.time() < until:
        ended, left = await asyncio.wait(left, timeout=PATIENCE_SECONDS)
        if not ended:
            return


async def _try(way: Prompt, delivery: Delivery, record: Recorded, has_begun: "asyncio.Future[bool]") -> Ended | None:
    """How it ended; None when it did not begin. Whoever waits may be gone by then: what has its turn goes on."""
    may_begin = False
    try:
        may_begin = await way.enter_soon(delivery)
    finally:
        if not has_begun.done():
            has_begun.set_result(may_begin)
    return await way.send(delivery, record) if may_begin else None
