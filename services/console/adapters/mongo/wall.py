"""The honour wall on MongoDB: cards and their changes with dense numbers, the source of the live stream."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from pymongo.errors import DuplicateKeyError

from services.console.domain.wall import Card, WallLine
from shared.kernel.errors import UnavailableError
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, unavailable_when_unanswered

WALL, LIVES = "wall", "lives"
_CARD = TypeAdapter(Card)
HANGS, CHANGES = "award_id", "change_of"
"""The award of a row that is a card, and of a row that tells a change of one."""


class MongoWall:
    """A log: `_id` is the number, 1 higher than the highest.

    Unique indexes let an award hang once, and each change of its card be told once.
    """

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
            return await self._append(document, {HANGS: card.award_id})

    async def reword(self, award_id: UUID, subject_label: str, citation_vi: str, on: date, told_by: int) -> bool:
        """As the port says."""
        words = {"subject_label": subject_label, "citation_vi": citation_vi, "corrected_on": on.isoformat()}
        return await self._change(award_id, told_by, words)

    async def mark_revoked(self, award_id: UUID, on: date, told_by: int) -> bool:
        """As the port says."""
        return await self._change(award_id, told_by, {"revoked_on": on.isoformat()})

    async def _change(self, award_id: UUID, told_by: int, fields: dict[str, str]) -> bool:
        """The card first, so that whoever is told of the change finds it made."""
        with unavailable_when_unanswered():
            found = await self._cards.update_one({HANGS: award_id}, {"$set": fields})
            change = {CHANGES: award_id, "told_by": told_by}
            return found.matched_count > 0 and await self._append(change, change)

    async def _append(self, row: dict[str, Any], known_by: dict[str, Any]) -> bool:
        """Give the row the next number, unless it stands there already. Another rule that refuses it is a fault."""
        while await self._cards.find_one(known_by, {"_id": 1}) is None:
            number = await self.head() + 1
            try:
                await self._cards.insert_one({**row, "_id": number, "seq": number})
            except DuplicateKeyError as error:
                if not _broken(error) <= {"_id", *known_by}:
                    raise
                continue
            return True
        return False

    async def newest(self, limit: int, revoked_since: date) -> list[Card]:
        """As the port says. What was hung before cards could be revoked has no such field."""
        since = {"$gte": revoked_since.isoformat()}
        stands = {HANGS: {"$exists": True}, "$or": [{"revoked_on": None}, {"revoked_on": since}]}
        with unavailable_when_unanswered():
            return await self._found(stands, -1, limit)

    async def of_award(self, award_id: UUID) -> Card | None:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._found({HANGS: award_id}, 1, 1)
        return next(iter(found), None)

    async def after(self, seq: int, limit: int) -> list[WallLine]:
        """What happened after a number, in order. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            rows = await self._cards.find({"_id": {"$gt": seq}}).sort([("_id", 1)]).limit(limit).to_list(limit)
            cards = await self._of_awards({row[CHANGES] for row in rows if CHANGES in row})
        return [
            WallLine(row["_id"], cards[row[CHANGES]] if CHANGES in row else _CARD.validate_python(row), CHANGES in row)
            for row in rows
        ]

    async def _of_awards(self, award_ids: set[UUID]) -> dict[UUID, Card]:
        if not award_ids:
            return {}
        return {card.award_id: card for card in await self._found({HANGS: {"$in": list(award_ids)}}, 1, len(award_ids))}

    async def head(self) -> int:
        """As the port says."""
        with unavailable_when_unanswered():
            document = await self._cards.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return int(document["_id"]) if document else 0

    async def _found(self, wanted: dict[str, Any], order: int, limit: int) -> list[Card]:
        documents = await self._cards.find(wanted).sort([("_id", order)]).limit(limit).to_list(limit)
        return [_CARD.validate_python(document) for document in documents]


def _broken(error: DuplicateKeyError) -> set[str]:
    """The fields of the rule that a row breaks."""
    return set((error.details or {}).get("keyPattern", {}))
