"""Adapters in memory; they count because they pass the suite that MongoDB's pass."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.reviews.adapters.mongo.aggregates import UNIT_ACTS
from services.reviews.domain.award import Award
from services.reviews.domain.ballot import Cast
from services.reviews.domain.case import FINAL, Case
from services.reviews.domain.complaint import Complaint
from services.reviews.domain.council import Council
from services.reviews.domain.decision import Decision
from services.reviews.domain.deed import KnownDeed
from services.reviews.domain.delegation import Delegation
from services.reviews.domain.finding import Finding
from services.reviews.domain.opinion import Opinion
from services.reviews.domain.payment import PaymentsAsked, in_order, payment_state
from services.reviews.domain.session import IN_SESSION, Session, SessionState
from services.reviews.domain.waiting import STEP_OF_COMPLAINT, STEP_OF_STATE
from services.reviews.usecases.homes import Homes
from services.reviews.usecases.ports import ONE_LIVE_AWARD, ONE_NUMBER, ComplaintReader, Places, Seen
from shared.contracts.event import Event
from shared.kernel.steps import Step
from shared.runtime.vault import Vault, new_key
from tests.reviews.bulletins import MemoryBulletins
from tests.reviews.consulted import MemoryConsultations, MemoryOpinions
from tests.reviews.counted import MemoryAnswers, MemoryFigures, MemoryFormalities, MemoryNumbers, MemoryStaff
from tests.reviews.kept import MemoryKept, MemoryWaiting, T
from tests.reviews.units import MemoryUnits


class MemoryCases(MemoryWaiting[Case]):
    def steps_of(self, case: Case) -> Sequence[Step]:
        return [step for step in case.steps if step.name == STEP_OF_STATE.get(case.state)]

    async def of_deed(self, deed_id: UUID) -> Sequence[UUID]:
        cases = (document.thing for document in self.documents.values())
        return [case.id for case in cases if case.facts.deed_id == deed_id and case.state not in FINAL]


class MemoryDeeds(MemoryKept[KnownDeed]):
    async def linked_to(self, deed_ids: Collection[UUID]) -> Collection[UUID]:
        deeds = (document.thing for document in self.documents.values())
        return [deed.id for deed in deeds if deed.linked_to in deed_ids]


class MemoryCouncils(MemoryKept[Council]):
    async def of_units(self, unit_ids: Collection[str]) -> Sequence[Council]:
        return self._sorted(lambda council: council.unit_id in unit_ids)

    async def with_codes(self, codes: Collection[str]) -> Sequence[Council]:
        return self._sorted(lambda council: council.code in codes)

    def _sorted(self, wanted: Callable[[Council], bool]) -> Sequence[Council]:
        found = [document.thing for document in self.documents.values() if wanted(document.thing)]
        return sorted(found, key=lambda council: council.code)


class MemorySessions(MemoryKept[Session]):
    async def voting(self) -> Sequence[Session]:
        sessions = (document.thing for document in self.documents.values())
        return [session for session in sessions if session.state is SessionState.VOTING_OPEN]

    async def calling(self, case_id: UUID) -> Sequence[UUID]:
        sessions = (document.thing for document in self.documents.values())
        ongoing = (session for session in sessions if session.state in IN_SESSION)
        return [one.id for one in ongoing if any(vote.case_id == case_id for vote in one.votes)]

    async def cast(self, session_id: UUID, case_id: UUID, cast: Cast) -> bool:
        document = self.documents.get(session_id)
        if document is None or document.thing.state is not SessionState.VOTING_OPEN:
            return False
        session = document.thing
        if all(vote.case_id != case_id for vote in session.votes):
            return False
        vote = session.vote_on(case_id)
        if cast.member_ref not in vote.entitled or cast.member_ref in vote.participation:
            return False
        votes = tuple(one.take(cast) if one.case_id == case_id else one for one in session.votes)
        document.thing = replace(session, votes=votes, version=session.version + 1)
        return True


class MemoryDecisions(MemoryKept[Decision]):
    async def naming(self, case_id: UUID) -> Sequence[UUID]:
        decisions = (document.thing for document in self.documents.values())
        return [one.id for one in decisions if one.row(case_id) is not None]

    async def last_serial(self, grantor_unit_id: str, year: int) -> int:
        found = (document.thing for document in self.documents.values())
        here = (one for one in found if one.numbered and (one.grantor_unit_id, one.year) == (grantor_unit_id, year))
        return max((one.serial or 0 for one in here), default=0)


class MemoryDelegations(MemoryKept[Delegation]):
    async def given_to(self, ref: str) -> Sequence[Delegation]:
        return [document.thing for document in self.documents.values() if document.thing.delegate_ref == ref]


class MemoryAwards(MemoryKept[Award]):
    async def holder(self, claim: str) -> Award | None:
        awards = (document.thing for document in self.documents.values())
        return next((award for award in awards if award.live and award.claim == claim), None)

    async def live_of(self, deed_ids: Collection[UUID]) -> Collection[UUID]:
        awards = (document.thing for document in self.documents.values())
        return [award.id for award in awards if award.live and award.facts.deed_id in deed_ids]


class MemoryFindings(MemoryWaiting[Finding]):
    waiting = ("assigned",)


class MemoryComplaints(MemoryWaiting[Complaint]):
    waiting = STEP_OF_COMPLAINT

    async def shown(self, complaint_id: UUID, reader: ComplaintReader) -> Seen[Complaint] | None:
        return _first(self._for(reader), complaint_id)

    async def listed(self, states: Collection[str], limit: int, reader: ComplaintReader) -> Sequence[Seen[Complaint]]:
        found = sorted(self._for(reader), key=lambda seen: (seen.thing.due_on, seen.thing.id.bytes))
        return _in_states(found, states, limit)

    def _for(self, reader: ComplaintReader) -> list[Seen[Complaint]]:
        return [
            Seen(document.thing, document.seq)
            for document in self.documents.values()
            if document.thing.sender_mark == reader.mark
            or (reader.places & set(document.thing.target.path) and reader.ref not in document.thing.target.gain_refs)
        ]


def _case_path(thing: Case | Award) -> Collection[str]:
    return (*thing.facts.grantor_path, *thing.facts.unit_path)


def _opinion_path(opinion: Opinion) -> Collection[str]:
    return (opinion.body_id, *opinion.facts.grantor_path)


def _first(found: list[Seen[T]], thing_id: UUID) -> Seen[T] | None:
    return next((seen for seen in found if seen.thing.id == thing_id), None)


def _in_states(found: list[Seen[T]], states: Collection[str], limit: int) -> list[Seen[T]]:
    return [seen for seen in found if not states or getattr(seen.thing, "state", "") in states][:limit]


@dataclass
class Memory:
    """All ports in memory. `told` holds every event that was kept, in order."""

    told: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cases = MemoryCases(
            lambda case: case.office,
            self.told,
            standings_of=lambda case: case.standings,
            elsewhere=UNIT_ACTS,
        )
        self.councils_kept = MemoryCouncils(lambda council: council.path, self.told)
        self.sessions_kept = MemorySessions(lambda session: session.path, self.told)
        self.decisions_kept = MemoryDecisions(
            lambda decision: decision.path, self.told, {ONE_NUMBER: _number}, lambda decision: decision.standings
        )
        self.deeds = MemoryDeeds(lambda _: (), self.told)
        self.awards = MemoryAwards(
            lambda award: award.path, self.told, {ONE_LIVE_AWARD: _claim}, lambda award: award.standings
        )
        self.delegations_kept = MemoryDelegations(lambda delegation: delegation.path, self.told)
        self.findings_kept = MemoryFindings(
            lambda finding: finding.subject.path, self.told, standings_of=lambda finding: finding.standings
        )
        self.complaints_kept = MemoryComplaints(
            lambda complaint: complaint.target.path, self.told, standings_of=lambda complaint: complaint.standings
        )
        self.opinions_kept = MemoryOpinions(
            lambda opinion: (opinion.body_id,), self.told, standings_of=lambda opinion: opinion.standings
        )
        self.consultations_kept = MemoryConsultations(
            lambda consultation: consultation.path, self.told, standings_of=lambda consultation: consultation.standings
        )
        self.bulletins = MemoryBulletins(self.told, self.cases.documents, self.awards.documents)
        self.readings = MemoryReadings(self)
        self.units = MemoryUnits()

    def homes(self) -> Homes:
        return Homes(
            cases=self.cases,
            councils=self.councils_kept,
            sessions=self.sessions_kept,
            decisions=self.decisions_kept,
            deeds=self.deeds,
            awards=self.awards,
            delegations=self.delegations_kept,
            findings=self.findings_kept,
            complaints=self.complaints_kept,
            opinions=self.opinions_kept,
            consultations=self.consultations_kept,
            figures=MemoryFigures(),
            answers=MemoryAnswers(),
            formalities=MemoryFormalities(),
            staff=MemoryStaff(),
            bulletins=self.bulletins,
            readings=self.readings,
            numbers=MemoryNumbers(),
            units=self.units,
            safe=Vault(new_key()),
        )


class MemoryReadings:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def case(self, case_id: UUID, places: Places) -> Seen[Case] | None:
        return _first(self._memory.cases.within(places, _case_path), case_id)

    async def cases(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Case]]:
        found = sorted(self._memory.cases.within(places, _case_path), key=lambda seen: seen.thing.decide_by)
        return _in_states(found, states, limit)

    async def session(self, session_id: UUID, places: Places) -> Seen[Session] | None:
        return _first(self._memory.sessions_kept.within(places, lambda session: session.path), session_id)

    async def sessions(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Session]]:
        found = self._memory.sessions_kept.within(places, lambda session: session.path)
        return _in_states(found[::-1], states, limit)

    async def decision(self, decision_id: UUID, places: Places) -> Seen[Decision] | None:
        return _first(self._memory.decisions_kept.within(places, lambda decision: decision.path), decision_id)

    async def decisions(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Decision]]:
        found = self._memory.decisions_kept.within(places, lambda decision: decision.path)
        return _in_states(found[::-1], states, limit)

    async def award(self, award_id: UUID, places: Places, reader_ref: str) -> Seen[Award] | None:
        found = _first(self._memory.awards.within(None, _case_path), award_id)
        if found is None or (found.thing.facts.subject_ref == reader_ref and found.thing.grant is not None):
            return found
        return _first(self._memory.awards.within(places, _case_path), award_id)

    async def payments(self, asked: PaymentsAsked, limit: int, places: Places) -> Sequence[Award]:
        found = (seen.thing for seen in self._memory.awards.within(places, lambda award: award.facts.grantor_path))
        wanted = [
            award
            for award in found
            if award.grant is not None
            and payment_state(award) is asked.state
            and asked.first <= award.grant.decided_on <= asked.last
            and asked.grantor_unit_id in (None, award.facts.grantor_unit_id)
        ]
        return sorted(wanted, key=in_order)[:limit]

    async def delegations(self, places: Places, reader_ref: str) -> Sequence[Seen[Delegation]]:
        kept = self._memory.delegations_kept
        found = kept.within(None, lambda one: one.path)
        within = {seen.thing.id for seen in kept.within(places, lambda one: one.path)}
        return [seen for seen in found[::-1] if seen.thing.id in within or seen.thing.delegate_ref == reader_ref]

    async def finding(self, finding_id: UUID, places: Places) -> Seen[Finding] | None:
        return _first(self._memory.findings_kept.within(places, lambda finding: finding.subject.path), finding_id)

    async def findings(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Finding]]:
        found = self._memory.findings_kept.within(places, lambda finding: finding.subject.path)
        return _in_states(found[::-1], states, limit)

    async def opinion(self, opinion_id: UUID, places: Places) -> Seen[Opinion] | None:
        return _first(self._memory.opinions_kept.within(places, _opinion_path), opinion_id)

    async def opinions(
        self, states: Collection[str], case_id: UUID | None, limit: int, places: Places
    ) -> Sequence[Seen[Opinion]]:
        found = self._memory.opinions_kept.within(places, _opinion_path)
        mine = [seen for seen in found if case_id in (None, seen.thing.case_id)]
        return _in_states(sorted(mine, key=lambda seen: seen.thing.due_on), states, limit)

    async def councils(self) -> Sequence[Seen[Council]]:
        found = self._memory.councils_kept.within(None, lambda council: council.path)
        return sorted(found, key=lambda seen: seen.thing.code)

    async def council(self, wanted_id: UUID) -> Seen[Council] | None:
        return _first(self._memory.councils_kept.within(None, lambda council: council.path), wanted_id)


def _number(decision: Decision) -> object:
    return (decision.grantor_unit_id, decision.year, decision.number) if decision.numbered else None


def _claim(award: Award) -> object:
    return award.claim if award.live else None
