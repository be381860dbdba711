"""Questions that change nothing. Every answer lies within the reader's scope."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from services.reviews.domain.award import Award
from services.reviews.domain.case import Case
from services.reviews.domain.complaint import Complaint
from services.reviews.domain.council import Council, council_id
from services.reviews.domain.decision import Decision
from services.reviews.domain.delegation import Delegation
from services.reviews.domain.finding import Finding
from services.reviews.domain.opinion import Opinion
from services.reviews.domain.payment import PaymentsAsked, TooManyPaymentsError
from services.reviews.domain.session import Session
from services.reviews.usecases.complaint.sender import Sender
from services.reviews.usecases.ports import (
    ComplaintReader,
    Complaints,
    Councils,
    Delegations,
    Places,
    Readings,
    Safe,
    Seen,
)
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import scope

T = TypeVar("T")

MOST_PAYMENTS = 10_000
"""The lines of one list of payments."""


@dataclass(frozen=True, slots=True)
class Queries:
    """What people and programs may read. An unknown thing and another unit's thing raise the same ForbiddenError."""

    readings: Readings
    councils_kept: Councils
    delegations_kept: Delegations
    complaints_kept: Complaints
    safe: Safe
    clock: Clock

    async def case(self, case_id: UUID, actor: Actor) -> Seen[Case]:
        """One case. Raises: ForbiddenError."""
        return _found(await self.readings.case(case_id, await self._case_places(actor)))

    async def cases(self, states: Collection[str], limit: int, actor: Actor) -> Sequence[Seen[Case]]:
        """Cases in these states, or in all, those due first coming first."""
        return await self.readings.cases(states, limit, await self._case_places(actor))

    async def session(self, session_id: UUID, actor: Actor) -> Seen[Session]:
        """One session. Raises: ForbiddenError."""
        return _found(await self.readings.session(session_id, scope(actor, "session.read")))

    async def counted(self, session_id: UUID, actor: Actor) -> Session:
        """One session, for those who check the count. Raises: ForbiddenError."""
        return _found(await self.readings.session(session_id, scope(actor, "tally.read"))).thing

    async def minuted(self, session_id: UUID, actor: Actor) -> Session:
        """One session, for those who read its minutes. Raises: ForbiddenError."""
        return _found(await self.readings.session(session_id, scope(actor, "minutes.read"))).thing

    async def sessions(self, states: Collection[str], limit: int, actor: Actor) -> Sequence[Seen[Session]]:
        """Sessions in these states, or in all, the newest first."""
        return await self.readings.sessions(states, limit, scope(actor, "session.read"))

    async def decision(self, decision_id: UUID, actor: Actor) -> Seen[Decision]:
        """One decision. Raises: ForbiddenError."""
        return _found(await self.readings.decision(decision_id, await self._decision_places(actor)))

    async def decisions(self, states: Collection[str], limit: int, actor: Actor) -> Sequence[Seen[Decision]]:
        """Decisions in these states, or in all, the newest first."""
        return await self.readings.decisions(states, limit, await self._decision_places(actor))

    async def delegations(self, actor: Actor) -> Sequence[Seen[Delegation]]:
        """The delegations of the reader's units, and those given to the reader, the newest first."""
        return await self.readings.delegations(scope(actor, "any_decision.read"), actor.ref)

    async def award(self, award_id: UUID, actor: Actor) -> Seen[Award]:
        """One award. Raises: ForbiddenError."""
        return _found(await self.readings.award(award_id, scope(actor, "award.read"), actor.ref))

    async def payments(self, asked: PaymentsAsked, actor: Actor) -> Sequence[Award]:
        """All awards with such payments, in their order. Raises: TooManyPaymentsError."""
        found = await self.readings.payments(asked, MOST_PAYMENTS + 1, scope(actor, "payment.read"))
        if len(found) > MOST_PAYMENTS:
            raise TooManyPaymentsError(most=MOST_PAYMENTS)
        return found

    async def finding(self, finding_id: UUID, actor: Actor) -> Seen[Finding]:
        """One finding. Raises: ForbiddenError."""
        return _found(await self.readings.finding(finding_id, scope(actor, "finding.read")))

    async def findings(self, states: Collection[str], limit: int, actor: Actor) -> Sequence[Seen[Finding]]:
        """Findings in these states, or in all, the newest first."""
        return await self.readings.findings(states, limit, scope(actor, "finding.read"))

    async def complaint(self, complaint_id: UUID, actor: Actor) -> Seen[Complaint]:
        """One complaint: for supervision, unless it gains by the file, and for its sender. Raises: ForbiddenError."""
        return _found(await self.complaints_kept.shown(complaint_id, self._reader(actor)))

    async def complaints(self, states: Collection[str], limit: int, actor: Actor) -> Sequence[Seen[Complaint]]:
        """Complaints in these states, or in all, those due first coming first; the own ones among them."""
        return await self.complaints_kept.listed(states, limit, self._reader(actor))

    async def sender(self, complaint_id: UUID, actor: Actor) -> Sender:
        """Who sent a complaint: for supervision, unless it gains by the file. Raises: ForbiddenError."""
        reader = replace(self._reader(actor), mark="")
        complaint = _found(await self.complaints_kept.shown(complaint_id, reader)).thing
        return Sender.read(self.safe.open(complaint.sender_sealed))

    async def opinion(self, opinion_id: UUID, actor: Actor) -> Seen[Opinion]:
        """One opinion. Raises: ForbiddenError."""
        return _found(await self.readings.opinion(opinion_id, scope(actor, "opinion.read")))

    async def opinions(
        self, states: Collection[str], case_id: UUID | None, limit: int, actor: Actor
    ) -> Sequence[Seen[Opinion]]:
        """Opinions in these states, or in all, about one case or about any, those due first coming first."""
        return await self.readings.opinions(states, case_id, limit, scope(actor, "opinion.read"))

    async def councils(self) -> Sequence[Seen[Council]]:
        """All councils; who sits in them is public."""
        return await self.readings.councils()

    async def council(self, code: str) -> Seen[Council]:
        """One council. Raises: ForbiddenError."""
        return _found(await self.readings.council(council_id(code)))

    def _reader(self, actor: Actor) -> ComplaintReader:
        return ComplaintReader(scope(actor, "unit_complaint.read") or frozenset(), actor.ref, self.safe.mark(actor.ref))

    async def _decision_places(self, actor: Actor) -> Places:
        # Who may sign for a grantor today reads what that grantor reads.
        places = scope(actor, "any_decision.read")
        if places is None:
            return None
        given, today = await self.delegations_kept.given_to(actor.ref), local_day(self.clock())
        return places | {one.grantor_unit_id for one in given if one.is_in_force(today)}

    async def _case_places(self, actor: Actor) -> Places:
        # A council's people see the cases of the council's unit, where their own role does not stand.
        places = scope(actor, "case.read")
        if not places:
            return places
        return places | {council.unit_id for council in await self.councils_kept.with_codes(places)}


def _found(seen: Seen[T] | None) -> Seen[T]:
    if seen is None:
        raise ForbiddenError("OUT_OF_SCOPE")
    return seen
