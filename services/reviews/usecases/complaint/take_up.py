"""A supervisor takes a complaint up."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from services.reviews.domain.award import STANDING
from services.reviews.domain.complaint import Complaint
from services.reviews.domain.finding import About, Subject
from services.reviews.usecases.complaint.about import about
from services.reviews.usecases.complaint.judge import JudgedComplaint
from services.reviews.usecases.ports import Awards, Cases, Complaints
from shared.contracts.supervision import ComplaintAccepted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class TakeUpComplaint:
    """Begin to verify: the case is held, or the award examined, until it is resolved.

    A complaint about a case that has become an award meanwhile is about that award.

    Emits: ComplaintAccepted.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, NoRulePackError.
    """

    judged: JudgedComplaint
    complaints: Complaints
    cases: Cases
    awards: Awards
    packs: RulePacks
    clock: Clock

    async def __call__(self, complaint_id: UUID, cause: Cause) -> None:
        complaint = await self.judged(complaint_id, cause)
        today = local_day(self.clock())
        days = self.packs.in_force(today).complaint_resolve_calendar_days
        taken_up = (await self._aimed(complaint)).take_up(today + timedelta(days=days))
        event = ComplaintAccepted(**about(taken_up), due_on=taken_up.due_on)
        await self.complaints.save(taken_up, emits=[event], because_of=cause)

    async def _aimed(self, complaint: Complaint) -> Complaint:
        case = await self.cases.find(complaint.target.about_id) if complaint.target.about is About.CASE else None
        award = None if case is None else await self.awards.holder(case.facts.claim)
        if case is None or award is None or award.case_id != case.id or award.state not in STANDING:
            return complaint
        return replace(complaint, target=Subject.of(About.AWARD, award.id, award.facts))
