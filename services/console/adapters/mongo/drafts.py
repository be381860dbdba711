"""Acts not yet confirmed, on MongoDB; those that were sent leave a trace without words until the index clears it."""

from typing import Any

from pymongo.errors import DuplicateKeyError

from services.console.usecases.ports import Draft, Some
from shared.kernel.clock import Clock
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

DRAFTS = "drafts"


class MongoDrafts:
    """Drafts: `_id` is the key made when the form was drawn."""

    def __init__(self, store: MongoStore, clock: Clock) -> None:
        self._drafts = store.rows(DRAFTS)
        self._clock = clock

    async def keep(self, draft: Draft) -> None:
        """As the port says."""
        fields = {
            "values": dict(draft.values),
            "evidence": [dict(item) for item in draft.evidence],
            "done": dict(draft.done),
            "saved_at": self._clock(),
        }
        with unavailable_when_unanswered():
            try:
                wanted = {"_id": draft.key, "owner_ref": draft.owner_ref, "sent": None}
                await self._drafts.update_one(wanted, {"$set": fields}, upsert=True)
            except DuplicateKeyError:
                return

    async def find(self, key: str, owner_ref: str) -> Draft | None:
        """As the port says."""
        with unavailable_when_unanswered():
            document = await self._drafts.find_one({"_id": key, "owner_ref": owner_ref})
        return _draft(document) if document else None

    async def of(self, owner_ref: str, start: int, limit: int) -> Some[Draft]:
        """As the port says."""
        wanted = {"owner_ref": owner_ref, "sent": None}
        with unavailable_when_unanswered():
            total = await self._drafts.count_documents(wanted)
            cursor = self._drafts.find(wanted).sort([("saved_at", -1), ("_id", -1)]).skip(start).limit(limit)
            return [_draft(document) for document in await cursor.to_list(limit)], total

    async def close(self, key: str, owner_ref: str, number: str) -> None:
        """As the port says."""
        nothing: dict[str, object] = {"values": {}, "evidence": [], "done": {}}
        with unavailable_when_unanswered():
            await self._drafts.update_one(
                {"_id": key, "owner_ref": owner_ref}, {"$set": {**nothing, "sent": number, "sent_at": self._clock()}}
            )

    async def drop(self, key: str, owner_ref: str) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            await self._drafts.delete_one({"_id": key, "owner_ref": owner_ref})


def _draft(document: dict[str, Any]) -> Draft:
    return Draft(
        key=document["_id"],
        owner_ref=document["owner_ref"],
        values=document["values"],
        evidence=tuple(document["evidence"]),
        done=document["done"],
        saved_at=document["saved_at"],
        sent=document.get("sent") or "",
    )
