"""What waits in an order goes on."""

from dataclasses import dataclass

from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock

_BATCH = 500


@dataclass(frozen=True, slots=True)
class PromoteWaiting:
    """Whoever ended a delivery lets the next of its order go; what a death left out is let go here."""

    deliveries: Deliveries
    clock: Clock

    async def __call__(self) -> None:
        """The first of an order waits for nothing. Raises: UnavailableError; the next run goes on."""
        for order_key in await self.deliveries.stuck_orders(_BATCH):
            await self.deliveries.let_go(order_key, self.clock())
