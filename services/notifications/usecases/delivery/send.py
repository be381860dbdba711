"""Try one delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.notifications.domain.chain import is_once_only
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, waits
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.quiet import kept_quiet, woken_late
from services.notifications.usecases.delivery.cancel_held import CancelHeld
from services.notifications.usecases.delivery.keep_end import KeepEnd
from services.notifications.usecases.ports import Deliveries, Events, Outbound
from shared.kernel.clock import Clock
from shared.kernel.errors import UnavailableError

FAULT: Final = "a fault on our side"


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
    cancel: CancelHeld
    clock: Clock

    async def __call__(self, delivery: Delivery) -> bool:
        """Try once, if its target can be asked; whether another of its order may be due now.

        Raises: UnavailableError; it is repeated when the lease is over. What nobody foresaw counts as a try that
        failed, or it would be repeated for ever, or as one of which nobody knows; then it is raised.
        """
        late = woken_late(delivery, self.clock())
        if late is not None:
            return await self._put_off(late, delivery.token)
        try:
            after = await self._tried(delivery)
        except UnavailableError:
            raise
        except Exception:
            await self.keep_end(delivery, await self._fault(delivery))
            raise
        if isinstance(after, Ended):
            return await self.keep_end(delivery, after)
        return await self._put_off(kept_quiet(waits(delivery, after, self.clock())), delivery.token)

    async def _fault(self, delivery: Delivery) -> Ended:
        kept = await self.deliveries.find(delivery.id) if is_once_only(delivery) else None
        if kept is not None and kept.has_begun:
            return Ended(Outcome.UNKNOWN, reason=FAULT, number_ends=kept.number_ends)
        return Ended(Outcome.RETRY, reason=FAULT)

    async def _put_off(self, after: Delivery, token: str) -> bool:
        if await self.deliveries.settle(after, token):
            await self.cancel.if_held(after)
        return False

    async def _tried(self, delivery: Delivery) -> Ended | datetime:
        """How it ended, or when its target can be asked."""
        channel = self.channels[delivery.channel]
        record = await self.events.get(delivery.event_id)
        return await channel.free_at(delivery, self.clock()) or await channel.send(delivery, record)
