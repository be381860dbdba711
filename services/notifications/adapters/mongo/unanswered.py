"""Deliveries of which nobody knows the end, and those that were given up and have another way."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pymongo import ReplaceOne

from services.notifications.adapters.mongo.deliveries import DELIVERIES, HAS_BEGUN, delivery_in, document_of
from services.notifications.domain.delivery import OPEN, Backlog, Delivery, State
from services.notifications.domain.quiet import QUIETED
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

IS_UNKNOWN: Document = {"state": State.UNKNOWN}
PASSES_ON: Document = {"passes_on": True}


class MongoUnanswered:
    """The same rows as a sender's, by other questions."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(DELIVERIES)

    async def broken_off(self, now: datetime, limit: int) -> Sequence[Delivery]:
        """As the port says. Raises: UnavailableError."""
        return await self._found({"is_open": True, "next_at": {"$lte": now}, **HAS_BEGUN}, limit)

    async def owing(self, limit: int) -> Sequence[Delivery]:
        """As the port says. Raises: UnavailableError."""
        # The order is what makes MongoDB take the index: it holds no other rows than these.
        return await self._found(PASSES_ON, limit, sort=(("target", 1),))

    async def passed_on(self, delivery_id: UUID) -> None:
        """As the port says. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.update_one({"_id": delivery_id, **PASSES_ON}, {"$unset": PASSES_ON})

    async def unknown(self, limit: int) -> Sequence[Delivery]:
        """As the port says. Raises: UnavailableError."""
        return await self._found(IS_UNKNOWN, limit, sort=(("ended_at", 1),))

    async def backlog(self, limit: int) -> Backlog:
        """As the port says. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            ended = self._collection.find(IS_UNKNOWN, {"ended_at": 1}).sort("ended_at", 1).limit(limit)
            found = await ended.to_list(None)
        return Backlog(len(found), found[0]["ended_at"] if found else None)

    async def open_pushes(self, before: datetime, limit: int) -> Sequence[Delivery]:
        """As the port says. Raises: UnavailableError."""
        rings = {"channel": {"$in": sorted(QUIETED)}, "created_at": {"$lt": before}}
        return await self._found({"is_open": True, "state": {"$in": sorted(OPEN)}, **rings}, limit)

    async def leave(self, deliveries: Sequence[Delivery]) -> None:
        """As the port says. Raises: UnavailableError."""
        changes = [ReplaceOne({"_id": each.id, "is_open": True}, document_of(each)) for each in deliveries]
        with unavailable_when_unanswered():
            await self._collection.bulk_write(changes, ordered=False)

    async def answer(self, delivery: Delivery, since: datetime) -> bool:
        """As the port says. Raises: UnavailableError."""
        document = document_of(delivery)
        asked = {"_id": document["_id"], "ended_at": since, **IS_UNKNOWN}
        with unavailable_when_unanswered():
            changed = await self._collection.replace_one(asked, document)
        return bool(changed.matched_count)

    async def _found(
        self, query: Document, limit: int, sort: Sequence[tuple[str, int]] | None = None
    ) -> Sequence[Delivery]:
        with unavailable_when_unanswered():
            found = await self._collection.find(query, sort=sort).limit(limit).to_list(None)
        return [delivery_in(document) for document in found]
