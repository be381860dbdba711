"""Hand an event over to the senders."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from services.notifications.domain.delivery import Delivery, State, to_endpoint
from services.notifications.domain.record import Recorded
from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One delivery to each target of an event, blocked while an earlier one of its order is open.

    The order is looked at again when the delivery is kept: the one before may have ended in between, and whoever ended
    it saw nothing that waits. `wake` tells the sender of this process.
    """

    deliveries: Deliveries
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self, record: Recorded) -> None:
        """Keep them, each once. Raises: UnavailableError; the same again completes it."""
        if not record.targets:
            return
        planned = [to_endpoint(record, target, self.clock()) for target in record.targets]
        keys = [each.order_key for each in planned if each.order_key]
        held_up = await self.deliveries.held_up(keys, record.sequence) if keys else ()
        await self.deliveries.keep([_blocked(each) if each.order_key in held_up else each for each in planned])
        for order_key in held_up:
            await self.deliveries.let_go(order_key, self.clock())
        self.wake()


def _blocked(delivery: Delivery) -> Delivery:
    return replace(delivery, state=State.BLOCKED)
