"""Events as they were heard, each with the plan that was made of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bson.errors import BSONError

from services.notifications.adapters.mongo.plain import plain
from services.notifications.adapters.mongo.rows import TOGETHER, keep_new
from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.channel import Channel
from services.notifications.domain.endpoint import Ordering
from services.notifications.domain.message import Message
from services.notifications.domain.preference import Level, Rhythm
from services.notifications.domain.record import Recorded, Target, Waiting
from services.notifications.domain.redrive import Behind
from services.notifications.domain.register import Draft
from services.notifications.usecases.ports import Heard
from shared.contracts.nominations import NominationSubmitted
from shared.kernel.errors import UnavailableError
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import UnkeepableError
from shared.runtime.store.driver import Document, unavailable_when_unanswered
from shared.runtime.store.gatherer import Gatherer

EVENTS = "events"
UNFINISHED: Document = {"is_planned": False, "waits_for_file": False}
ANNOUNCED: Document = {"entry.key": {"$exists": True}}
STILL_WAITING: Document = {"waits_for_file": True}
_MOST_COUNTED = 10_000
_FILE = ("subject_ref", "proposer_ref", "endorser_ref")


class MongoEvents:
    """Frozen but for one word: whether the plan is in the logs. What is asked in one moment is one statement."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(EVENTS)
        self._keeping = Gatherer(self._keep_all, TOGETHER)
        self._reading = Gatherer(self._read_all, TOGETHER)
        self._marking = Gatherer(self._mark_all, TOGETHER)

    async def keep(self, record: Recorded) -> Recorded:
        """Keep an event; one that was kept before is given back as it stands. Raises: UnavailableError."""
        return await self._keeping.ask(record, key=record.id, size=1, urgent=False)

    async def _keep_all(self, records: Sequence[Recorded]) -> Sequence[Recorded | Exception]:
        try:
            there = await keep_new(self._collection, [_document(record) for record in records])
        except (BSONError, OverflowError, UnicodeError) as error:
            raise UnkeepableError("an event holds what no document can") from error
        if not there:
            return records
        found = await self._read_all([record.id for record in records])
        return [_found(found[place]) if place in there else record for place, record in enumerate(records)]

    async def file_of(self, about_id: UUID) -> Mapping[str, Any]:
        """Subject, proposer and endorser of a nomination, empty when it was not heard of yet."""
        query = {"about_id": about_id, "kind": NominationSubmitted.type}
        with unavailable_when_unanswered():
            found = await self._collection.find_one(query, {f"facts.{name}": 1 for name in _FILE})
        return found["facts"] if found else {}

    async def settle(self, record: Recorded) -> Recorded:
        """Keep the plan of an event that waited for its file, and give the event as it stands: the first plan counts.

        Raises: UnavailableError.
        """
        document = _document(record)
        planned = {name: document[name] for name in ("messages", "people", "is_for_many")}
        change = {**planned, "waits_for_file": False}
        with unavailable_when_unanswered():
            await self._collection.update_one({"_id": record.id, "waits_for_file": True}, {"$set": change})
            found = await self._collection.find_one({"_id": record.id})
        return _record(found) if found else record

    async def unplanned_of(self, file_id: UUID, limit: int) -> Sequence[Recorded]:
        """The first events, in their order, that wait for this file or whose plan may be unfinished; not its own."""
        query = {"about_id": file_id, "is_planned": False, "kind": {"$ne": NominationSubmitted.type}}
        with unavailable_when_unanswered():
            found = await self._collection.find(query).sort("sequence", 1).limit(limit).to_list(None)
        return [_record(document) for document in found]

    async def still_waiting(self) -> Waiting:
        """How many events wait for their files, and since when. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            count = await self._collection.count_documents(STILL_WAITING, limit=_MOST_COUNTED)
            oldest = await self._collection.find_one(STILL_WAITING, sort=[("recorded_at", 1)])
        return Waiting(count, oldest["recorded_at"] if oldest else None)

    async def get(self, event_id: UUID) -> Recorded:
        """An event that is kept. Raises: KeyError, UnavailableError."""
        found = await self._reading.ask(event_id, key=event_id, size=1, urgent=False)
        if found is None:
            raise KeyError(event_id)
        return found

    async def _read_all(self, ids: Sequence[UUID]) -> Sequence[Recorded | None]:
        found = {each.id: each for each in await self.these(ids)}
        return [found.get(event_id) for event_id in ids]

    async def ids_about(self, about_id: UUID, *, except_kinds: Collection[str]) -> Sequence[UUID]:
        """All events that happened to one aggregate but those of some kinds. Raises: UnavailableError."""
        query = {"about_id": about_id, "kind": {"$nin": sorted(except_kinds)}}
        with unavailable_when_unanswered():
            found = await self._collection.find(query, {"_id": 1}).to_list(None)
        return [document["_id"] for document in found]

    async def is_told(self, about_id: UUID, kind: str) -> bool:
        """Whether an event of this kind happened to an aggregate. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            return await self._collection.find_one({"about_id": about_id, "kind": kind}, {"_id": 1}) is not None

    async def also_told(
        self, event_ids: Collection[UUID], kind: str, *, except_kinds: Collection[str]
    ) -> Collection[UUID]:
        """As the port says. Raises: UnavailableError."""
        others = {"_id": {"$in": list(event_ids)}, "kind": {"$nin": sorted(except_kinds)}}
        with unavailable_when_unanswered():
            found = await self._collection.find(others, {"about_id": 1}).to_list(None)
            about = {"about_id": {"$in": list({each["about_id"] for each in found})}, "kind": kind}
            told = {each["about_id"] for each in await self._collection.find(about, {"about_id": 1}).to_list(None)}
        return [each["_id"] for each in found if each["about_id"] in told]

    async def these(self, event_ids: Collection[UUID]) -> Sequence[Recorded]:
        """Those of the events that are kept, in no order. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            found = await self._collection.find({"_id": {"$in": list(event_ids)}}).to_list(None)
        return [_record(document) for document in found]

    async def heard(self, wanted: Heard, behind: Behind | None, limit: int) -> Sequence[Recorded]:
        """The announced events that were wanted, in the order of time. Raises: UnavailableError."""
        query = _heard(wanted)
        if behind is not None:
            later = {"recorded_at": {"$gt": behind.at}}
            query["$or"] = [later, {"recorded_at": behind.at, "_id": {"$gt": behind.id}}]
        with unavailable_when_unanswered():
            found = self._collection.find(query).sort([("recorded_at", 1), ("_id", 1)]).limit(limit)
            return [_record(document) for document in await found.to_list(None)]

    async def count_heard(self, wanted: Heard, limit: int) -> int:
        """How many there are, counted to a limit. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            return await self._collection.count_documents(_heard(wanted), limit=limit)

    async def addressed_to(self, event_ids: Collection[UUID], ref: str) -> Mapping[tuple[UUID, str], Addressed]:
        """What the plans of these events say of a person, by event and message. Raises: UnavailableError."""
        planned = {"$ifNull": ["$people", []]}
        his = {"$filter": {"input": planned, "as": "one", "cond": {"$eq": ["$$one.ref", ref]}}}
        pipeline: list[Document] = [{"$match": {"_id": {"$in": list(event_ids)}}}, {"$project": {"people": his}}]
        with unavailable_when_unanswered():
            found = await self._collection.aggregate(pipeline).to_list(None)
        return {(each["_id"], one["message"]): addressed_of(one) for each in found for one in each["people"]}

    async def mark_planned(self, event_id: UUID) -> None:
        """All that was planned stands in the logs. Raises: UnavailableError."""
        await self._marking.ask(event_id, key=event_id, size=1, urgent=False)

    async def _mark_all(self, ids: Sequence[UUID]) -> Sequence[None]:
        with unavailable_when_unanswered():
            await self._collection.update_many({"_id": {"$in": list(ids)}}, {"$set": {"is_planned": True}})
        return [None] * len(ids)

    async def unplanned(self, before: datetime, limit: int) -> Sequence[Recorded]:
        """Events kept before an instant with a plan that may be unfinished, oldest first; none that waits."""
        query = {**UNFINISHED, "recorded_at": {"$lt": before}}
        with unavailable_when_unanswered():
            found = await self._collection.find(query).sort("recorded_at", 1).limit(limit).to_list(None)
        return [_record(document) for document in found]


def _found(record: Recorded | None) -> Recorded | Exception:
    """What another call kept is readable when a majority has it."""
    return record if record is not None else UnavailableError("the event is not readable yet")


def _heard(wanted: Heard) -> Document:
    during = {"$gte": wanted.since, "$lt": wanted.until}
    near = {"kind": {"$in": sorted(wanted.kinds)}, "unit_path": {"$in": sorted(wanted.units)}}
    return {**ANNOUNCED, **near, "recorded_at": during}


def _document(record: Recorded) -> Document:
    document: Document = plain(record)
    document["_id"] = document.pop("id")
    return document


def _record(document: Document) -> Recorded:
    fields = dict(document)
    fields["id"] = fields.pop("_id")
    fields["unit_path"] = tuple(document["unit_path"])
    fields["messages"] = tuple(_message(message) for message in document["messages"])
    fields["entry"] = Draft(**document["entry"]) if document["entry"] else None
    fields["targets"] = tuple(_target(target) for target in document.get("targets", ()))
    fields["people"] = tuple(addressed_of(one) for one in document.get("people", ()))
    return Recorded(**fields)


def addressed_of(document: Document) -> Addressed:
    """What was decided of one reader."""
    enums = {
        "channel": Channel(document["channel"]),
        "fate": Fate(document["fate"]),
        "level": Level(document["level"]),
        "then": tuple(Channel(each) for each in document.get("then", ())),
        "rhythm": Rhythm(document.get("rhythm", Rhythm.DAILY)),
    }
    return Addressed(**{**document, **enums})


def _target(document: Document) -> Target:
    return Target(document["endpoint_id"], Ordering(document["ordering"]))


def _message(document: Document) -> Message:
    lists = {"audience": tuple(document["audience"]), "hidden_from": tuple(document["hidden_from"])}
    return Message(**{**document, **lists})
