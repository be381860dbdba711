"""A supervisor takes a complaint up."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from services.reviews.domain.complaint import Complaint
from services.reviews.domain.finding import About, Subject
from services.reviews.usecases.award.of_case import standing_award
from services.reviews.usecases.complaint.about import about
from services.reviews.usecases.complaint.judge import JudgedComplaint
from services.reviews.usecases.ports import Awards, Complaints, Decisions
from shared.contracts.supervision import ComplaintAccepted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class TakeUpComplaint:
    """Begin to verify: the case is held, or the award examined, until it is resolved.

    A complaint about a case that has become an award meanwhile is about that award. The award of one that becomes it
    while this is kept is marked by the news of it.

    Emits: ComplaintAccepted.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, NoRulePackError.
    """

    judged: JudgedComplaint
    complaints: Complaints
    decisions: Decisions
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
        if complaint.target.about is not About.CASE:
            return complaint
        award = await standing_award(complaint.target.about_id, self.decisions, self.awards)
        if award is None:
            return complaint
        return replace(complaint, target=Subject.of(About.AWARD, award.id, award.facts))
