"""Nominations and deeds on MongoDB: one document each."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from services.nominations.domain.deed import Deed
from services.nominations.domain.nomination import (
    ACCEPTED,
    FINAL,
    IN_REVIEW,
    NEEDS_REVIEW,
    RETURNED,
    SCREENING,
    SUBMITTED,
    Nomination,
)
from services.nominations.domain.suggestion import ANSWERED, Suggestion
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError
from shared.kernel.holds import ON_HOLD
from shared.kernel.policy import permit
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Thing
from shared.runtime.store.driver import Document, unavailable_when_unanswered

T = TypeVar("T", bound=Thing)

NOMINATIONS = "nominations"
DEEDS = "deeds"
SUGGESTIONS = "suggestions"
_MOST = 20
_OPEN = (SUBMITTED, SCREENING, NEEDS_REVIEW, ACCEPTED, RETURNED, ON_HOLD, IN_REVIEW)


class MongoNominations:
    """Where nominations are kept."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self._kept: Aggregates[Nomination] = store.aggregates(
            NOMINATIONS,
            Nomination,
            path_of=lambda nomination: nomination.unit_path,
            standings_of=lambda nomination: nomination.standings,
            is_closed=lambda nomination: nomination.state in FINAL,
        )
        self._rows = store.rows(NOMINATIONS)

    async def unseen(self, nomination_id: UUID, cause: Cause) -> None:
        """As the port says."""
        await unseen(self._kept, nomination_id, cause)

    async def get(self, nomination_id: UUID, cause: Cause) -> Nomination:
        """As the port says."""
        return await self._kept.get(nomination_id, cause)

    async def seen(self, nomination_id: UUID, cause: Cause) -> Nomination:
        """As the port says."""
        stored = await self._kept.find(nomination_id)
        if stored is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(cause.actor, cause.action, stored.thing.unit_path)
        return stored.thing

    async def save(self, nomination: Nomination, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(nomination, emits=emits, because_of=because_of)

    async def next_number(self, year: int) -> str:
        """As the port says."""
        return f"KT-{year}-{await self._store.next_number(f'nominations/{year}'):04}"

    async def earlier_for_same_deed(self, nomination: Nomination) -> tuple[str, ...]:
        """As the port says."""
        mine = nomination.submitted_at
        fields = {"state.number": 1, "state.submitted_at": 1}
        with unavailable_when_unanswered():
            found = await self._rows.find(
                _same_deed(nomination), fields, sort=[("state.submitted_at", 1)], limit=_MOST
            ).to_list(None)
        states = [document["state"] for document in found]
        ranks = sorted(_rank(datetime.fromisoformat(state["submitted_at"]), state["number"]) for state in states)
        return tuple(rank[-1] for rank in ranks if mine is None or rank < _rank(mine, nomination.number))

    async def open_of_deed(self, deed_id: UUID) -> Sequence[UUID]:
        """As the port says."""
        wanted = {"state.deed.deed_id": str(deed_id), "state.state": {"$in": list(_OPEN)}}
        with unavailable_when_unanswered():
            return [document["_id"] async for document in self._rows.find(wanted, {"_id": 1}).sort("_id", 1)]

    async def id_of(self, number: str) -> UUID:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find_one({"state.number": number}, {"_id": 1})
        if found is None:
            raise LookupError(number)
        return UUID(str(found["_id"]))


class MongoDeeds:
    """Where deeds are kept."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self._kept: Aggregates[Deed] = store.aggregates(
            DEEDS, Deed, path_of=lambda deed: deed.unit_path, standings_of=lambda deed: deed.standings
        )

    async def unseen(self, deed_id: UUID, cause: Cause) -> None:
        """As the port says."""
        await unseen(self._kept, deed_id, cause)

    async def get(self, deed_id: UUID, cause: Cause) -> Deed:
        """As the port says."""
        return await self._kept.get(deed_id, cause)

    async def seen(self, deed_id: UUID, cause: Cause) -> Deed:
        """As the port says."""
        stored = await self._kept.find(deed_id)
        if stored is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(cause.actor, cause.action, stored.thing.unit_path)
        return stored.thing

    async def save(self, deed: Deed, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(deed, emits=emits, because_of=because_of)

    async def next_number(self, year: int) -> str:
        """As the port says."""
        return f"VT-{year}-{await self._store.next_number(f'deeds/{year}'):04}"


class MongoSuggestions:
    """Where suggestions are kept."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self._kept: Aggregates[Suggestion] = store.aggregates(
            SUGGESTIONS,
            Suggestion,
            path_of=lambda suggestion: suggestion.unit_path,
            is_closed=lambda suggestion: suggestion.state == ANSWERED,
        )

    async def unseen(self, suggestion_id: UUID, cause: Cause) -> None:
        """As the port says."""
        await unseen(self._kept, suggestion_id, cause)

    async def get(self, suggestion_id: UUID, cause: Cause) -> Suggestion:
        """As the port says."""
        return await self._kept.get(suggestion_id, cause)

    async def save(self, suggestion: Suggestion, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(suggestion, emits=emits, because_of=because_of)

    async def next_number(self, year: int) -> str:
        """As the port says."""
        return f"GY-{year}-{await self._store.next_number(f'suggestions/{year}'):04}"


async def unseen(kept: Aggregates[T], thing_id: UUID, cause: Cause) -> None:
    """Let a first command through. Raises: AlreadyHandledError, CauseReusedError when it created the thing before."""
    if await kept.find(thing_id) is not None:
        await kept.get(thing_id, cause)


def _same_deed(nomination: Nomination) -> Document:
    """Other open files of the same subject, for this deed or one that looks like it."""
    other = {
        "state.subject.ref": nomination.subject.ref,
        "state.state": {"$in": list(_OPEN)},
        "_id": {"$ne": nomination.id},
    }
    likeness = {
        "state.deed.deed_id": str(nomination.deed.deed_id),
        "state.deed.fingerprint": nomination.deed.fingerprint,
    }
    return {"$or": [{name: value, **other} for name, value in likeness.items()]}


def _rank(submitted_at: datetime, number: str) -> tuple[datetime, int, str]:
    """Who was first; of files of one moment the lower number, of which the longer is the higher."""
    return submitted_at, len(number), number
