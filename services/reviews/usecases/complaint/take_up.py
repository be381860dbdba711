"""A supervisor takes a complaint up."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.reviews.usecases.complaint.about import about
from services.reviews.usecases.complaint.judge import JudgedComplaint
from services.reviews.usecases.ports import Complaints
from shared.contracts.supervision import ComplaintAccepted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class TakeUpComplaint:
    """Begin to verify: the case is held, or the award examined, until it is resolved.

    Emits: ComplaintAccepted.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, NoRulePackError.
    """

    judged: JudgedComplaint
    complaints: Complaints
    packs: RulePacks
    clock: Clock

    async def __call__(self, complaint_id: UUID, cause: Cause) -> None:
        complaint = await self.judged(complaint_id, cause)
        today = local_day(self.clock())
        days = self.packs.in_force(today).complaint_resolve_calendar_days
        taken_up = complaint.take_up(today + timedelta(days=days))
        event = ComplaintAccepted(**about(taken_up), due_on=taken_up.due_on)
        await self.complaints.save(taken_up, emits=[event], because_of=cause)
