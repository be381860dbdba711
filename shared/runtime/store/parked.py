"""Records that could not be handled, byte for byte, until they are handled or an operator discards them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from shared.runtime.bus.ports import BEHIND, ParkedNote, ParkedRecord, ParkedState
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered
from shared.runtime.store.indexes import Index

PARKED = "parked"
MOST_OF_A_KEY = 500
"""So many records of one key are taken at once; seldom more than one is not behind another."""

_HOLDING = {"held": True}
_RETRIED = {"state": {"$in": [ParkedState.PARKED.value, ParkedState.WAITING.value]}}
_PLACE = (("group", 1), ("topic", 1), ("partition", 1), ("offset", 1))
_NO_BYTES = {"value": 0, "headers": 0}
_BY_URGENCY = (ParkedState.PARKED, ParkedState.RETRYING, ParkedState.WAITING, ParkedState.DISCARDED)

PARKED_INDEXES = (
    Index(PARKED, _PLACE, name="held", partial=_HOLDING),
    Index(PARKED, (("state", 1), *_PLACE), name="listed"),
    Index(PARKED, (("key", 1), ("reason", 1)), name="keyed", partial=_HOLDING),
    # Holds all that the owners of partitions ask each second, so that no record is touched.
    Index(PARKED, (("_id", 1), ("state", 1)), name="states"),
)


class MongoParkedRecords:
    """The parked records of one service."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def add(self, record: ParkedRecord) -> None:
        """Keep a record; one that is kept already stays as it is. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            try:
                await self._collection.insert_one(_document(record))
            except DuplicateKeyError:
                return

    async def held(self, group: str) -> Sequence[ParkedNote]:
        """All records of a group that are not discarded, in the order of topic, partition and offset.

        Raises: UnavailableError.
        """
        return await self._notes({"group": group, **_HOLDING}, 0)

    async def states(self, ids: Sequence[UUID]) -> Mapping[UUID, ParkedState]:
        """How these records stand; one that is gone is missing. Raises: UnavailableError."""
        cursor = self._collection.find({"_id": {"$in": list(ids)}}, {"state": 1}, batch_size=1_000)
        with unavailable_when_unanswered():
            return {row["_id"]: ParkedState(row["state"]) for row in await cursor.to_list(None)}

    async def list(
        self, limit: int, group: str | None = None, states: Sequence[ParkedState] = _BY_URGENCY
    ) -> Sequence[ParkedNote]:
        """At most so many records for an operator, those that wait for one first, discarded ones last.

        Raises: UnavailableError.
        """
        found: list[ParkedNote] = []
        for state in _BY_URGENCY:
            if state in states and len(found) < limit:
                found += await self._notes(_of(state, group), limit - len(found))
        return found

    async def tally(self, group: str | None = None) -> Mapping[ParkedState, int]:
        """How many records stand in each state. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            return {state: int(await self._collection.count_documents(_of(state, group))) for state in _BY_URGENCY}

    async def of_key(self, keys: Sequence[bytes | None]) -> Sequence[ParkedNote]:
        """The records of these keys that an operator can have tried again, at most `MOST_OF_A_KEY`.

        Raises: UnavailableError.
        """
        wanted = {"key": {"$in": list(keys)}, "reason": {"$ne": BEHIND}, **_RETRIED, **_HOLDING}
        return await self._notes(wanted, MOST_OF_A_KEY, hint="keyed")

    async def find(self, record_id: UUID) -> ParkedRecord | None:
        """One record with its bytes, discarded or not; None when it is gone. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            document = await self._collection.find_one({"_id": record_id})
        if document is None:
            return None
        headers = tuple((name, value) for name, value in document.pop("headers"))
        return ParkedRecord(value=document.pop("value"), headers=headers, **_fields(document))

    async def note(self, record_id: UUID) -> ParkedNote | None:
        """One record without its bytes, discarded or not; None when it is gone. Raises: UnavailableError."""
        found = await self._notes({"_id": record_id}, 1)
        return found[0] if found else None

    async def count(self, group: str | None = None) -> int:
        """How many records are not discarded. Raises: UnavailableError."""
        wanted = _HOLDING if group is None else {"group": group, **_HOLDING}
        with unavailable_when_unanswered():
            return int(await self._collection.count_documents(wanted))

    async def change(self, note: ParkedNote) -> None:
        """Keep another state, reason, error, tries and retry_at of a record, unless an operator has discarded it.

        Raises: UnavailableError.
        """
        document = _document(note)
        fields = ("state", "reason", "error", "tries", "retry_at", "held")
        await self._decide({"_id": note.id}, {field: document[field] for field in fields})

    async def retry(self, record_id: UUID) -> bool:
        """Let the owner of its partition try a record now; False when it is discarded, gone or being tried anyway.

        Raises: UnavailableError.
        """
        return await self._decide(
            {"_id": record_id, **_RETRIED}, {"state": ParkedState.RETRYING.value, "retry_at": None}
        )

    async def discard(self, record_id: UUID) -> bool:
        """Let the queue of its key move without a record, whose bytes stay; False when it is discarded or gone.

        Raises: UnavailableError.
        """
        return await self._decide({"_id": record_id}, {"state": ParkedState.DISCARDED.value, "held": False})

    async def remove(self, record_id: UUID) -> None:
        """Forget a record that is handled; one that an operator has discarded stays. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.delete_one({"_id": record_id, **_HOLDING})

    async def remove_group(self, group: str) -> None:
        """Forget all records of a group that never becomes the living one. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.delete_many({"group": group})

    async def _decide(self, wanted: Document, fields: Document) -> bool:
        """What an operator discarded is never changed again, whatever runs at the same moment."""
        with unavailable_when_unanswered():
            result = await self._collection.update_one({**wanted, **_HOLDING}, {"$set": fields})
        return bool(result.matched_count)

    async def _notes(self, wanted: Document, limit: int, hint: str | None = None) -> Sequence[ParkedNote]:
        """Records without their bytes, in the order of their places; all for a limit of 0."""
        cursor = self._collection.find(wanted, _NO_BYTES, sort=[*_PLACE], limit=limit, hint=hint, batch_size=1_000)
        with unavailable_when_unanswered():
            return [ParkedNote(**_fields(document)) for document in await cursor.to_list(None)]


def _of(state: ParkedState, group: str | None) -> Document:
    return {"state": state.value} if group is None else {"state": state.value, "group": group}


def _document(note: ParkedNote) -> Document:
    document: Document = asdict(note)
    document["_id"] = document.pop("id")
    if isinstance(note, ParkedRecord):
        document["headers"] = [list(header) for header in note.headers]
    document["state"] = note.state.value
    document["held"] = note.state is not ParkedState.DISCARDED
    return document


def _fields(document: Document) -> dict[str, Any]:
    """The fields of a note."""
    fields = {name: value for name, value in document.items() if name not in {"_id", "held"}}
    return {**fields, "id": document["_id"], "state": ParkedState(document["state"])}
