"""The use cases of reviews on ports in memory, and the steps that many tests begin with."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from services.reviews.domain.ballot import Choice
from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import Verdict
from services.reviews.domain.decision import Decision
from services.reviews.domain.session import Session
from services.reviews.usecases import all_use_cases
from services.reviews.usecases.decision.prepare import Proposed
from shared.contracts.awards import AwardFreed, AwardGranted, AwardReserved, DecisionDrafted, DecisionSigned
from shared.contracts.councils import CouncilConvened, CouncilVoteClosed
from shared.contracts.event import Event
from shared.kernel.actor import Actor
from shared.kernel.rulepack import RulePacks
from tests.reviews.facts import (
    CHAIR,
    COUNCIL,
    DIRECTOR,
    MEMBERS,
    NOW,
    OFFICER,
    OFFICER_BTP,
    PACKS,
    SECRETARY,
    forwarded,
    member,
    news,
    submitted,
    wish,
)
from tests.reviews.memory import Memory

E = TypeVar("E", bound=Event)


class Desk:
    """Use cases with a settable clock. Events are handed on by the test, one by one: there is no bus here."""

    def __init__(self, packs: RulePacks = PACKS) -> None:
        self.memory = Memory()
        self.homes = self.memory.homes()
        self.at: datetime = NOW
        ids = itertools.count(100)
        self.do = all_use_cases(self.homes, packs, lambda: f"{next(ids):032x}", lambda: self.at)

    def told(self, kind: type[E]) -> list[E]:
        return [event for event in self.memory.told if isinstance(event, kind)]

    def last(self, kind: type[E]) -> E:
        return self.told(kind)[-1]

    async def case(self, case_id: UUID) -> Case:
        found = await self.homes.cases.find(case_id)
        assert found is not None
        return found

    async def session(self, session_id: UUID) -> Session:
        found = await self.homes.sessions.find(session_id)
        assert found is not None
        return found

    async def decision(self, decision_id: UUID) -> Decision:
        found = await self.homes.decisions.find(decision_id)
        assert found is not None
        return found

    async def admitted(self, data: dict[str, Any]) -> UUID:
        await self.do.case.open(submitted(data), news())
        await self.do.case.admit(forwarded(data), news())
        case_id: UUID = data["nomination_id"]
        return case_id

    async def appraised(self, data: dict[str, Any]) -> UUID:
        case_id = await self.admitted(data)
        officer = OFFICER if data["grantor_unit_id"] == "STP-HP" else OFFICER_BTP
        await self.do.case.appraise(case_id, Verdict.MEETS, (), wish(officer, "case.appraise"))
        return case_id

    async def council(self) -> None:
        record = self.do.council.record
        await record(
            COUNCIL.code, COUNCIL.unit_id, "HD-01", MEMBERS, COUNCIL.related, wish(OFFICER_BTP, "council.record")
        )

    async def convened(self, *case_ids: UUID, hours: int = 24) -> UUID:
        closes_at = self.at + timedelta(hours=hours)
        session_id = await self.do.session.convene("HD-BTP", case_ids, closes_at, wish(SECRETARY, "session.convene"))
        await self.do.case.seat(self.last(CouncilConvened), news())
        return session_id

    async def voted(self, session_id: UUID, yes: Sequence[str], no: Sequence[str] = ()) -> None:
        for choice, refs in ((Choice.YES, yes), (Choice.NO, no)):
            for ref in refs:
                for vote in (await self.session(session_id)).votes:
                    await self.do.session.cast(session_id, vote.case_id, choice, wish(member(ref), "session.cast"))

    async def recommended(self, data: dict[str, Any]) -> UUID:
        await self.council()
        case_id = await self.appraised(data)
        session_id = await self.convened(case_id)
        await self.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
        await self.voted(session_id, [ref for ref in MEMBERS if ref != "HD-03"])
        await self.do.session.close_voting(session_id, wish(CHAIR, "session.close_voting"))
        await self.do.case.record_vote(self.last(CouncilVoteClosed), news())
        return case_id

    async def drafted(self, *case_ids: UUID, number: str = "12/QĐ-STP", actor: Actor = OFFICER) -> UUID:
        rows = [Proposed(case_id, "Nguyễn Thị Hạnh", "Giúp 37 hộ dân") for case_id in case_ids]
        decision_id = await self.do.decision.prepare("STP-HP", number, rows, wish(actor, "decision.prepare"))
        await self.do.case.queue(self.last(DecisionDrafted), news())
        return decision_id

    async def published(self, data: dict[str, Any], number: str = "12/QĐ-STP") -> UUID:
        """The award of a simple file, signed, granted, and known to everybody."""
        decision_id = await self.drafted(await self.appraised(data), number=number)
        await self.reserved(decision_id)
        await self.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
        await self.do.award.grant(self.last(DecisionSigned), news())
        granted = self.last(AwardGranted)
        await self.do.award.publish(granted, news())
        return granted.award_id

    async def reserved(self, decision_id: UUID) -> None:
        drafted = next(event for event in self.told(DecisionDrafted) if event.decision_id == decision_id)
        before = len(self.memory.told)
        await self.do.award.reserve(drafted, news())
        for event in self.memory.told[before:]:
            if isinstance(event, AwardReserved | AwardFreed):
                await self.do.decision.mark_row(event, news())
