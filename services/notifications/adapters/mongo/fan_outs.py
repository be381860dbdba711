"""Messages for many, one row each with how far it has come."""

from collections.abc import Sequence

from services.notifications.adapters.mongo.events import addressed_of
from services.notifications.adapters.mongo.plain import plain
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
        """As the port says. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            found = self._collection.find(GOES_ON).sort([("presses", -1), ("kept_at", 1)]).limit(limit)
            return [_fan_out(document) for document in await found.to_list(None)]

    async def decide(self, job: FanOut) -> FanOut:
        """As the port says. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.update_one(_undecided(job), {"$set": {"page": plain(job.page), "last": job.last}})
            document = await self._collection.find_one({"_id": job.id})
        return job if document is None else _fan_out(document)

    async def move(self, job: FanOut) -> bool:
        """As the port says. Raises: UnavailableError."""
        here, moved = {"_id": job.id, "after": job.after}, job.moved
        further = {"after": moved.after, "page": plain(moved.page), "last": moved.last}
        with unavailable_when_unanswered():
            result = await self._collection.update_one(here, {"$set": further})
        return bool(result.matched_count)

    async def finish(self, job: FanOut) -> None:
        """As the port says. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.update_one(_undecided(job), {"$set": {"is_open": False}})

    async def give_up(self, job: FanOut) -> None:
        """As the port says. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.update_one({"_id": job.id}, {"$set": {"is_open": False}})


def _undecided(job: FanOut) -> Document:
    return {"_id": job.id, "after": job.after, "last": {"$in": ["", None]}}


def _document(job: FanOut) -> Document:
    document = plain(job)
    return {"_id": document.pop("id"), **document, **GOES_ON}


def _fan_out(document: Document) -> FanOut:
    said = {name: document[name] for name in ("event_id", "message", "kept_at", "after")}
    page = tuple(addressed_of(one) for one in document.get("page", ()))
    how = {name: document[name] for name in ("last", "presses") if name in document}
    return FanOut(document["_id"], **said, page=page, **how)
