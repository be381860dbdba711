"""Contacts of endpoints: which of them confirmed, and which is dead; the addresses stand with the endpoints."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.contact import Contact
from shared.kernel.errors import UnavailableError
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

CONTACTS = "contacts"


class MongoContacts:
    """One document for each address of a client. Each change is one guarded update that may be repeated."""

    def __init__(self, store: MongoStore) -> None:
        self._rows = store.rows(CONTACTS)

    async def asked(self, contact_id: UUID, event_id: UUID) -> Contact:
        """As the port says."""
        new = {"$setOnInsert": {"first": event_id, "proven_at": None, "is_dead": False}}
        with unavailable_when_unanswered(), suppress(DuplicateKeyError):
            await self._rows.update_one({"_id": contact_id}, new, upsert=True)
        found = (await self.these([contact_id])).get(contact_id)
        if found is None:
            raise UnavailableError("the contact is not readable yet")
        return found

    async def these(self, contact_ids: Collection[UUID]) -> Mapping[UUID, Contact]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find({"_id": {"$in": list(contact_ids)}}).to_list(None)
        return {one.id: one for one in map(_contact, found)}

    async def prove(self, contact_id: UUID, at: datetime) -> bool:
        """As the port says."""
        with unavailable_when_unanswered():
            changed = await self._rows.update_one({"_id": contact_id}, {"$set": {"proven_at": at, "is_dead": False}})
        return bool(changed.matched_count)

    async def end(self, contact_id: UUID, written_at: datetime) -> None:
        """As the port says."""
        not_since = [{"proven_at": None}, {"proven_at": {"$lt": written_at}}]
        with unavailable_when_unanswered():
            await self._rows.update_one({"_id": contact_id, "$or": not_since}, {"$set": {"is_dead": True}})


def _contact(document: Document) -> Contact:
    return Contact(document["_id"], document["first"], document["proven_at"], document["is_dead"])
