"""An operator shuts a client out."""

from dataclasses import dataclass

from services.notifications.usecases.client.reach import require_reach
from services.notifications.usecases.gateway.ports import Clients, Units
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class SuspendClient:
    """No key proves it and no token of it counts until it is resumed.

    Raises: ForbiddenError.
    """

    clients: Clients
    units: Units

    async def __call__(self, ref: str, cause: Cause) -> None:
        client = await self.clients.get(ref, cause)
        require_reach(cause.actor, cause.action, client.units, await self.units.chart())
        await self.clients.save(client.suspended(), cause)
