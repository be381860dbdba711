"""Endpoints as a sender sees them: who hears of what, and how each of them does."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.adapters.mongo.endpoints import MongoEndpoints
from services.notifications.domain.endpoint import Endpoint
from shared.kernel.cause import job_cause
from shared.kernel.errors import AlreadyHandledError, StaleError

_TRIES: Final = 5


class MongoReceivers:
    """Reads the aggregates, and tells them what a sender saw."""

    def __init__(self, endpoints: MongoEndpoints) -> None:
        self._endpoints = endpoints

    async def find(self, endpoint_id: UUID) -> Endpoint | None:
        """As the port says."""
        return await self._endpoints.find(endpoint_id)

    async def hearing(self, kind: str, unit_path: Collection[str]) -> Sequence[Endpoint]:
        """As the port says."""
        found = await self._endpoints.active(kind)
        return [endpoint for endpoint in found if endpoint.hears(kind, unit_path)]

    async def succeeded(self, endpoint_id: UUID, at: datetime) -> None:
        """As the port says."""
        await self._tell("succeeded", endpoint_id, at, lambda endpoint: endpoint.succeeded(at))

    async def failed(self, endpoint_id: UUID, at: datetime) -> None:
        """As the port says."""
        await self._tell("failed", endpoint_id, at, lambda endpoint: endpoint.failed(at))

    async def gone(self, endpoint_id: UUID, at: datetime) -> None:
        """As the port says."""
        await self._tell("gone", endpoint_id, at, lambda endpoint: endpoint.disable("gone"))

    async def _tell(self, what: str, endpoint_id: UUID, at: datetime, change: Callable[[Endpoint], Endpoint]) -> None:
        """Several senders tell at once: whoever came late looks again, and at last leaves it to the next call."""
        cause = job_cause("notifications", f"endpoint {what}", endpoint_id, at.isoformat())
        for _ in range(_TRIES):
            try:
                endpoint = await self._endpoints.get(endpoint_id, cause)
                await self._endpoints.save(change(endpoint), because_of=cause)
            except AlreadyHandledError:
                return
            except StaleError:
                continue
            return
