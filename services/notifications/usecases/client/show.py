"""Read-only questions about clients."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.client import Client
from services.notifications.usecases.client.reach import reaches_all, require_reach
from services.notifications.usecases.gateway.ports import Clients, Units
from shared.kernel.actor import Actor
from shared.kernel.errors import ForbiddenError

_READ: Final = "client.read"
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class ShowClients:
    """What operators and integrators may ask: of clients all of whose units are in their scope."""

    clients: Clients
    units: Units

    async def one(self, ref: str, reader: Actor) -> Client:
        """A client by its name. Raises: ForbiddenError, the same for one that does not exist."""
        found = await self.clients.find(ref)
        if found is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        require_reach(reader, _READ, found.units, await self.units.chart())
        return found

    async def all(self, reader: Actor) -> Sequence[Client]:
        """Those in the reader's scope, by name."""
        chart = await self.units.chart()
        return [one for one in await self.clients.all(_MOST) if reaches_all(reader, _READ, one.units, chart)]
