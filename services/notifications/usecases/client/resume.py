"""An operator lets a client in again."""

from dataclasses import dataclass

from services.notifications.usecases.client.reach import require_reach
from services.notifications.usecases.gateway.ports import Clients, Units
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ResumeClient:
    """Its keys prove it again; tokens from before count for the rest of their ten minutes.

    Raises: ForbiddenError.
    """

    clients: Clients
    units: Units

    async def __call__(self, ref: str, cause: Cause) -> None:
        client = await self.clients.get(ref, cause)
        require_reach(cause.actor, cause.action, client.units, await self.units.chart())
        await self.clients.save(client.resumed(), cause)
