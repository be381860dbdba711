"""Hand an event over to the senders."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from services.notifications.domain.delivery import State, order_of, to_endpoint
from services.notifications.domain.record import Recorded
from services.notifications.usecases.delivery.send_fresh import SendFresh, Tried
from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is known of an event that nobody has begun to deliver: the orders in which something open comes before."""

    held_up: Collection[str]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One delivery to each target of an event, blocked while an earlier one of its order is open.

    What nothing holds up goes out at once, and is kept with its end; whoever comes next in its order is dispatched
    after that, because an aggregate's events are handled one after the other. The order is looked at again when a
    delivery is kept: the one before may have ended in between, and whoever ended it saw nothing that waits. `wake`
    tells the sender of this process.
    """

    deliveries: Deliveries
    send_fresh: SendFresh
    wake: Callable[[], None]
    clock: Clock

    async def look(self, record: Recorded) -> Fresh:
        """How its orders stand before any of it is dispatched. Raises: UnavailableError."""
        orders = [order for target in record.targets if (order := order_of(record, target))]
        return Fresh(await self.deliveries.held_up(orders, record.sequence))

    async def __call__(self, record: Recorded, fresh: Fresh | None) -> None:
        """Keep them, each once; try them first if the event is `fresh`.

        Raises: UnavailableError; the same again completes it.
        """
        if not record.targets:
            return
        planned = [to_endpoint(record, target, self.clock()) for target in record.targets]
        held_up = (fresh or await self.look(record)).held_up
        ready = [each for each in planned if each.order_key not in held_up]
        waiting = [replace(each, state=State.BLOCKED) for each in planned if each.order_key in held_up]
        tried = list(await self.send_fresh(ready, record)) if fresh else [Tried(each) for each in ready]
        await self.deliveries.keep([*(each.delivery for each in tried), *waiting])
        for each in tried:
            self.send_fresh.follow(each)
        for order_key in held_up:
            await self.deliveries.let_go(order_key, self.clock())
        if held_up or any(each.delivery.state is State.DUE for each in tried):
            self.wake()
