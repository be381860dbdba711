"""Endpoints on MongoDB: one document each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from services.notifications.adapters.mongo.rows import TOGETHER
from services.notifications.domain.endpoint import SENT_TO, Endpoint
from services.notifications.usecases.endpoint.ports import EndpointReader
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import StaleError, TakenError
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec
from shared.runtime.store.driver import Document, unavailable_when_unanswered
from shared.runtime.store.gatherer import Gatherer

ENDPOINTS = "endpoints"
ONE_SLOT = "one_slot_one_endpoint"
_MOST_REMEMBERED = 4096
HAS_SLOT: Document = {"state.slot": {"$gt": 0}}
HEARS: Document = {"state.state": {"$in": sorted(SENT_TO)}}

_Happened = tuple[str, tuple[str, ...]]
"""A kind of event, and the path of the unit where it happened."""


class MongoEndpoints:
    """Where endpoints are kept."""

    def __init__(self, store: MongoStore) -> None:
        self._kept: Aggregates[Endpoint] = store.aggregates(
            ENDPOINTS, Endpoint, path_of=lambda one: one.unit_path, own_of=lambda one: (one.client_ref,)
        )
        self._rows = store.rows(ENDPOINTS)
        self._codec = Codec(Endpoint)
        self._hearing = Gatherer(self._hearing_all, TOGETHER)
        self._read: dict[UUID, Endpoint] = {}

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
        """As the port says. Of what is asked in one moment, all who may hear of any are read once."""
        happened = kind, tuple(unit_path)
        return await self._hearing.ask(happened, key=happened, size=1, urgent=False)

    async def _hearing_all(self, happened: Sequence[_Happened]) -> Sequence[Sequence[Endpoint]]:
        near = {"$in": sorted({code for _, path in happened for code in path})}
        wanted = {
            **HEARS,
            "state.kinds": {"$in": sorted({kind for kind, _ in happened})},
            "$or": [{"state.units": near}, {"state.units": [], "state.unit_id": near}],
        }
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted).to_list(None)
        near_to: dict[str, list[Endpoint]] = {}
        for endpoint in map(self._thing_of, found):
            for code in endpoint.units or (endpoint.unit_id,):
                near_to.setdefault(code, []).append(endpoint)
        return [_hearing(near_to, *one) for one in happened]

    def _thing_of(self, document: Document) -> Endpoint:
        """One that was read before in this version is the same."""
        read = self._read.get(document["_id"])
        if read is None or read.version != document["version"]:
            if len(self._read) >= _MOST_REMEMBERED:
                self._read.clear()
            read = self._read[document["_id"]] = self._codec.thing_of(document)
        return read

    async def in_use_of(self, client_ref: str) -> Sequence[Endpoint]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = self._rows.find({"state.client_ref": client_ref, **HAS_SLOT}).sort([("state.slot", 1)])
            return [self._codec.thing_of(document) for document in await found.to_list(None)]

    async def counted_of(self, client_ref: str, since: datetime) -> Sequence[Endpoint]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find(counted(client_ref, since)).to_list(None)
        return [self._codec.thing_of(document) for document in found]

    async def ending(self, at: datetime, limit: int) -> Sequence[Endpoint]:
        """As the port says."""
        # As the codec writes instants of whole seconds, which ends of certificates are.
        due: Document = {"state.says_end_at": {"$lte": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}, **HAS_SLOT}
        with unavailable_when_unanswered():
            found = self._rows.find(due).sort([("state.says_end_at", 1)]).limit(limit)
            return [self._codec.thing_of(document) for document in await found.to_list(None)]

    async def seen(self, by: EndpointReader, limit: int) -> Sequence[Endpoint]:
        """As the port says."""
        own: Document = {"state.client_ref": by.client_ref, "state.unit_path": {"$in": sorted(by.own_places)}}
        wanted: Document = {"$or": [own, {"state.unit_path": {"$in": sorted(by.places)}}]}
        with unavailable_when_unanswered():
            found = self._rows.find(wanted).sort([("created_at", -1)]).limit(limit)
            return [self._codec.thing_of(document) for document in await found.to_list(None)]


def counted(client_ref: str, since: datetime) -> Document:
    """Those of a client that are in use or changed since. Each half by an index of its own."""
    own: Document = {"state.client_ref": client_ref}
    return {"$or": [{**own, **HAS_SLOT}, {**own, "updated_at": {"$gte": since}}]}


def _hearing(near_to: Mapping[str, Sequence[Endpoint]], kind: str, unit_path: Sequence[str]) -> Sequence[Endpoint]:
    near = {each.id: each for code in unit_path for each in near_to.get(code, ())}
    return [each for each in near.values() if each.hears(kind, unit_path)]
