"""How far each person has read."""

from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

RECIPIENTS = "recipients"


class MongoRecipients:
    """One document a person with a watermark that only grows."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(RECIPIENTS)

    async def read_up_to(self, ref: str) -> int:
        """The number of the last item that counts as read."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"_id": id_from("recipient", ref)}, {"read_up_to": 1})
        return int(found["read_up_to"]) if found else 0

    async def mark_read(self, ref: str, up_to: int) -> None:
        """Move the watermark forward; one that stands further stays. Raises: UnavailableError."""
        change = {"$max": {"read_up_to": up_to}, "$setOnInsert": {"ref": ref}}
        with unavailable_when_unanswered():
            await self._collection.update_one({"_id": id_from("recipient", ref)}, change, upsert=True)
