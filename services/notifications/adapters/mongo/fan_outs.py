"""Messages for many, one row each with how far it has come."""

from collections.abc import Sequence
from dataclasses import asdict

from services.notifications.adapters.mongo.rows import keep_new
from services.notifications.domain.fan_out import FanOut
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

FAN_OUTS = "fan_outs"
GOES_ON: Document = {"is_open": True}


class MongoFanOuts:
    """A row goes on until everybody is reached; a move counts only from where it was read."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(FAN_OUTS)

    async def keep(self, jobs: Sequence[FanOut]) -> None:
        """Keep those that are not there yet. Raises: UnavailableError; the same again completes it."""
        await keep_new(self._collection, [_document(each) for each in jobs])

    async def open(self, limit: int) -> Sequence[FanOut]:
        """Those that are not done, oldest first. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            found = await self._collection.find(GOES_ON).sort("kept_at", 1).limit(limit).to_list(None)
        return [_fan_out(document) for document in found]

    async def move(self, job: FanOut, after: str) -> bool:
        """It has come so far, unless somebody else moved it. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            moved = await self._collection.update_one({"_id": job.id, "after": job.after}, {"$set": {"after": after}})
        return bool(moved.matched_count)

    async def finish(self, job: FanOut) -> None:
        """All have been reached. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.update_one({"_id": job.id}, {"$set": {"is_open": False}})


def _document(job: FanOut) -> Document:
    document = asdict(job)
    return {"_id": document.pop("id"), **document, **GOES_ON}


def _fan_out(document: Document) -> FanOut:
    return FanOut(document["_id"], *(document[name] for name in ("event_id", "message", "kept_at", "after")))
