"""Send what is due."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.notifications.domain.delivery import Channel, Delivery, Lane, settled, waits
from services.notifications.domain.quiet import kept_quiet, woken_late
from services.notifications.usecases.ports import Deliveries, Events, Outbound, Secret
from shared.kernel.clock import Clock

LEASE: Final = timedelta(seconds=30)
"""A try is over after 15.5 s at most, so whoever holds a lease that ended is dead or stands still."""

SHARES: Final[Mapping[Lane, float]] = {Lane.PERSONAL: 0.7, Lane.RETRY: 0.2, Lane.BULK: 0.1}
"""How a round is shared; what a lane leaves flows on to the others."""


@dataclass(frozen=True, slots=True)
class SendDue:
    """One round: lease what is due, try each, keep how it ended.

    A death between a try and its record repeats that try under the same id, when the lease is over. Whoever comes back
    to life later says nothing more: the lease has another bearer.
    """

    deliveries: Deliveries
    events: Events
    channels: Mapping[Channel, Outbound]
    secret: Secret
    luck: Callable[[], float]
    clock: Clock

    async def __call__(self, limit: int) -> int:
        """Send at most so many; how many were due. Raises: UnavailableError; what was leased is repeated later."""
        token = self.secret()
        claimed = await self._claimed(limit, token)
        await asyncio.gather(*(self._sent(delivery, token) for delivery in claimed))
        return len(claimed)

    async def _claimed(self, limit: int, token: str) -> Sequence[Delivery]:
        claimed: list[Delivery] = []
        for lane, share in SHARES.items():
            claimed += await self._from(lane, max(1, round(limit * share)), token)
        for lane in SHARES:
            if len(claimed) < limit:
                claimed += await self._from(lane, limit - len(claimed), token)
        return claimed

    async def _from(self, lane: Lane, limit: int, token: str) -> Sequence[Delivery]:
        now = self.clock()
        return await self.deliveries.claim(lane, limit, now=now, until=now + LEASE, token=token)

    async def _sent(self, delivery: Delivery, token: str) -> None:
        late = woken_late(delivery, self.clock())
        if late is not None:
            await self.deliveries.settle(late, token)
            return
        channel = self.channels[delivery.channel]
        free_at = await channel.free_at(delivery, self.clock())
        if free_at is not None:
            await self.deliveries.settle(kept_quiet(waits(delivery, free_at)), token)
            return
        record = await self.events.get(delivery.event_id)
        ended = await channel.send(delivery, record)
        after = kept_quiet(settled(delivery, ended, self.clock(), self.luck()))
        if await self.deliveries.settle(after, token) and not after.is_open and after.order_key:
            await self.deliveries.let_go(after.order_key, self.clock())
