"""Give back what is leased and not tried."""

from dataclasses import dataclass

from services.notifications.domain.chain import is_once_only, unknown
from services.notifications.domain.delivery import Delivery, given_back
from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A sender that stops leaves to the others at once what it cannot finish; what may have come, to an operator."""

    deliveries: Deliveries
    clock: Clock

    async def __call__(self, delivery: Delivery) -> None:
        """It is due again. Raises: UnavailableError; then it is when the lease is over."""
        kept = await self.deliveries.find(delivery.id) if is_once_only(delivery) else None
        now = self.clock()
        after = unknown(kept, now) if kept is not None and kept.has_begun else given_back(delivery, now)
        await self.deliveries.settle(after, delivery.token)
