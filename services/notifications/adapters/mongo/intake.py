"""What clients sent: batches, their places, and what each name led to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from pymongo import ReturnDocument
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.notifications.domain.item import (
    Batch,
    Intake,
    Item,
    ItemKind,
    ItemOutcome,
    ItemResult,
    Line,
    intake_of,
)
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

BATCHES, LINES, INTAKES = "jobs", "job_items", "intakes"
IS_RUNNING: Document = {"is_running": True}
IS_OPEN: Document = {"is_open": True}
_TAKEN = 11000
_AT_ONCE = 500
_RESULT: TypeAdapter[ItemResult] = TypeAdapter(ItemResult)


class MongoBatches:
    """One document a batch, one a place. A place is open until it has an answer; then what it said is taken away."""

    def __init__(self, store: MongoStore) -> None:
        self._batches, self._lines = store.rows(BATCHES), store.rows(LINES)

    async def keep(self, batch: Batch, lines: Sequence[Line]) -> None:
        """As the port says. The batch itself comes last: nobody works at one that is not whole."""
        document = asdict(batch)
        del document["id"], document["done"]
        document |= {"_id": batch.id, "kind": batch.kind.value, "is_running": True, "due_at": batch.created_at}
        with unavailable_when_unanswered():
            for begin in range(0, len(lines), _AT_ONCE):
                await self._keep([_place(batch, line) for line in lines[begin : begin + _AT_ONCE]])
            try:
                await self._batches.insert_one({**document, "token": None})
            except DuplicateKeyError:
                return

    async def _keep(self, places: Sequence[Document]) -> None:
        try:
            await self._lines.insert_many(places, ordered=False)
        except BulkWriteError as error:
            if any(one["code"] != _TAKEN for one in (error.details or {}).get("writeErrors", ())):
                raise

    async def find(self, batch_id: UUID) -> Batch | None:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._batches.find_one({"_id": batch_id})
            if found is None:
                return None
            left = await self._lines.count_documents({"batch_id": batch_id, **IS_OPEN}) if found["is_running"] else 0
        return Batch(
            id=batch_id,
            client_ref=found["client_ref"],
            kind=ItemKind(found["kind"]),
            is_trial=found["is_trial"],
            count=found["count"],
            created_at=found["created_at"],
            done=found["count"] - left,
            finished_at=found["finished_at"],
        )

    async def due(self, now: datetime, limit: int) -> Sequence[UUID]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = self._batches.find({**IS_RUNNING, "due_at": {"$lte": now}}, {"_id": 1})
            return [document["_id"] for document in await found.sort("due_at", 1).limit(limit).to_list(None)]

    async def lease(self, batch_id: UUID, token: str, now: datetime, until: datetime) -> bool:
        """As the port says."""
        free = {"_id": batch_id, **IS_RUNNING, "$or": [{"due_at": {"$lte": now}}, {"token": token}]}
        with unavailable_when_unanswered():
            taken = await self._batches.update_one(free, {"$set": {"token": token, "due_at": until}})
        return bool(taken.matched_count)

    async def give_back(self, batch_id: UUID, token: str, until: datetime) -> None:
        """As the port says."""
        mine = {"_id": batch_id, **IS_RUNNING, "token": token}
        with unavailable_when_unanswered():
            await self._batches.update_one(mine, {"$set": {"token": None, "due_at": until}})

    async def open_lines(self, batch_id: UUID, since: int, limit: int) -> Sequence[Line]:
        """As the port says."""
        wanted = {"batch_id": batch_id, **IS_OPEN, "index": {"$gte": since}}
        with unavailable_when_unanswered():
            found = self._lines.find(wanted).sort("index", 1).limit(limit)
            return [_line(document) for document in await found.to_list(None)]

    async def tried(self, batch_id: UUID, index: int) -> int:
        """As the port says."""
        place = {"_id": _line_id(batch_id, index), **IS_OPEN}
        with unavailable_when_unanswered():
            found = await self._lines.find_one_and_update(
                place, {"$inc": {"tries": 1}}, projection={"tries": 1}, return_document=ReturnDocument.AFTER
            )
        return int(found["tries"]) if found else 0

    async def answer(self, batch_id: UUID, index: int, result: ItemResult) -> None:
        """As the port says."""
        change = {"$set": {"is_open": False, "result": _written(result)}, "$unset": {"body": ""}}
        with unavailable_when_unanswered():
            await self._lines.update_one({"_id": _line_id(batch_id, index), **IS_OPEN}, change)

    async def outcomes(self, batch_id: UUID) -> Mapping[ItemOutcome, int]:
        """As the port says."""
        pipeline: list[Document] = [
            {"$match": {"batch_id": batch_id, "is_open": False}},
            {"$group": {"_id": "$result.outcome", "count": {"$sum": 1}}},
        ]
        with unavailable_when_unanswered():
            found = await self._lines.aggregate(pipeline).to_list(None)
        return {ItemOutcome(each["_id"]): each["count"] for each in found}

    async def finish(self, batch_id: UUID, at: datetime) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            change = {"$set": {"is_running": False, "finished_at": at, "token": None}}
            await self._batches.update_one({"_id": batch_id, **IS_RUNNING}, change)

    async def lines(self, batch_id: UUID, since: int, limit: int) -> Sequence[Line]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = self._lines.find({"batch_id": batch_id, "index": {"$gte": since}}).sort("index", 1).limit(limit)
            lines = [_line(document) for document in await found.to_list(None)]
        first_open = next((place for place, line in enumerate(lines) if line.result is None), len(lines))
        return lines[:first_open]


class MongoIntakes:
    """What each name led to, one guarded update a step."""

    def __init__(self, store: MongoStore) -> None:
        self._kept: Aggregates[Intake] = store.aggregates(INTAKES, Intake)

    async def find(self, client_ref: str, kind: ItemKind, external_id: str) -> Intake:
        """As the port says."""
        new = intake_of(client_ref, kind, external_id)
        stored = await self._kept.find(new.id)
        return new if stored is None else stored.thing

    async def save(self, intake: Intake, because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(intake, because_of=because_of)


def _line_id(batch_id: UUID, index: int) -> UUID:
    return id_from("batch_line", batch_id, index)


def _place(batch: Batch, line: Line) -> Document:
    document: dict[str, Any] = {
        "_id": _line_id(batch.id, line.index),
        "batch_id": batch.id,
        "index": line.index,
        "external_id": line.external_id,
        "is_open": line.result is None,
        "created_at": batch.created_at,
    }
    if line.item is not None and line.result is None:
        document["body"] = dict(line.item.body)
    if line.result is not None:
        document["result"] = _written(line.result)
    return document


def _line(document: Document) -> Line:
    item = Item(document["external_id"], document["body"]) if "body" in document else None
    result = _RESULT.validate_python(document["result"], strict=False) if "result" in document else None
    return Line(document["index"], document["external_id"], item, result)


def _written(result: ItemResult) -> Document:
    written: Document = _RESULT.dump_python(result, mode="json")
    return written
