"""Try one delivery."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, waits
from services.notifications.domain.quiet import kept_quiet, woken_late
from services.notifications.usecases.delivery.keep_end import KeepEnd
from services.notifications.usecases.ports import Deliveries, Events, Outbound
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class SendLeased:
    """Try what is leased, keep how it ended, let the next of its order go.

    A death between a try and its record repeats that try under the same id, when the lease is over. Whoever comes back
    to life later says nothing more: the lease has another bearer.
    """

    deliveries: Deliveries
    events: Events
    channels: Mapping[Channel, Outbound]
    keep_end: KeepEnd
    clock: Clock

    async def __call__(self, delivery: Delivery) -> bool:
        """Try once, if its target can be asked; whether another of its order may be due now.

        Raises: UnavailableError; it is repeated when the lease is over.
        """
        late = woken_late(delivery, self.clock())
        if late is not None:
            await self.deliveries.settle(late, delivery.token)
            return False
        channel = self.channels[delivery.channel]
        record = await self.events.get(delivery.event_id)
        free_at = await channel.free_at(delivery, self.clock())
        if free_at is not None:
            await self.deliveries.settle(kept_quiet(waits(delivery, free_at)), delivery.token)
            return False
        return await self.keep_end(delivery, await channel.send(delivery, record))
