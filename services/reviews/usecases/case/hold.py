"""A case is held until something is verified."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.decision import RowOutcome
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
        await self._require_unsigned(case)
        held = case.hold(ground, local_day(self.clock()))
        event = ReviewHeld(**about(held), ground=ground.value)
        await self.cases.save(held, emits=[event], because_of=cause)

    async def _require_unsigned(self, case: Case) -> None:
        for decision_id in case.decisions:
            decision = await self.decisions.find(decision_id)
            row = decision.row(case.id) if decision is not None else None
            if row is not None and row.outcome is RowOutcome.GRANTED:
                raise ConflictError("STATE_CHANGED", state="granted")
