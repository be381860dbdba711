"""What the gateway keeps: clients, the digests of their tokens, what was used once, and what was answered."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bson.binary import Binary
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.client import Client, Scope, client_id
from services.notifications.domain.idempotency import GIVEN_UP_AFTER, KEPT_FOR, Claim, Kept
from services.notifications.domain.unit_code import CodeHistory, UnitCode, code_id
from services.notifications.usecases.gateway.ports import Granted
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec
from shared.runtime.store.driver import unavailable_when_unanswered

CLIENTS, UNIT_CODES = "clients", "unit_codes"
CLIENT_TOKENS, NONCES, ANSWERS = "client_tokens", "nonces", "idempotency"


class MongoClients:
    """Each client by its name."""

    def __init__(self, store: MongoStore) -> None:
        self._kept: Aggregates[Client] = store.aggregates(CLIENTS, Client, path_of=lambda client: sorted(client.places))
        self._rows = store.rows(CLIENTS)
        self._codec = Codec(Client)

    async def find(self, ref: str) -> Client | None:
        """As the port says."""
        stored = await self._kept.find(client_id(ref))
        return None if stored is None else stored.thing

    async def get(self, ref: str, cause: Cause) -> Client:
        """As the port says."""
        return await self._kept.get(client_id(ref), cause)

    async def all(self, limit: int) -> Sequence[Client]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find({}).sort([("state.ref", 1)]).limit(limit).to_list(None)
        return [self._codec.thing_of(document) for document in found]

    async def mirrored(self) -> Sequence[Client]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find({"state.is_mirrored": True, "state.is_active": True}).to_list(None)
        return [self._codec.thing_of(document) for document in found]

    async def save(self, client: Client, because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(client, because_of=because_of)


class MongoUnitCodes:
    """The history of each code, one guarded update a change: no day of it gets two units."""

    def __init__(self, store: MongoStore) -> None:
        self._kept: Aggregates[CodeHistory] = store.aggregates(UNIT_CODES, CodeHistory)
        self._rows = store.rows(UNIT_CODES)
        self._codec = Codec(CodeHistory)

    async def find(self, scheme: str, value: str) -> CodeHistory:
        """As the port says."""
        stored = await self._kept.find(code_id(scheme, value))
        return CodeHistory(code_id(scheme, value), scheme, value) if stored is None else stored.thing

    async def of_units(self, unit_ids: Collection[str]) -> Sequence[UnitCode]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find({"state.rows.unit_id": {"$in": sorted(unit_ids)}}).to_list(None)
        rows = [row for document in found for row in self._codec.thing_of(document).rows if row.unit_id in unit_ids]
        return sorted(rows, key=lambda row: (row.scheme, row.valid_from, row.value))

    async def save(self, history: CodeHistory, because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(history, because_of=because_of)


class MongoClientTokens:
    """Digests of tokens, until they expire."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(CLIENT_TOKENS)

    async def put(self, digest: str, granted: Granted, expires_at: datetime) -> None:
        """As the port says."""
        document = {"_id": digest, "client": granted.client_ref, "scopes": sorted(granted.scopes)}
        with unavailable_when_unanswered():
            bound = {"bound_to": granted.bound_to} if granted.bound_to else {}
            await self._collection.insert_one(document | bound | {"made_at": granted.made_at, "expires_at": expires_at})

    async def find(self, digest: str, now: datetime) -> Granted | None:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"_id": digest, "expires_at": {"$gt": now}})
        if found is None:
            return None
        scopes = frozenset(Scope(scope) for scope in found["scopes"])
        return Granted(found["client"], scopes, found["made_at"], found.get("bound_to", ""))


class MongoNonces:
    """The first insert wins."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(NONCES)

    async def use(self, kind: str, client_ref: str, nonce: str, until: datetime) -> bool:
        """As the port says."""
        with unavailable_when_unanswered():
            try:
                await self._collection.insert_one({"_id": id_from(kind, client_ref, nonce), "expires_at": until})
            except DuplicateKeyError:
                return False
        return True


class MongoAnswers:
    """One document a key; `bearer` is set while its request runs."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(ANSWERS)

    async def claim(self, claim: Claim) -> Kept | None:
        """As the port says."""
        taken = {"body_hash": claim.body_hash, "bearer": claim.bearer, "at": claim.at}
        abandoned = {"_id": claim.id, "bearer": {"$ne": None}, "at": {"$lt": claim.at - GIVEN_UP_AFTER}}
        abandoned |= {"body_hash": claim.body_hash}
        with unavailable_when_unanswered():
            try:
                await self._collection.insert_one(
                    {"_id": claim.id, **taken, "status": None, "body": b"", "expires_at": claim.at + KEPT_FOR}
                )
            except DuplicateKeyError:
                if (await self._collection.update_one(abandoned, {"$set": taken})).matched_count:
                    return None
            else:
                return None
            found = await self._collection.find_one({"_id": claim.id})
        return Kept(found["body_hash"], found["status"], bytes(found["body"])) if found else await self.claim(claim)

    async def settle(self, claim: Claim, status: int, body: bytes) -> None:
        """As the port says."""
        answer = {"status": status, "body": Binary(body), "bearer": None}
        with unavailable_when_unanswered():
            await self._collection.update_one({"_id": claim.id, "bearer": claim.bearer}, {"$set": answer})

    async def give_up(self, claim: Claim) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            await self._collection.delete_one({"_id": claim.id, "bearer": claim.bearer})
