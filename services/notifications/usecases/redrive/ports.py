"""What is needed to send again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.domain.redrive import Redrive


class Redrives(Protocol):
    """Where the jobs are kept. Every method raises UnavailableError."""

    async def find(self, redrive_id: UUID) -> Redrive | None:
        """A job as it stands."""

    async def keep(self, redrive: Redrive) -> None:
        """Keep a new one; the same again changes nothing. Raises: RedriveRunsError when its endpoint has one."""

    async def save(self, redrive: Redrive) -> Redrive | None:
        """Keep it as its next version, which is given back; None when another was kept since it was read."""

    async def due(self, now: datetime, limit: int) -> Sequence[Redrive]:
        """Those that may go on, longest due first."""

    async def of_endpoint(self, endpoint_id: UUID, limit: int) -> Sequence[Redrive]:
        """The jobs of an endpoint, newest first."""
