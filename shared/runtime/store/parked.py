"""Records that could not be handled, byte for byte, until they are handled or an operator discards them."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from shared.runtime.bus.ports import ParkedRecord, ParkedState
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered
from shared.runtime.store.indexes import Index

PARKED = "parked"
_HOLDING = {"held": True}
_ORDER = (("group", 1), ("topic", 1), ("partition", 1), ("offset", 1))
PARKED_INDEX = Index(PARKED, _ORDER, name="held", partial=_HOLDING)


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

    async def held(self, group: str) -> Sequence[ParkedRecord]:
        """All records of a group that are not discarded, in the order of topic, partition and offset.

        Raises: UnavailableError.
        """
        return await self._found({"group": group, **_HOLDING})

    async def list(self, group: str | None = None, state: ParkedState | None = None) -> Sequence[ParkedRecord]:
        """Records for an operator, discarded ones included. Raises: UnavailableError."""
        wanted = {"group": group, "state": state.value if state is not None else None}
        return await self._found({name: value for name, value in wanted.items() if value is not None})

    async def find(self, record_id: UUID) -> ParkedRecord | None:
        """One record. Raises: UnavailableError."""
        found = await self._found({"_id": record_id})
        return found[0] if found else None

    async def count(self, group: str | None = None) -> int:
        """How many records are not discarded. Raises: UnavailableError."""
        wanted = _HOLDING if group is None else {"group": group, **_HOLDING}
        with unavailable_when_unanswered():
            return int(await self._collection.count_documents(wanted))

    async def change(self, record: ParkedRecord) -> None:
        """Keep another state, reason, error, tries and retry_at of a record, unless an operator has discarded it.

        Raises: UnavailableError.
        """
        document = _document(record)
        fields = ("state", "reason", "error", "tries", "retry_at", "held")
        await self._decide({"_id": record.id}, {field: document[field] for field in fields})

    async def retry(self, record_id: UUID) -> bool:
        """Let the owner of its partition try a record now; False when it is discarded, gone or being tried anyway.

        Raises: UnavailableError.
        """
        waits = {"state": {"$in": [ParkedState.PARKED.value, ParkedState.WAITING.value]}}
        return await self._decide({"_id": record_id, **waits}, {"state": ParkedState.RETRYING.value, "retry_at": None})

    async def discard(self, record_id: UUID) -> bool:
        """Let the queue of its key move without a record, whose bytes stay; False when it is discarded or gone.

        Raises: UnavailableError.
        """
        return await self._decide({"_id": record_id}, {"state": ParkedState.DISCARDED.value, "held": False})

    async def remove(self, record: ParkedRecord) -> None:
        """Forget a record that is handled; one that an operator has discarded stays. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.delete_one({"_id": record.id, **_HOLDING})

    async def remove_group(self, group: str) -> None:
        """Forget all records of a group that never becomes the living one. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.delete_many({"group": group})

    async def _decide(self, wanted: Document, fields: Document) -> bool:
        """What an operator discarded is never changed again, whatever runs at the same moment."""
        with unavailable_when_unanswered():
            result = await self._collection.update_one({**wanted, **_HOLDING}, {"$set": fields})
        return bool(result.matched_count)

    async def _found(self, wanted: Document) -> Sequence[ParkedRecord]:
        cursor = self._collection.find(wanted, batch_size=1_000).sort(list(_ORDER))
        with unavailable_when_unanswered():
            return [_record(document) for document in await cursor.to_list(None)]


def _document(record: ParkedRecord) -> Document:
    document: Document = asdict(record)
    document["_id"] = document.pop("id")
    document["headers"] = [list(header) for header in record.headers]
    document["state"] = record.state.value
    document["held"] = record.state is not ParkedState.DISCARDED
    return document


def _record(document: Document) -> ParkedRecord:
    fields = dict(document)
    del fields["held"]
    fields["id"] = fields.pop("_id")
    fields["headers"] = tuple((name, value) for name, value in document["headers"])
    fields["state"] = ParkedState(document["state"])
    return ParkedRecord(**fields)
