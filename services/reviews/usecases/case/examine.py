"""While a complaint about a case is verified the case is held, and the award that it has become is marked.

A signature can be faster than the hold: whoever signs reads the cases first. Its award was reserved by then, and is
found after the hold was kept; a signature that comes later reads the hold. So one of the two stops. Both are done here,
in the order of the complaint's own news, so that nothing is marked after the complaint was resolved.
"""

from dataclasses import dataclass

from services.reviews.domain.complaint import HOLD_GROUND, ComplaintKind, ComplaintState
from services.reviews.domain.finding import About
from services.reviews.usecases.award.change import change as change_award
from services.reviews.usecases.award.of_case import awards_of
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.case.hold import is_signed
from services.reviews.usecases.ports import Awards, Cases, Complaints, Decisions
from shared.contracts.event import Event
from shared.contracts.reviews import ReviewHeld
from shared.contracts.supervision import ComplaintAccepted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError


@dataclass(frozen=True, slots=True)
class ExamineCase:
    """A complaint was taken up: its case stands still, unless it is held already or over, and its award is marked.

    Emits: ReviewHeld.
    """

    cases: Cases
    complaints: Complaints
    decisions: Decisions
    awards: Awards
    clock: Clock

    async def __call__(self, accepted: ComplaintAccepted, cause: Cause) -> None:
        if accepted.about != About.CASE.value:
            return
        await self._hold(accepted, cause)
        complaint = await self.complaints.find(accepted.complaint_id)
        if complaint is None or complaint.state is not ComplaintState.VERIFYING:
            return
        for award in await awards_of(accepted.about_id, self.decisions, self.awards):
            await change_award(self.awards, award.id, cause, lambda award: award.examine(complaint.id))

    async def _hold(self, accepted: ComplaintAccepted, cause: Cause) -> None:
        try:
            case = await self.cases.get(accepted.about_id, cause)
        except AlreadyHandledError:
            return
        if await is_signed(case, self.decisions):
            return
        ground = HOLD_GROUND[ComplaintKind(accepted.kind)]
        examined = case.examine(accepted.complaint_id, ground, local_day(self.clock()))
        if examined is case:
            return
        is_news = case.held is None
        emits: list[Event] = [ReviewHeld(**about(examined), ground=ground.value)] if is_news else []
        await self.cases.save(examined, emits=emits, because_of=cause)
