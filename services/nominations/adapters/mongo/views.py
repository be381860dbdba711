"""What can be looked up on MongoDB, always within the asking actor's scope."""

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from services.nominations.adapters.mongo.aggregates import DEEDS, NOMINATIONS, SUGGESTIONS
from services.nominations.adapters.mongo.exemplars import EXEMPLARS, REPORTS
from services.nominations.adapters.mongo.organisation import (
    CLUSTERS,
    MOVEMENTS,
    SUBJECTS,
    UNITS,
    MongoOrganisation,
    units_of,
)
from services.nominations.adapters.mongo.submissions import SUBMISSIONS
from services.nominations.domain.cluster import Cluster
from services.nominations.domain.deed import Deed
from services.nominations.domain.exemplar import Exemplar
from services.nominations.domain.movement import Movement, UnknownMovementError, movement_id_of
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.report import Report
from services.nominations.domain.submission import Submission
from services.nominations.domain.suggestion import Suggestion
from services.nominations.domain.unit import (
    Subject,
    Unit,
    UnitOn,
    UnknownUnitError,
    subject_id_of,
    unit_id_of,
)
from services.nominations.usecases.queries import Seen
from shared.kernel.actor import Actor
from shared.kernel.errors import ForbiddenError
from shared.kernel.lineage import Lineage
from shared.kernel.policy import permit, scope
from shared.runtime.store.aggregates import Aggregates, Stored
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

T = TypeVar("T", Nomination, Deed, Suggestion, Submission, Report, Exemplar, Subject, Unit, Cluster, Movement)
_ALL = 1_000


class MongoViews:
    """What can be looked up."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self._nominations = store.aggregates(NOMINATIONS, Nomination)
        self._deeds = store.aggregates(DEEDS, Deed)
        self._suggestions = store.aggregates(SUGGESTIONS, Suggestion)
        self._submissions = store.aggregates(SUBMISSIONS, Submission)
        self._reports = store.aggregates(REPORTS, Report)
        self._exemplars = store.aggregates(EXEMPLARS, Exemplar)
        self._subjects = store.aggregates(SUBJECTS, Subject)
        self._organisation = MongoOrganisation(store)
        self._clusters = store.aggregates(CLUSTERS, Cluster)
        self._units = units_of(store)
        self._movements = store.aggregates(MOVEMENTS, Movement)

    async def nomination(self, nomination_id: UUID, actor: Actor) -> Seen[Nomination]:
        """As the port says."""
        stored = await self._nominations.find(nomination_id)
        return _seen(stored, actor, "nomination.read", stored.thing.unit_path if stored else ())

    async def nominations(
        self, actor: Actor, *, state: str | None, ids: Sequence[UUID] | None, limit: int
    ) -> list[Seen[Nomination]]:
        """As the port says."""
        wanted = _within(actor, "nomination.read", "state.unit_path")
        if state is not None:
            wanted["state.state"] = state
        if ids is not None:
            wanted["_id"] = {"$in": list(ids)}
        return await self._found(self._nominations, NOMINATIONS, wanted, ("created_at", -1), limit)

    async def deed(self, deed_id: UUID, actor: Actor) -> Seen[Deed]:
        """As the port says."""
        stored = await self._deeds.find(deed_id)
        own = stored.thing.contributor_refs if stored else ()
        return _seen(stored, actor, "deed.read", stored.thing.unit_path if stored else (), own)

    async def deeds(self, actor: Actor, *, limit: int) -> list[Seen[Deed]]:
        """As the port says."""
        within = _within(actor, "deed.read", "state.unit_path")
        wanted = {"$or": [within, {"state.contributors.subject_ref": actor.ref}]} if within else {}
        return await self._found(self._deeds, DEEDS, wanted, ("created_at", -1), limit)

    async def suggestion(self, suggestion_id: UUID, actor: Actor) -> Seen[Suggestion]:
        """As the port says."""
        stored = await self._suggestions.find(suggestion_id)
        if stored is not None and stored.thing.sender_ref == actor.ref:
            return Seen(stored.thing, stored.version, stored.seq)
        return _seen(stored, actor, "unit_suggestion.read", stored.thing.unit_path if stored else ())

    async def suggestions(self, actor: Actor, *, state: str | None, limit: int) -> list[Seen[Suggestion]]:
        """As the port says."""
        within = _within(actor, "unit_suggestion.read", "state.unit_path")
        wanted: dict[str, Any] = {"$or": [within, {"state.sender_ref": actor.ref}]} if within else {}
        if state is not None:
            wanted["state.state"] = state
        return await self._found(self._suggestions, SUGGESTIONS, wanted, ("state.due_on", 1), limit)

    async def submission(self, submission_id: UUID, actor: Actor) -> Seen[Submission]:
        """As the port says."""
        stored = await self._submissions.find(submission_id)
        return _seen(stored, actor, "submission.read", stored.thing.reach if stored else ())

    async def submissions(self, actor: Actor, *, limit: int) -> list[Seen[Submission]]:
        """As the port says."""
        wanted = _within(actor, "submission.read", "state.reach")
        return await self._found(self._submissions, SUBMISSIONS, wanted, ("created_at", -1), limit)

    async def report(self, report_id: UUID, actor: Actor) -> Seen[Report]:
        """As the port says."""
        stored = await self._reports.find(report_id)
        return _seen(stored, actor, "result.read", stored.thing.unit_path if stored else ())

    async def exemplar(self, exemplar_id: UUID, actor: Actor) -> Seen[Exemplar]:
        """As the port says."""
        stored = await self._exemplars.find(exemplar_id)
        return _seen(stored, actor, "exemplar.read", stored.thing.unit_path if stored else ())

    async def exemplars(self, actor: Actor, *, state: str | None, limit: int) -> list[Seen[Exemplar]]:
        """As the port says."""
        wanted = _within(actor, "exemplar.read", "state.unit_path")
        if state is not None:
            wanted["state.state"] = state
        return await self._found(self._exemplars, EXEMPLARS, wanted, ("created_at", -1), limit)

    async def subject(self, subject_ref: str, actor: Actor) -> Seen[Subject]:
        """As the port says."""
        stored = await self._subjects.find(subject_id_of(subject_ref))
        return _seen(stored, actor, "subject.read", stored.thing.unit_path if stored else ())

    async def subjects(self, actor: Actor, *, unit: str | None, text: str | None, limit: int) -> list[Seen[Subject]]:
        """As the port says."""
        wanted = _within(actor, "subject.read", "state.unit_path")
        if unit is not None:
            wanted["state.unit_code"] = unit
        if not text:
            return await self._subjects_of(wanted, limit)
        whole = subject_id_of(text)
        pattern = {"$regex": re.escape(unicodedata.normalize("NFC", text)), "$options": "i"}
        holding = {"_id": {"$ne": whole}, "$or": [{"state.name_vi": pattern}, {"state.subject_ref": pattern}]}
        named = await self._subjects_of({**wanted, "_id": whole}, 1)
        return [*named, *await self._subjects_of({**wanted, **holding}, limit)][:limit]

    async def units(self) -> list[Seen[Unit]]:
        """As the port says."""
        return await self._found(self._units, UNITS, {}, ("state.code", 1), _ALL)

    async def unit(self, code: str, on: date) -> Seen[UnitOn]:
        """As the port says."""
        seen = await self.recorded(code)
        return Seen(await self._organisation.unit(code, on), seen.version, seen.seq)

    async def recorded(self, code: str) -> Seen[Unit]:
        """As the port says."""
        stored = await self._units.find(unit_id_of(code))
        if stored is None:
            raise UnknownUnitError(unit=code)
        return Seen(stored.thing, stored.version, stored.seq)

    async def clusters(self) -> list[Seen[Cluster]]:
        """As the port says."""
        return await self._found(self._clusters, CLUSTERS, {}, ("state.code", 1), _ALL)

    async def lineage(self) -> Lineage:
        """As the port says."""
        return await self._organisation.lineage()

    async def movement(self, code: str) -> Seen[Movement]:
        """As the port says."""
        stored = await self._movements.find(movement_id_of(code))
        if stored is None:
            raise UnknownMovementError(movement=code)
        return Seen(stored.thing, stored.version, stored.seq)

    async def movements(self) -> list[Seen[Movement]]:
        """As the port says."""
        return await self._found(self._movements, MOVEMENTS, {}, ("state.code", 1), _ALL)

    async def _subjects_of(self, wanted: dict[str, Any], limit: int) -> list[Seen[Subject]]:
        return await self._found(self._subjects, SUBJECTS, wanted, ("state.subject_ref", 1), limit)

    async def _found(
        self, kept: Aggregates[T], name: str, wanted: dict[str, Any], order: tuple[str, int], limit: int
    ) -> list[Seen[T]]:
        """The ids by query, then the things; their reads travel together."""
        with unavailable_when_unanswered():
            rows = await self._store.rows(name).find(wanted, {"_id": 1}).sort([order]).limit(limit).to_list(limit)
        stored = await asyncio.gather(*(kept.find(row["_id"]) for row in rows))
        return [Seen(one.thing, one.version, one.seq) for one in stored if one is not None]


def _seen(stored: Stored[T] | None, actor: Actor, action: str, path: Sequence[str], own: Sequence[str] = ()) -> Seen[T]:
    if stored is None:
        raise ForbiddenError("OUT_OF_SCOPE")
    permit(actor, action, path, own)
    return Seen(stored.thing, stored.version, stored.seq)


def _within(actor: Actor, action: str, field: str) -> dict[str, Any]:
    places = scope(actor, action)
    return {} if places is None else {field: {"$in": sorted(places)}}
