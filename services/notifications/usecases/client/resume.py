"""An operator lets a client in again."""

from dataclasses import dataclass

from services.notifications.usecases.client.reach import require_reach
from services.notifications.usecases.gateway.ports import Clients, Units
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class ResumeClient:
    """Its keys prove it again; no token from before does.

    Raises: ForbiddenError.
    """

    clients: Clients
    units: Units
    clock: Clock

    async def __call__(self, ref: str, cause: Cause) -> None:
        client = await self.clients.get(ref, cause)
        require_reach(cause.actor, cause.action, client.units, await self.units.chart())
        await self.clients.save(client.resumed(self.clock()), cause)
