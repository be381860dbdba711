"""Jobs that send again: one document each, changed by guarded updates."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.redrive import Behind, Redrive, RedriveRunsError, What
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

REDRIVES = "redrives"
RUNS: Document = {"is_over": False}


class MongoRedrives:
    """How far each came. That an endpoint has one at a time, an index says."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(REDRIVES)

    async def find(self, redrive_id: UUID) -> Redrive | None:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"_id": redrive_id})
        return _redrive(found) if found else None

    async def keep(self, redrive: Redrive) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            try:
                await self._collection.insert_one(_document(redrive))
            except DuplicateKeyError as error:
                if await self._collection.find_one({"_id": redrive.id}) is None:
                    raise RedriveRunsError from error

    async def save(self, redrive: Redrive) -> Redrive | None:
        """As the port says."""
        after = replace(redrive, version=redrive.version + 1)
        here = {"_id": redrive.id, "version": redrive.version}
        with unavailable_when_unanswered():
            changed = await self._collection.replace_one(here, _document(after))
        return after if changed.matched_count else None

    async def due(self, now: datetime, limit: int) -> Sequence[Redrive]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = self._collection.find({**RUNS, "next_at": {"$lte": now}}).sort("next_at", 1).limit(limit)
            return [_redrive(document) for document in await found.to_list(None)]

    async def of_endpoint(self, endpoint_id: UUID, limit: int) -> Sequence[Redrive]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = self._collection.find({"endpoint_id": endpoint_id}).sort("asked_at", -1).limit(limit)
            return [_redrive(document) for document in await found.to_list(None)]


def _document(redrive: Redrive) -> Document:
    document = asdict(redrive)
    document["_id"] = document.pop("id")
    return document


def _redrive(document: Document) -> Redrive:
    fields = {name: value for name, value in document.items() if name != "_id"}
    behind = document["behind"]
    fields |= {"what": What(document["what"]), "behind": Behind(**behind) if behind else None}
    return Redrive(id=document["_id"], **fields)
