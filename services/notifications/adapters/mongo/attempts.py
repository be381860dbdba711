"""Tries that are told of, for 90 days."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Final
from uuid import UUID

from services.notifications.domain.attempt import Attempt
from services.notifications.domain.outcome import Outcome, Phase
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

ATTEMPTS = "attempts"
KEPT: Final = timedelta(days=90)


class MongoAttempts:
    """Rows that nobody changes."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(ATTEMPTS)

    async def note(self, attempt: Attempt) -> None:
        """As the port says."""
        document = asdict(attempt)
        name = {"_id": document.pop("id")}
        with unavailable_when_unanswered():
            await self._collection.update_one(name, {"$setOnInsert": document}, upsert=True)

    async def of_delivery(self, delivery_id: UUID) -> Sequence[Attempt]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = self._collection.find({"delivery_id": delivery_id}).sort([("at", 1), ("_id", 1)])
            return [_attempt(document) for document in await found.to_list(None)]


def _attempt(document: Document) -> Attempt:
    fields = {name: value for name, value in document.items() if name != "_id"}
    phase = document["phase"]
    fields |= {"outcome": Outcome(document["outcome"]), "phase": Phase(phase) if phase else None}
    return Attempt(id=document["_id"], **fields)
