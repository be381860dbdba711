"""What waits in an order goes on."""

from dataclasses import dataclass, field

from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock

_BATCH = 500


@dataclass(slots=True)
class PromoteWaiting:
    """Whoever ended a delivery lets the next of its order go; what a death left out is let go here.

    A run looks at some of what waits, and the next goes on from there: a long backlog costs no more than a short one.
    """

    deliveries: Deliveries
    clock: Clock
    _behind: str = field(default="", init=False)

    async def __call__(self) -> None:
        """The first of an order waits for nothing. Raises: UnavailableError; the next run goes on."""
        stuck, self._behind = await self.deliveries.stuck_orders(self._behind, _BATCH)
        for order_key in stuck:
            await self.deliveries.let_go(order_key, self.clock())
