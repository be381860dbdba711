"""Nominations and deeds on MongoDB: one document each."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from services.nominations.adapters.mongo.likeness import OPEN, earlier_near, reports_before
from services.nominations.domain.deed import Deed
from services.nominations.domain.likeness import Earlier, EarlierReport
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.states import ACCEPTED, FINAL, IN_REVIEW, RETURNED
from services.nominations.domain.suggestion import ANSWERED, UNANSWERED, Suggestion
from services.nominations.domain.waiting import STEP_OF_STATE
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError
from shared.kernel.holds import ON_HOLD
from shared.kernel.policy import permit
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec, Thing
from shared.runtime.store.driver import Document, unavailable_when_unanswered
from shared.runtime.store.falling_due import of_states, untold

T = TypeVar("T", bound=Thing)

NOMINATIONS = "nominations"
DEEDS = "deeds"
SUGGESTIONS = "suggestions"
_AT_ONCE = 500


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
        self._codec = Codec(Nomination)

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

    async def earlier_near(self, nomination: Nomination, kin: Collection[UUID], window_days: int) -> Sequence[Earlier]:
        """As the port says."""
        return await earlier_near(self._rows, nomination, kin, window_days)

    async def reports_before(self, nomination: Nomination) -> Sequence[EarlierReport]:
        """As the port says."""
        return await reports_before(self._rows, nomination)

    async def open_of_deed(self, deed_id: UUID) -> Sequence[UUID]:
        """As the port says."""
        wanted = {"state.deed.deed_id": str(deed_id), "state.state": {"$in": list(OPEN)}}
        with unavailable_when_unanswered():
            return [document["_id"] async for document in self._rows.find(wanted, {"_id": 1}).sort("_id", 1)]

    async def in_review_of(self, deed_id: UUID) -> str | None:
        """As the port says."""
        held = {"state.state": ON_HOLD, "state.held.before": ACCEPTED}
        stands: Document = {"$or": [{"state.state": {"$in": [ACCEPTED, IN_REVIEW]}}, held]}
        with unavailable_when_unanswered():
            found = await self._rows.find_one({"state.deed.deed_id": str(deed_id), **stands}, {"state.number": 1})
        return None if found is None else str(found["state"]["number"])

    async def overdue(self, today: date) -> Sequence[UUID]:
        """As the port says; at most 500, the others by the next run."""
        wanted = {"state.state": RETURNED, "state.return_due_on": {"$lt": today.isoformat()}}
        with unavailable_when_unanswered():
            found = self._rows.find(wanted, {"_id": 1}, sort=[("state.return_due_on", 1)], limit=_AT_ONCE)
            return [UUID(str(document["_id"])) for document in await found.to_list(None)]

    async def falling_due(self, today: date, soon: date) -> AsyncIterator[Nomination]:
        """As the port says."""
        with unavailable_when_unanswered():
            async for document in self._rows.find(of_states(STEP_OF_STATE, today, soon)):
                yield self._codec.thing_of(document)

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
            DEEDS,
            Deed,
            path_of=lambda deed: deed.unit_path,
            own_of=lambda deed: deed.contributor_refs,
            standings_of=lambda deed: deed.standings,
        )
        self._rows = store.rows(DEEDS)

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

    async def kin(self, deed_id: UUID) -> frozenset[UUID]:
        """As the port says: step by step along the links, in both directions, until nothing new is found."""
        found, fresh = {deed_id}, {deed_id}
        while fresh:
            names = [str(one) for one in fresh]
            wanted = {"$or": [{"_id": {"$in": list(fresh)}}, {"state.linked_to": {"$in": names}}]}
            with unavailable_when_unanswered():
                rows = await self._rows.find(wanted, {"state.linked_to": 1}).to_list(None)
            ends = {UUID(row["state"]["linked_to"]) for row in rows if row["state"].get("linked_to")}
            fresh = {*(row["_id"] for row in rows), *ends} - found
            found |= fresh
        return frozenset(found - {deed_id})

    async def known(self, deed_ids: Collection[UUID]) -> Mapping[UUID, Deed]:
        """As the port says; the reads travel together."""
        found = await asyncio.gather(*(self._kept.find(deed_id) for deed_id in deed_ids))
        return {stored.thing.id: stored.thing for stored in found if stored is not None}

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
        self._rows = store.rows(SUGGESTIONS)
        self._codec = Codec(Suggestion)

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

    async def falling_due(self, today: date, soon: date) -> AsyncIterator[Suggestion]:
        """As the port says."""
        with unavailable_when_unanswered():
            wanted = {"state.state": UNANSWERED, **untold(today, soon, "state.")}
            async for document in self._rows.find(wanted):
                yield self._codec.thing_of(document)


async def unseen(kept: Aggregates[T], thing_id: UUID, cause: Cause) -> None:
    """Let a first command through. Raises: AlreadyHandledError, CauseReusedError when it created the thing before."""
    if await kept.find(thing_id) is not None:
        await kept.get(thing_id, cause)
