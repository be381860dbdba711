"""Give back what is leased and not tried."""

from dataclasses import dataclass

from services.notifications.domain.delivery import Delivery, given_back
from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A sender that stops leaves to the others at once what it cannot finish."""

    deliveries: Deliveries
    clock: Clock

    async def __call__(self, delivery: Delivery) -> None:
        """It is due again. Raises: UnavailableError; then it is when the lease is over."""
        await self.deliveries.settle(given_back(delivery, self.clock()), delivery.token)
