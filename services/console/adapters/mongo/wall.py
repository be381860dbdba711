"""The honour wall on MongoDB: cards with dense numbers, and the source of the live stream."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from pymongo.errors import DuplicateKeyError

from services.console.domain.wall import Card
from shared.kernel.errors import UnavailableError
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, unavailable_when_unanswered

WALL, LIVES = "wall", "lives"
_CARD = TypeAdapter(Card)


class MongoWall:
    """Cards: `_id` is the number, 1 higher than the highest; an award hangs once by a unique index."""

    def __init__(self, store: MongoStore, new_epoch: Callable[[], str]) -> None:
        self._store = store
        self._new_epoch = new_epoch
        self._epoch = ""

    @property
    def _cards(self) -> Collection:
        return self._store.rows(WALL)

    @property
    def _lives(self) -> Collection:
        return self._store.rows(LIVES)

    @property
    def epoch(self) -> str:
        """The wall's life, once it was loaded by `start`."""
        return self._epoch

    async def start(self) -> None:
        """Load the wall's life, made at the first start of all; wait while the store is away."""
        while not self._epoch:
            try:
                await self._load()
            except UnavailableError:
                await asyncio.sleep(1)

    async def _load(self) -> None:
        with unavailable_when_unanswered():
            with suppress(DuplicateKeyError):
                await self._lives.insert_one({"_id": WALL, "epoch": self._new_epoch()})
            life = await self._lives.find_one({"_id": WALL})
        self._epoch = str(life["epoch"]) if life else ""

    async def stop(self) -> None:
        """Nothing to end."""

    async def hang(self, card: Card) -> bool:
        """As the port says."""
        document = _CARD.dump_python(card, mode="python")
        document["decided_on"] = card.decided_on.isoformat()
        with unavailable_when_unanswered():
            while await self._cards.find_one({"award_id": card.award_id}, {"_id": 1}) is None:
                number = await self.head() + 1
                try:
                    await self._cards.insert_one({**document, "_id": number, "seq": number})
                except DuplicateKeyError:
                    continue
                return True
        return False

    async def reword(self, award_id: UUID, subject_label: str, citation_vi: str, on: date) -> None:
        """As the port says."""
        await self._change(award_id, subject_label=subject_label, citation_vi=citation_vi, corrected_on=on.isoformat())

    async def mark_revoked(self, award_id: UUID, on: date) -> None:
        """As the port says."""
        await self._change(award_id, revoked_on=on.isoformat())

    async def _change(self, award_id: UUID, **fields: str) -> None:
        with unavailable_when_unanswered():
            await self._cards.update_one({"award_id": award_id}, {"$set": fields})

    async def newest(self, limit: int, revoked_since: date) -> list[Card]:
        """As the port says. What was hung before cards could be revoked has no such field."""
        stands = {"$or": [{"revoked_on": None}, {"revoked_on": {"$gte": revoked_since.isoformat()}}]}
        with unavailable_when_unanswered():
            return await self._found(stands, -1, limit)

    async def of_award(self, award_id: UUID) -> Card | None:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._found({"award_id": award_id}, 1, 1)
        return next(iter(found), None)

    async def after(self, seq: int, limit: int) -> list[Card]:
        """The cards after a number, in order. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            return await self._found({"_id": {"$gt": seq}}, 1, limit)

    async def head(self) -> int:
        """The highest number, 0 for a bare wall. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            document = await self._cards.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return int(document["_id"]) if document else 0

    async def _found(self, wanted: dict[str, Any], order: int, limit: int) -> list[Card]:
        documents = await self._cards.find(wanted).sort([("_id", order)]).limit(limit).to_list(limit)
        return [_CARD.validate_python(document) for document in documents]
