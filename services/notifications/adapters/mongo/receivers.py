"""Endpoints as a sender sees them: who hears of what, and how each of them does."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.domain.endpoint import Endpoint, EndpointState
from shared.kernel.cause import job_cause
from shared.kernel.errors import AlreadyHandledError, StaleError
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec
from shared.runtime.store.driver import unavailable_when_unanswered

ENDPOINTS = "endpoints"
_TRIES: Final = 5


class MongoReceivers:
    """Reads the aggregates, and tells them what a sender saw."""

    def __init__(self, store: MongoStore, kept: Aggregates[Endpoint] | None = None) -> None:
        self._kept = kept or store.aggregates(ENDPOINTS, Endpoint, path_of=lambda endpoint: endpoint.unit_path)
        self._rows = store.rows(ENDPOINTS)
        self._codec = Codec(Endpoint)

    async def find(self, endpoint_id: UUID) -> Endpoint | None:
        """As the port says."""
        stored = await self._kept.find(endpoint_id)
        return None if stored is None else stored.thing

    async def hearing(self, kind: str, unit_path: Collection[str]) -> Sequence[Endpoint]:
        """As the port says."""
        wanted = {"state.state": EndpointState.ACTIVE, "state.kinds": kind}
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted).to_list(None)
        endpoints = (self._codec.thing_of(document) for document in found)
        return [endpoint for endpoint in endpoints if endpoint.hears(kind, unit_path)]

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
                endpoint = await self._kept.get(endpoint_id, cause)
                await self._kept.save(change(endpoint), emits=(), because_of=cause)
            except AlreadyHandledError:
                return
            except StaleError:
                continue
            return
