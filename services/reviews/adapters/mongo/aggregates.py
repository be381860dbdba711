"""Cases, councils, decisions and awards on MongoDB: one document each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from services.reviews.adapters.mongo.kept import MongoKept, MongoWaiting
from services.reviews.domain.award import Award, AwardState
from services.reviews.domain.case import FINAL, Case
from services.reviews.domain.council import Council, council_id
from services.reviews.domain.decision import Decision, DecisionState
from services.reviews.domain.delegation import Delegation, DelegationState
from services.reviews.domain.finding import Finding, FindingState
from services.reviews.domain.opinion import Opinion, OpinionState
from services.reviews.domain.waiting import STEP_OF_STATE
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered
from shared.runtime.store.falling_due import of_states

CASES, COUNCILS, DECISIONS, AWARDS = "cases", "councils", "decisions", "awards"
FINDINGS, OPINIONS = "findings", "opinions"
DELEGATIONS = "delegations"
MOST_COUNCILS = 200
_DECIDED = frozenset({DecisionState.SIGNED, DecisionState.CANCELLED})
_AWAITS_NEWS = frozenset({AwardState.RESERVED, AwardState.GRANTED})
"""An award in these states waits for an event: its signature, its publication."""

UNIT_ACTS: Mapping[str, Callable[[Case], Sequence[str]]] = {"case.withdraw": lambda case: case.facts.unit_path}
"""What the subject's unit does with a case; all else is done where it is reviewed."""


class MongoCases(MongoWaiting[Case]):
    """Where cases are kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            CASES,
            Case,
            path_of=lambda case: case.office,
            standings_of=lambda case: case.standings,
            is_closed=lambda case: case.state in FINAL,
            elsewhere=UNIT_ACTS,
        )

    def _due(self, today: date, soon: date) -> Document:
        return of_states(STEP_OF_STATE, today, soon)

    async def of_deed(self, deed_id: UUID) -> Sequence[UUID]:
        """As the port says."""
        ended = sorted(state.value for state in FINAL)
        wanted = {"state.facts.deed_id": str(deed_id), "state.state": {"$nin": ended}}
        with unavailable_when_unanswered():
            return [document["_id"] async for document in self._rows.find(wanted, {"_id": 1}).sort("_id", 1)]


class MongoCouncils(MongoKept[Council]):
    """Where councils are kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(store, COUNCILS, Council, path_of=lambda council: council.path)

    async def of_units(self, unit_ids: Collection[str]) -> Sequence[Council]:
        """As the port says."""
        wanted = {"state.unit_id": {"$in": sorted(unit_ids)}}
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted).sort("state.code", 1).to_list(MOST_COUNCILS)
        return [self._codec.thing_of(document) for document in found]

    async def with_codes(self, codes: Collection[str]) -> Sequence[Council]:
        """As the port says."""
        wanted = {"_id": {"$in": [council_id(code) for code in sorted(codes)]}}
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted).sort("state.code", 1).to_list(MOST_COUNCILS)
        return [self._codec.thing_of(document) for document in found]


class MongoDecisions(MongoKept[Decision]):
    """Where decisions are kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            DECISIONS,
            Decision,
            path_of=lambda decision: decision.path,
            standings_of=lambda decision: decision.standings,
            is_closed=lambda decision: decision.state in _DECIDED,
        )

    async def naming(self, case_id: UUID) -> Sequence[UUID]:
        """As the port says."""
        wanted = {"state.rows.case_id": str(case_id)}
        with unavailable_when_unanswered():
            return [document["_id"] async for document in self._rows.find(wanted, {"_id": 1}).sort("_id", 1)]

    async def last_serial(self, grantor_unit_id: str, year: int) -> int:
        """As the port says."""
        taken = {"state.grantor_unit_id": grantor_unit_id, "state.year": year, "state.numbered": True}
        with unavailable_when_unanswered():
            last = await self._rows.find_one(taken, {"state.serial": 1}, sort=[("state.serial", -1)])
        return 0 if last is None else last["state"].get("serial") or 0


class MongoDelegations(MongoKept[Delegation]):
    """Where delegations of signature are kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            DELEGATIONS,
            Delegation,
            path_of=lambda delegation: delegation.path,
            is_closed=lambda delegation: delegation.state is DelegationState.ENDED,
        )

    async def given_to(self, ref: str) -> Sequence[Delegation]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find({"state.delegate_ref": ref}).sort("created_at", 1).to_list(None)
        return [self._codec.thing_of(document) for document in found]


class MongoAwards(MongoKept[Award]):
    """Where awards are kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            AWARDS,
            Award,
            path_of=lambda award: award.path,
            standings_of=lambda award: award.standings,
            is_closed=lambda award: award.state not in _AWAITS_NEWS,
        )

    async def holder(self, claim: str) -> Award | None:
        """As the port says."""
        with unavailable_when_unanswered():
            document = await self._rows.find_one({"state.claim": claim, "state.live": True})
        return None if document is None else self._codec.thing_of(document)

    async def live_of(self, deed_ids: Collection[UUID]) -> Collection[UUID]:
        """As the port says."""
        wanted = {"state.facts.deed_id": {"$in": [str(one) for one in deed_ids]}, "state.live": True}
        with unavailable_when_unanswered():
            return [document["_id"] async for document in self._rows.find(wanted, {"_id": 1}).sort("_id", 1)]


class MongoFindings(MongoWaiting[Finding]):
    """Where findings are kept."""

    waiting = (FindingState.ASSIGNED.value,)

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            FINDINGS,
            Finding,
            path_of=lambda finding: finding.subject.path,
            standings_of=lambda finding: finding.standings,
            is_closed=lambda finding: finding.state is FindingState.VERIFIED,
        )


class MongoOpinions(MongoWaiting[Opinion]):
    """Where opinions are kept; who acts on one acts for the body that was asked."""

    waiting = (OpinionState.REQUESTED.value,)

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            OPINIONS,
            Opinion,
            path_of=lambda opinion: (opinion.body_id,),
            standings_of=lambda opinion: opinion.standings,
            is_closed=lambda opinion: opinion.state is not OpinionState.REQUESTED,
        )

    async def overdue(self, today: date, limit: int) -> Sequence[UUID]:
        """As the port says."""
        late = {"state.due_on": {"$lt": today.isoformat()}, "state.paused": {"$ne": True}}
        wanted = {"state.state": OpinionState.REQUESTED.value} | late
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted, {"_id": 1}).sort("state.due_on", 1).to_list(limit)
        return [document["_id"] for document in found]

    async def open_about(self, case_id: UUID) -> Sequence[UUID]:
        """As the port says."""
        wanted = {"state.case_id": str(case_id), "state.state": OpinionState.REQUESTED.value}
        with unavailable_when_unanswered():
            return [document["_id"] async for document in self._rows.find(wanted, {"_id": 1}).sort("_id", 1)]


class MongoNumbers:
    """Counters."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store

    async def next(self, series: str) -> int:
        """As the port says."""
        return await self._store.next_number(series)
