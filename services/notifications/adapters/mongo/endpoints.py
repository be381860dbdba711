"""Endpoints on MongoDB: one document each."""

from collections.abc import Collection, Sequence
from uuid import UUID

from services.notifications.domain.endpoint import SENT_TO, Endpoint
from services.notifications.usecases.endpoint.ports import EndpointReader
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import StaleError, TakenError
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec
from shared.runtime.store.driver import Document, unavailable_when_unanswered

ENDPOINTS = "endpoints"
ONE_SLOT = "one_slot_one_endpoint"
HAS_SLOT: Document = {"state.slot": {"$gt": 0}}
HEARS: Document = {"state.state": {"$in": sorted(SENT_TO)}}


class MongoEndpoints:
    """Where endpoints are kept."""

    def __init__(self, store: MongoStore) -> None:
        self._kept: Aggregates[Endpoint] = store.aggregates(
            ENDPOINTS, Endpoint, path_of=lambda one: one.unit_path, own_of=lambda one: (one.client_ref,)
        )
        self._rows = store.rows(ENDPOINTS)
        self._codec = Codec(Endpoint)

    async def unseen(self, endpoint_id: UUID, cause: Cause) -> None:
        """As the port says."""
        if await self._kept.find(endpoint_id) is not None:
            await self._kept.get(endpoint_id, cause)

    async def get(self, endpoint_id: UUID, cause: Cause) -> Endpoint:
        """As the port says."""
        return await self._kept.get(endpoint_id, cause)

    async def find(self, endpoint_id: UUID) -> Endpoint | None:
        """As the port says."""
        stored = await self._kept.find(endpoint_id)
        return None if stored is None else stored.thing

    async def save(self, endpoint: Endpoint, *, emits: Sequence[Event] = (), because_of: Cause) -> bool:
        """As the port says. A slot that another command took meanwhile: decide again."""
        try:
            return await self._kept.save(endpoint, emits=emits, because_of=because_of)
        except TakenError as error:
            if error.rule == ONE_SLOT:
                raise StaleError from error
            raise

    async def hearing(self, kind: str, unit_path: Collection[str]) -> Sequence[Endpoint]:
        """As the port says."""
        near = {"$in": sorted(unit_path)}
        wanted = {
            **HEARS,
            "state.kinds": kind,
            "$or": [{"state.units": near}, {"state.units": [], "state.unit_id": near}],
        }
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted).to_list(None)
        return [each for each in map(self._codec.thing_of, found) if each.hears(kind, unit_path)]

    async def in_use_of(self, client_ref: str) -> Sequence[Endpoint]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = self._rows.find({"state.client_ref": client_ref, **HAS_SLOT}).sort([("state.slot", 1)])
            return [self._codec.thing_of(document) for document in await found.to_list(None)]

    async def of_client(self, client_ref: str) -> Sequence[Endpoint]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = self._rows.find({"state.client_ref": client_ref}).sort([("created_at", 1)])
            return [self._codec.thing_of(document) for document in await found.to_list(None)]

    async def seen(self, by: EndpointReader, limit: int) -> Sequence[Endpoint]:
        """As the port says."""
        own: Document = {"state.client_ref": by.client_ref, "state.unit_path": {"$in": sorted(by.own_places)}}
        wanted: Document = {"$or": [own, {"state.unit_path": {"$in": sorted(by.places)}}]}
        with unavailable_when_unanswered():
            found = self._rows.find(wanted).sort([("created_at", -1)]).limit(limit)
            return [self._codec.thing_of(document) for document in await found.to_list(None)]
