"""An officer of the grantor takes over a case that was sent up."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.escalating import take_over
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import ReviewTakenOver
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class TakeOverCase:
    """Take in hand a case that came from below, to appraise it anew.

    Emits: ReviewTakenOver.
    Raises: OnHoldError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    cases: Cases

    async def __call__(self, case_id: UUID, cause: Cause) -> None:
        taken = take_over(await self.cases.get(case_id, cause))
        event = ReviewTakenOver(**about(taken), to_unit_id=taken.facts.grantor_unit_id)
        await self.cases.save(taken, emits=[event], because_of=cause)
