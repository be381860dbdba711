"""Read-only questions about sending again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.redrive import Redrive, require_near
from services.notifications.usecases.endpoint.show import ShowEndpoints
from services.notifications.usecases.redrive.ask import Again
from services.notifications.usecases.redrive.find import FindPast
from services.notifications.usecases.redrive.ports import Redrives
from shared.kernel.actor import Actor

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShowRedrives:
    """The jobs of an endpoint, and how much one would send before it is asked for."""

    redrives: Redrives
    endpoints: ShowEndpoints
    find: FindPast

    async def of_endpoint(self, endpoint_id: UUID, reader: Actor) -> Sequence[Redrive]:
        """Newest first. Raises: ForbiddenError."""
        await self.endpoints.one(endpoint_id, reader)
        return await self.redrives.of_endpoint(endpoint_id, _MOST_SHOWN)

    async def count(self, endpoint_id: UUID, wish: Again, reader: Actor) -> int:
        """How many would be sent again, counted to one more than a job may send.

        Raises: ForbiddenError, RedriveTooOldError.
        """
        endpoint = await self.endpoints.one(endpoint_id, reader)
        now = self.find.clock()
        require_near(wish.since, now)
        return await self.find.count(endpoint, wish.what, wish.since, min(wish.until or now, now))
