"""Mailboxes and telephones: parts of what is kept of a recipient, each with a version of its own."""

from dataclasses import asdict, replace
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.notifications.adapters.mongo.recipients import RECIPIENTS, recipient_id
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox, Suppressed
from shared.kernel.errors import StaleError
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

MAILBOX, TELEPHONE = "mailbox", "telephone"
IS_PROVEN: Document = {f"{MAILBOX}.is_proven": True}
TELEPHONE_IS_PROVEN: Document = {f"{TELEPHONE}.is_proven": True}


class MongoMailboxes:
    """A save is one guarded update; the address stands sealed. `kept_as` is the part of a recipient."""

    def __init__(self, store: MongoStore, kept_as: str = MAILBOX) -> None:
        self._collection = store.rows(RECIPIENTS)
        self._part = kept_as

    async def find(self, ref: str) -> Mailbox | None:
        """The mailbox of a person, None when no address was ever set. Raises: UnavailableError."""
        return await self.by_id(recipient_id(ref))

    async def by_id(self, recipient_id: UUID) -> Mailbox | None:
        """The mailbox of a recipient by the id that stands in links. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"_id": recipient_id, self._part: {"$exists": True}})
        return mailbox_in(found, self._part) if found else None

    async def save(self, mailbox: Mailbox) -> None:
        """Keep it as its next version. Raises: StaleError, UnavailableError."""
        kept = asdict(replace(mailbox, version=mailbox.version + 1))
        ref = kept.pop("ref")
        change = {
            "$set": {self._part: kept | {"is_proven": mailbox.verified_at is not None}},
            "$setOnInsert": {"ref": ref},
        }
        seen = {"_id": recipient_id(ref), f"{self._part}.version": mailbox.version or {"$exists": False}}
        with unavailable_when_unanswered():
            try:
                changed = await self._collection.update_one(seen, change, upsert=not mailbox.version)
            except DuplicateKeyError as error:
                raise StaleError from error
        if not (changed.matched_count or changed.upserted_id):
            raise StaleError


def mailbox_in(document: Document, part: str) -> Mailbox:
    """The mailbox or telephone that stands in a recipient."""
    fields = {name: value for name, value in document[part].items() if name != "is_proven"}
    suppressed = fields["suppressed"]
    fields |= {
        "language": Language(fields["language"]),
        "codes_at": tuple(fields["codes_at"]),
        "suppressed": Suppressed(suppressed) if suppressed else None,
    }
    return Mailbox(ref=document["ref"], **fields)
