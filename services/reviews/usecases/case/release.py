"""A held case is released."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.usecases.case.facts import about, steps_of
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import ReviewReleased
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    """Let a held case go on where it stands by now; what is not done falls due later by the working days of the hold.

    Emits: ReviewReleased.
    Raises: NoRulePackError, PackChangedError, NoCalendarError, ForbiddenError, RoleSeparationError, ConflictError,
    ComplaintVerifyingError, StillDisputedError.
    """

    cases: Cases
    packs: RulePacks
    clock: Clock

    async def __call__(self, case_id: UUID, cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        pack = self.packs.quoted(case.facts.pack)
        released = case.release(local_day(self.clock()), pack.calendar)
        await self.cases.save(released, emits=[released_as(case, released)], because_of=cause)


def released_as(held: Case, released: Case) -> ReviewReleased:
    """The news of a case that goes on."""
    return ReviewReleased(
        **about(released),
        next_state=released.state.value,
        held_days=released.held_days - held.held_days,
        steps=steps_of(released.steps),
        decide_by=released.decide_by,
    )
