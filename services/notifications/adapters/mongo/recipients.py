"""How far each person has read, and by which keys each is reached."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

RECIPIENTS = "recipients"
_KEPT_FOR: Final = timedelta(hours=1)
"""A visit with the same keys is written down again after this time only."""


class MongoRecipients:
    """One document a person with a watermark that only grows."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(RECIPIENTS)

    async def read_up_to(self, ref: str) -> int:
        """The number of the last item that counts as read."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"_id": recipient_id(ref)}, {"read_up_to": 1})
        return int(found.get("read_up_to", 0)) if found else 0

    async def mark_read(self, ref: str, up_to: int) -> None:
        """Move the watermark forward; one that stands further stays. Raises: UnavailableError."""
        change = {"$max": {"read_up_to": up_to}, "$setOnInsert": {"ref": ref}}
        with unavailable_when_unanswered():
            await self._collection.update_one({"_id": recipient_id(ref)}, change, upsert=True)

    async def seen(self, ref: str, keys: Collection[str], now: datetime) -> None:
        """Keep by which keys somebody is reached, as of this visit. Raises: UnavailableError."""
        name, held = recipient_id(ref), sorted(keys)
        with unavailable_when_unanswered():
            known = {"_id": name, "keys": held, "seen_at": {"$gt": now - _KEPT_FOR}}
            if await self._collection.find_one(known, {"_id": 1}) is None:
                change = {"$set": {"keys": held, "seen_at": now}, "$setOnInsert": {"ref": ref}}
                await self._collection.update_one({"_id": name}, change, upsert=True)


def recipient_id(ref: str) -> UUID:
    """Under which a person is kept here; it says nothing of who that is to one who does not know the ref."""
    return id_from("recipient", ref)
