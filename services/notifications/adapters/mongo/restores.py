"""Restores that operators declared."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from services.notifications.adapters.mongo.rows import keep_new
from services.notifications.domain.restore import Restore
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

RESTORES: Final = "restores"


class MongoRestores:
    """A row each. The last cut-off is read once: a restore is declared before anything else of the house starts."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(RESTORES)
        self._cut_off: datetime | None = None
        self._is_read = False

    async def keep(self, restore: Restore) -> Restore:
        """As the port says. Raises: UnavailableError."""
        document = asdict(restore)
        document["_id"] = document.pop("id")
        await keep_new(self._collection, [document])
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"_id": restore.id})
        self._is_read = False
        return _restore(found) if found else restore

    async def cut_off(self) -> datetime | None:
        """As the port says. Raises: UnavailableError."""
        if not self._is_read:
            with unavailable_when_unanswered():
                found = await self._collection.find_one({}, {"cut_off": 1}, sort=[("cut_off", -1)])
            self._cut_off, self._is_read = found["cut_off"] if found else None, True
        return self._cut_off


def _restore(document: Document) -> Restore:
    fields = dict(document)
    return Restore(id=fields.pop("_id"), **fields)
