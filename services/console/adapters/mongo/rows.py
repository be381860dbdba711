"""One guarded update a row: what arrives twice or late changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from pymongo.errors import DuplicateKeyError

from services.console.usecases.ports import Change, Some
from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, unavailable_when_unanswered

T = TypeVar("T")


class MongoRows:
    """Rows of one collection. Fields that a reader sees as mappings are kept as documents."""

    def __init__(self, store: MongoStore, collection: str) -> None:
        self._store = store
        self._name = collection

    @property
    def collection(self) -> Collection:
        """The rows of the generation that lives."""
        return self._store.rows(self._name)

    async def apply(self, row_id: UUID, change: Change) -> bool:
        """As the port says. An insert that loses against another source's first event is tried once more."""
        seen = f"seen.{change.source}"
        wanted = {"_id": row_id, "$or": [{seen: {"$lt": change.sequence}}, {seen: {"$exists": False}}]}
        update: dict[str, Any] = {"$set": {**change.fields, seen: change.sequence}}
        if change.line is not None:
            line = {"at": change.line.at, "event": change.line.event, "note": change.line.note}
            update["$push"] = {"timeline": line}
        with unavailable_when_unanswered():
            try:
                outcome = await self.collection.update_one(wanted, update, upsert=True)
            except DuplicateKeyError:
                outcome = await self.collection.update_one(wanted, update)
        reached(Failpoint.MID_FAN_OUT)
        return bool(outcome.matched_count or outcome.upserted_id)


async def found(
    rows: MongoRows, kind: TypeAdapter[T], wanted: Mapping[str, Any], *, sort: tuple[str, int]
) -> Sequence[T]:
    """All rows that match, as their kind. Raises: UnavailableError."""
    with unavailable_when_unanswered():
        documents = await rows.collection.find(dict(wanted)).sort([sort]).to_list(None)
    return [as_kind(kind, document) for document in documents]


async def some(
    rows: MongoRows, kind: TypeAdapter[T], wanted: Mapping[str, Any], *, sort: tuple[str, int], start: int, limit: int
) -> Some[T]:
    """Some rows that match, without timelines, and how many match. Rows of equal rank stand in the order of their ids.

    Ids run as the rank runs, so that an index of rank and id gives either direction.

    Raises: UnavailableError.
    """
    with unavailable_when_unanswered():
        total = await rows.collection.count_documents(dict(wanted))
        order = [sort, ("_id", sort[1])]
        cursor = rows.collection.find(dict(wanted), {"timeline": 0}).sort(order).skip(start).limit(limit)
        documents = await cursor.to_list(limit)
    return [as_kind(kind, document) for document in documents], total


async def one(rows: MongoRows, kind: TypeAdapter[T], wanted: Mapping[str, Any]) -> T | None:
    """The row that matches, if there is one. Raises: UnavailableError."""
    with unavailable_when_unanswered():
        document = await rows.collection.find_one(dict(wanted))
    return as_kind(kind, document) if document is not None else None


def as_kind(kind: TypeAdapter[T], document: Mapping[str, Any]) -> T:
    """A document as its frozen dataclass. Raises: ValidationError for a row nobody should have written."""
    return kind.validate_python({**document, "id": document["_id"]})


def in_places(places: Iterable[str], *fields: str, **also: Any) -> dict[str, Any]:
    """The condition that one of the places lies on one of the paths, and whatever else must hold of a row.

    That stands in each branch: beside `$or` it would keep the store from merging the branches in their order.
    """
    among = {"$in": sorted(places)}
    return {"$or": [{field: among, **also} for field in fields]}
