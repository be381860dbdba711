"""Who can be reached outside: by letters, by a telephone, or by both."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from services.notifications.adapters.mongo.mailboxes import (
    IS_PROVEN,
    MAILBOX,
    TELEPHONE,
    TELEPHONE_IS_PROVEN,
    mailbox_in,
)
from services.notifications.adapters.mongo.recipients import RECIPIENTS
from services.notifications.domain.audience import EVERYBODY, held_by, person
from services.notifications.domain.mailbox import Mailbox, Reached
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

_PROVEN: Final = (IS_PROVEN, TELEPHONE_IS_PROVEN)


class MongoReaders:
    """Reads recipients by the audience keys they hold."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(RECIPIENTS)

    async def reached_by(
        self, audience: Collection[str], hidden_from: Collection[str], *, since: datetime, after: str, limit: int
    ) -> Sequence[Reached]:
        """As the port says; each branch is whole, so that it goes by an index of its own. Raises: UnavailableError."""
        lasting = [key for key in audience if key == EVERYBODY or key.startswith(person(""))]
        held: tuple[Document, ...] = (
            {"keys": {"$in": lasting}},
            {"keys": {"$in": list(audience)}, "seen_at": {"$gt": since}},
        )
        behind: Document = {"ref": {"$gt": after}}
        if hidden_from:
            behind["$nor"] = [{"keys": {"$in": list(hidden_from)}}]
        wanted = {"$or": [{**proven, **keys, **behind} for proven in _PROVEN for keys in held]}
        with unavailable_when_unanswered():
            found = await self._collection.find(wanted).sort("ref", 1).limit(limit).to_list(None)
        return [_reached(document, since) for document in found]


def _reached(document: Document, since: datetime) -> Reached:
    keys = held_by(document["ref"], document["keys"], is_recent=document["seen_at"] > since)
    return Reached(document["ref"], keys, _proven(document, MAILBOX), _proven(document, TELEPHONE))


def _proven(document: Document, part: str) -> Mailbox | None:
    return mailbox_in(document, part) if document.get(part, {}).get("is_proven") else None
