"""A case is held until something is verified."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.row import RowOutcome
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases, Decisions
from shared.contracts.reviews import ReviewHeld
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ConflictError
from shared.kernel.holds import HoldGround


@dataclass(frozen=True, slots=True)
class HoldCase:
    """Hold a case that is under review; its clock stands still, and no decision that names it can be signed.

    One that was signed already stands, also before the case has heard of it.

    Emits: ReviewHeld.
    Raises: OnHoldError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    cases: Cases
    decisions: Decisions
    clock: Clock

    async def __call__(self, case_id: UUID, ground: HoldGround, cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        if await is_signed(case, self.decisions):
            raise ConflictError("STATE_CHANGED", state="granted")
        held = case.hold(ground, local_day(self.clock()))
        await self.cases.save(held, emits=[news_of_hold(held, ground)], because_of=cause)


async def is_signed(case: Case, decisions: Decisions) -> bool:
    """Whether a decision commends it already, also before the case has heard of that."""
    for decision_id in case.decisions:
        decision = await decisions.find(decision_id)
        row = decision.row(case.id) if decision is not None else None
        if row is not None and row.outcome is RowOutcome.GRANTED:
            return True
    return False


def news_of_hold(held: Case, ground: HoldGround) -> ReviewHeld:
    """The news of a case that is held."""
    return ReviewHeld(**about(held), ground=ground.value)
