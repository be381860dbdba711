"""What waits for a digest, one row a message and reader."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from pymongo import UpdateOne

from services.notifications.adapters.mongo.rows import keep_new
from services.notifications.domain.channel import Channel
from services.notifications.domain.digest import Postponed
from services.notifications.domain.preference import Level, Rhythm
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

POSTPONED = "postponed"
WAITS: Document = {"waits": True}


class MongoPostponements:
    """A row waits until its digest is kept; then it stays, so that a repeated plan does not bring it back."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(POSTPONED)

    async def keep(self, items: Sequence[Postponed]) -> None:
        """Keep those that are not there yet. Raises: UnavailableError; the same again completes it."""
        await keep_new(self._collection, [_document(each) for each in items])

    async def due(self, now: datetime) -> Sequence[Postponed]:
        """All that waits for the next digest that is due, of one target by one way. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            first = await self._collection.find_one({**WAITS, "due_at": {"$lte": now}}, sort=[("due_at", 1)])
            if first is None:
                return ()
            together = {name: first[name] for name in ("due_at", "target", "channel")}
            found = await self._collection.find({**WAITS, **together}).to_list(None)
        return [_postponed(document) for document in found]

    async def close(self, ids: Collection[UUID]) -> None:
        """These came in a digest. Raises: UnavailableError; the same again completes it."""
        await self._change([{"_id": one} for one in ids], {"waits": False})

    async def put_off(self, ids: Collection[UUID], due_at: datetime) -> None:
        """These wait for another one. Raises: UnavailableError."""
        await self._change([{"_id": one, **WAITS} for one in ids], {"due_at": due_at})

    async def drop(self, event_ids: Collection[UUID]) -> None:
        """What waits of these events comes in none. Raises: UnavailableError; the same again completes it."""
        of_events = {"event_id": {"$in": list(event_ids)}, **WAITS}
        with unavailable_when_unanswered():
            found = await self._collection.find(of_events, {"_id": 1}).to_list(None)
        await self.close([document["_id"] for document in found])

    async def _change(self, which: Sequence[Document], fields: Document) -> None:
        if which:
            with unavailable_when_unanswered():
                await self._collection.bulk_write([UpdateOne(one, {"$set": fields}) for one in which], ordered=False)


def _document(item: Postponed) -> Document:
    document = asdict(item)
    return {"_id": document.pop("id"), **document, **WAITS}


def _postponed(document: Document) -> Postponed:
    fields = {name: value for name, value in document.items() if name not in {"_id", "waits"}}
    fields |= {"channel": Channel(document["channel"]), "level": Level(document["level"])}
    fields["rhythm"] = Rhythm(document.get("rhythm", Rhythm.DAILY))
    return Postponed(id=document["_id"], **fields)
