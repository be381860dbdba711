"""The inboxes of one kind of aggregates, for the job that takes out what no repeat can ask for any more."""

from collections.abc import Collection as Many
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

LARGE = 1_000
"""Entries from which on an inbox alarms."""

PRUNABLE = {"closed_at": {"$exists": True}, "inbox.src": {"$exists": True}}
IS_LARGE = {f"inbox.{LARGE - 1}.k": {"$exists": True}}
PRUNABLE_INDEX, LARGE_INDEX = "prunable inboxes", "large inboxes"


@dataclass(frozen=True, slots=True)
class Entry:
    """A handled cause, and the `topic/partition/offset` it came from, empty for commands and jobs."""

    cause_id: UUID
    source: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """The causes that one aggregate handled, and since when it is closed."""

    id: UUID
    closed_at: datetime
    entries: Sequence[Entry]


class Inboxes:
    """All inboxes of a collection."""

    def __init__(self, collection: Collection) -> None:
        self.name: str = collection.name
        self._collection = collection

    async def closed_between(self, after: datetime, before: datetime, limit: int) -> Sequence[Inbox]:
        """Inboxes with entries from the bus, of aggregates closed from one instant until before another, oldest first.

        Raises: UnavailableError.
        """
        wanted = {"closed_at": {"$gte": after, "$lt": before}, "inbox.src": {"$exists": True}}
        cursor = self._collection.find(wanted, {"closed_at": 1, "inbox": 1}).sort("closed_at", 1)
        with unavailable_when_unanswered():
            return [_inbox(document) for document in await cursor.limit(limit).to_list(limit)]

    async def forget(self, inbox: Inbox, causes: Many[UUID]) -> None:
        """Take causes out, unless the aggregate has been saved since it was read. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._collection.update_one(
                {"_id": inbox.id, "closed_at": inbox.closed_at}, {"$pull": {"inbox": {"k": {"$in": list(causes)}}}}
            )

    async def largest(self) -> int:
        """The length of the longest inbox that has at least `LARGE` entries, else 0. Raises: UnavailableError."""
        length = {"$group": {"_id": None, "most": {"$max": {"$size": "$inbox"}}}}
        with unavailable_when_unanswered():
            found = await self._collection.aggregate([{"$match": IS_LARGE}, length], hint=LARGE_INDEX).to_list(1)
        return int(found[0]["most"]) if found else 0


def _inbox(document: Document) -> Inbox:
    entries = [Entry(entry["k"], entry.get("src", "")) for entry in document["inbox"]]
    return Inbox(document["_id"], document["closed_at"], entries)
