"""The outboxes of all aggregates of a service, for the relay: what is owed, what was published, who polls."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from uuid import UUID

from bson import Binary

from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.store.codec import binary
from shared.runtime.store.driver import CODEC, Database, Document, unavailable_when_unanswered
from shared.runtime.store.writes import entries_of

_HOMES = 50_000
PENDING = {"outbox.at": {"$exists": True}}
"""The condition of the outbox index: a query without it would not use the index."""


class Outboxes:
    """Reads and clears the outboxes of the declared collections; `keys` names the field with the aggregate's id."""

    def __init__(self, database: Database, keys: Mapping[str, str]) -> None:
        self._database = database
        self._keys = keys
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
        for name, field in self._keys.items():
            cursor = self._database[name].find(PENDING, {"outbox": 1, field: 1}, batch_size=limit).sort("outbox.at", 1)
            with unavailable_when_unanswered():
                documents += [(name, document) for document in await cursor.limit(limit).to_list(None)]
        documents.sort(key=lambda found: min(kept["at"] for kept in found[1]["outbox"]))
        entries: list[OutboxEntry] = []
        for name, document in documents[:limit]:
            owed = entries_of(document, self._keys[name])
            self.settle(name, owed)
            entries += owed
        return entries

    async def clear(self, entries: Sequence[OutboxEntry]) -> None:
        """Take published entries out. Not journalled: losing one only makes a duplicate. Raises: UnavailableError."""
        by_key: dict[str, list[Binary]] = {}
        for entry in entries:
            by_key.setdefault(entry.key, []).append(binary(entry.id))
        statements: dict[str, list[Document]] = {}
        for key, ids in by_key.items():
            home = self._homes.get(key)
            for name in self._keys if home is None else (home,):
                query: Document = {self._keys[name]: binary(UUID(key))}
                statements.setdefault(name, []).append({"q": query, "u": {"$pull": {"outbox": {"id": {"$in": ids}}}}})
        for name, updates in statements.items():
            await self._clear(name, updates)

    async def _clear(self, name: str, updates: Sequence[Document]) -> None:
        with unavailable_when_unanswered():
            await self._database.command(
                {"update": name, "updates": updates, "ordered": False, "writeConcern": {"w": 1}}, codec_options=CODEC
            )
