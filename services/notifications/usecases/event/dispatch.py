"""Hand an event over to the senders."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from services.notifications.domain.delivery import Delivery, State, to_endpoint
from services.notifications.domain.record import Recorded
from services.notifications.usecases.delivery.send_fresh import SendFresh, Tried
from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock


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

    async def __call__(self, record: Recorded, *, is_fresh: bool) -> None:
        """Keep them, each once; try them first if the event `is_fresh`, that is: was never dispatched before.

        Raises: UnavailableError; the same again completes it.
        """
        if not record.targets:
            return
        planned = [to_endpoint(record, target, self.clock()) for target in record.targets]
        keys = [each.order_key for each in planned if each.order_key]
        held_up = await self.deliveries.held_up(keys, record.sequence) if keys else ()
        ready = [each for each in planned if each.order_key not in held_up]
        waiting = [replace(each, state=State.BLOCKED) for each in planned if each.order_key in held_up]
        tried = await self._tried(ready, record, is_fresh=is_fresh)
        await self.deliveries.keep([*(each.delivery for each in tried), *waiting])
        for each in tried:
            self.send_fresh.follow(each)
        for order_key in held_up:
            await self.deliveries.let_go(order_key, self.clock())
        if held_up or any(each.delivery.state is State.DUE for each in tried):
            self.wake()

    async def _tried(self, ready: list[Delivery], record: Recorded, *, is_fresh: bool) -> list[Tried]:
        return list(await self.send_fresh(ready, record)) if is_fresh else [Tried(each) for each in ready]
