"""A client asks what came of what it sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notifications.domain.client import Client
from services.notifications.domain.item import Batch, Intake, ItemKind, Line
from services.notifications.usecases.intake.ports import Batches, Intakes, Owner


@dataclass(frozen=True, slots=True)
class ShowIntake:
    """Each client sees its own and nothing else: what is another's is as good as unknown (None)."""

    batches: Batches
    intakes: Intakes
    owner: Owner

    async def batch(self, client: Client, batch_id: UUID) -> Batch | None:
        """A batch of the client."""
        found = await self.batches.find(batch_id)
        return found if found is not None and found.client_ref == client.ref else None

    async def lines(self, batch: Batch, since: int, limit: int) -> Sequence[Line]:
        """Answered places of a batch, in order, up to the first that is not answered."""
        return await self.batches.lines(batch.id, since, limit)

    async def nomination(self, client: Client, external_id: str) -> tuple[Intake, Any] | None:
        """What a name led to, and the file as its owner shows it. Raises: OwnerRefusedError, UnavailableError."""
        known = await self.intakes.find(client.ref, ItemKind.NOMINATION, external_id)
        if known.thing_id is None:
            return None
        return known, await self.owner.ask(client, f"/nominations/{known.thing_id}")
