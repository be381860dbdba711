"""A case is held while a complaint about it is verified."""

from dataclasses import dataclass

from services.reviews.domain.complaint import HOLD_GROUND, ComplaintKind
from services.reviews.domain.finding import About
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases
from shared.contracts.event import Event
from shared.contracts.reviews import ReviewHeld
from shared.contracts.supervision import ComplaintAccepted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ExamineCase:
    """A complaint was taken up: its case stands still, unless it is held already or over.

    Emits: ReviewHeld.
    """

    cases: Cases
    clock: Clock

    async def __call__(self, accepted: ComplaintAccepted, cause: Cause) -> None:
        if accepted.about != About.CASE.value:
            return
        case = await self.cases.get(accepted.about_id, cause)
        ground = HOLD_GROUND[ComplaintKind(accepted.kind)]
        examined = case.examine(accepted.complaint_id, ground, local_day(self.clock()))
        if examined is case:
            return
        is_news = case.held is None
        emits: list[Event] = [ReviewHeld(**about(examined), ground=ground.value)] if is_news else []
        await self.cases.save(examined, emits=emits, because_of=cause)
