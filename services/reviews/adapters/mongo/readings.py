"""What readers ask for on MongoDB; the scope is part of every query."""

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from services.reviews.adapters.mongo.aggregates import (
    AWARDS,
    CASES,
    COUNCILS,
    DECISIONS,
    DELEGATIONS,
    FINDINGS,
    MOST_COUNCILS,
    OPINIONS,
)
from services.reviews.adapters.mongo.payments import payments_query
from services.reviews.adapters.mongo.sessions import SESSIONS
from services.reviews.domain.award import Award
from services.reviews.domain.case import Case
from services.reviews.domain.council import Council
from services.reviews.domain.decision import Decision
from services.reviews.domain.delegation import Delegation
from services.reviews.domain.finding import Finding
from services.reviews.domain.opinion import Opinion
from services.reviews.domain.payment import PaymentsAsked
from services.reviews.domain.session import Session
from services.reviews.usecases.ports import Places, Seen
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec, Thing
from shared.runtime.store.driver import unavailable_when_unanswered

T = TypeVar("T", bound=Thing)
Query = dict[str, Any]

MOST_DELEGATIONS = 200
_NEWEST_FIRST = (("created_at", -1), ("_id", 1))
_DUE_FIRST = (("state.decide_by", 1), ("_id", 1))
_AS_PAID = (("state.grant.decided_on", 1), ("state.decision_number", 1), ("state.facts.number", 1))
_OPINION_DUE_FIRST = (("state.due_on", 1), ("_id", 1))
_BY_CODE = (("state.code", 1),)


class _Rows(Generic[T]):
    """The documents of one kind, read as things."""

    def __init__(self, store: MongoStore, name: str, kind: type[T], paths: tuple[str, ...]) -> None:
        self._rows = store.rows(name)
        self._codec: Codec[T] = Codec(kind)
        self._paths = paths

    async def one(self, thing_id: UUID, places: Places, *, or_else: Query | None = None) -> Seen[T] | None:
        """The thing, when it lies within the places, or meets another condition that opens it."""
        query: Query = {"_id": thing_id, **self._within(places, or_else)}
        with unavailable_when_unanswered():
            document = await self._rows.find_one(query)
        return None if document is None else Seen(self._codec.thing_of(document), document["seq"])

    async def some(
        self, states: Collection[str], limit: int, places: Places, order: tuple[tuple[str, int], ...]
    ) -> Sequence[Seen[T]]:
        """The first of the things in these states that lie within the places."""
        query: Query = {"state.state": {"$in": sorted(states)}} if states else {}
        return await self.found(query, limit, places, order)

    async def found(
        self,
        wanted: Query,
        limit: int,
        places: Places,
        order: tuple[tuple[str, int], ...],
        or_else: Query | None = None,
    ) -> Sequence[Seen[T]]:
        """The first of the things that match, and lie within the places or meet what else opens them."""
        query = wanted | self._within(places, or_else)
        with unavailable_when_unanswered():
            found = await self._rows.find(query).sort(list(order)).limit(limit).to_list(limit)
        return [Seen(self._codec.thing_of(document), document["seq"]) for document in found]

    def _within(self, places: Places, or_else: Query | None) -> Query:
        if places is None or not self._paths:
            return {}
        ways: list[Query] = [{path: {"$in": sorted(places)}} for path in self._paths]
        return {"$or": ways if or_else is None else [*ways, or_else]}


class MongoReadings:
    """What readers ask for."""

    def __init__(self, store: MongoStore) -> None:
        facts = ("state.facts.grantor_path", "state.facts.unit_path")
        self._cases = _Rows(store, CASES, Case, facts)
        self._sessions = _Rows(store, SESSIONS, Session, ("state.council_code", "state.unit_id"))
        self._decisions = _Rows(store, DECISIONS, Decision, ("state.grantor_path", "state.council_codes"))
        self._awards = _Rows(store, AWARDS, Award, facts)
        self._granted = _Rows(store, AWARDS, Award, facts[:1])
        self._findings = _Rows(store, FINDINGS, Finding, ("state.subject.path",))
        self._opinions = _Rows(store, OPINIONS, Opinion, ("state.body_id", "state.facts.grantor_path"))
        self._delegations = _Rows(store, DELEGATIONS, Delegation, ("state.grantor_unit_id",))
        self._councils = _Rows(store, COUNCILS, Council, ())

    async def case(self, case_id: UUID, places: Places) -> Seen[Case] | None:
        """As the port says."""
        return await self._cases.one(case_id, places)

    async def cases(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Case]]:
        """As the port says."""
        return await self._cases.some(states, limit, places, _DUE_FIRST)

    async def session(self, session_id: UUID, places: Places) -> Seen[Session] | None:
        """As the port says."""
        return await self._sessions.one(session_id, places)

    async def sessions(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Session]]:
        """As the port says."""
        return await self._sessions.some(states, limit, places, _NEWEST_FIRST)

    async def decision(self, decision_id: UUID, places: Places) -> Seen[Decision] | None:
        """As the port says."""
        return await self._decisions.one(decision_id, places)

    async def decisions(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Decision]]:
        """As the port says."""
        return await self._decisions.some(states, limit, places, _NEWEST_FIRST)

    async def award(self, award_id: UUID, places: Places, reader_ref: str) -> Seen[Award] | None:
        """As the port says."""
        own = {"state.facts.subject_ref": reader_ref, "state.grant": {"$ne": None}}
        return await self._awards.one(award_id, places, or_else=own)

    async def payments(self, asked: PaymentsAsked, limit: int, places: Places) -> Sequence[Award]:
        """As the port says."""
        return [seen.thing for seen in await self._granted.found(payments_query(asked), limit, places, _AS_PAID)]

    async def delegations(self, places: Places, reader_ref: str) -> Sequence[Seen[Delegation]]:
        """As the port says."""
        own = {"state.delegate_ref": reader_ref}
        return await self._delegations.found({}, MOST_DELEGATIONS, places, _NEWEST_FIRST, or_else=own)

    async def finding(self, finding_id: UUID, places: Places) -> Seen[Finding] | None:
        """As the port says."""
        return await self._findings.one(finding_id, places)

    async def findings(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Finding]]:
        """As the port says."""
        return await self._findings.some(states, limit, places, _NEWEST_FIRST)

    async def opinion(self, opinion_id: UUID, places: Places) -> Seen[Opinion] | None:
        """As the port says."""
        return await self._opinions.one(opinion_id, places)

    async def opinions(
        self, states: Collection[str], case_id: UUID | None, limit: int, places: Places
    ) -> Sequence[Seen[Opinion]]:
        """As the port says."""
        wanted: Query = {"state.state": {"$in": sorted(states)}} if states else {}
        if case_id is not None:
            wanted["state.case_id"] = str(case_id)
        return await self._opinions.found(wanted, limit, places, _OPINION_DUE_FIRST)

    async def councils(self) -> Sequence[Seen[Council]]:
        """As the port says."""
        return await self._councils.some((), MOST_COUNCILS, None, _BY_CODE)

    async def council(self, council_id: UUID) -> Seen[Council] | None:
        """As the port says."""
        return await self._councils.one(council_id, None)
