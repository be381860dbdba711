"""The outboxes of all aggregates of a service, for the relay: what is owed, what was published, who polls."""

from collections import OrderedDict
from collections.abc import Collection as Names
from collections.abc import Sequence
from uuid import UUID

from pymongo.write_concern import WriteConcern

from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.store.driver import Database, Document, unavailable_when_unanswered
from shared.runtime.store.writes import entries_of

_HOMES = 50_000
PENDING = {"outbox.at": {"$exists": True}}
"""The condition of the outbox index: a query without it would not use the index."""


class Outboxes:
    """Reads and clears the outboxes of the declared collections."""

    def __init__(self, database: Database, collections: Names[str]) -> None:
        self._database = database
        self._collections = collections
        self._homes: OrderedDict[str, str] = OrderedDict()

    def settle(self, collection: str, entries: Sequence[OutboxEntry]) -> None:
        """Remember where the entries are kept, so that clearing them asks one collection."""
        for key in {entry.key for entry in entries}:
            self._homes[key] = collection
            self._homes.move_to_end(key)
        while len(self._homes) > _HOMES:
            self._homes.popitem(last=False)

    async def pending(self, limit: int) -> list[OutboxEntry]:
        """All entries of at most `limit` aggregates, oldest first, each outbox whole and in its order.

        Raises: UnavailableError.
        """
        documents: list[tuple[str, Document]] = []
        for name in self._collections:
            cursor = self._database[name].find(PENDING, {"outbox": 1}, batch_size=limit).sort("outbox.at", 1)
            with unavailable_when_unanswered():
                documents += [(name, document) for document in await cursor.limit(limit).to_list(None)]
        documents.sort(key=lambda found: min(kept["at"] for kept in found[1]["outbox"]))
        entries: list[OutboxEntry] = []
        for name, document in documents[:limit]:
            owed = entries_of(document)
            self.settle(name, owed)
            entries += owed
        return entries

    async def clear(self, entries: Sequence[OutboxEntry]) -> None:
        """Take published entries out. Not journalled: losing one only makes a duplicate. Raises: UnavailableError."""
        by_key: dict[str, list[UUID]] = {}
        for entry in entries:
            by_key.setdefault(entry.key, []).append(entry.id)
        statements: dict[str, list[Document]] = {}
        for key, ids in by_key.items():
            statement = {"q": {"_id": UUID(key)}, "u": {"$pull": {"outbox": {"id": {"$in": ids}}}}}
            home = self._homes.pop(key, None)
            for name in self._collections if home is None else (home,):
                statements.setdefault(name, []).append(statement)
        for name, updates in statements.items():
            await self._clear(name, updates)

    async def _clear(self, name: str, updates: Sequence[Document]) -> None:
        with unavailable_when_unanswered():
            await self._database.command(
                {"update": name, "updates": updates, "ordered": False, "writeConcern": WriteConcern(w=1).document}
            )
