"""The grantor refuses a case."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.case.facts import closed
from services.reviews.usecases.ports import Cases
from shared.contracts.parts import ReasonGiven
from shared.kernel.cause import Cause
from shared.kernel.policy import permit

GRANTOR_DECLINED = "GRANTOR_DECLINED"


@dataclass(frozen=True, slots=True)
class RefuseCase:
    """Do not commend, against the council's advice or with it; why stays with the case.

    Emits: ReviewClosed.
    Raises: OnHoldError, InDraftError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    cases: Cases

    async def __call__(self, case_id: UUID, because: str, cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        permit(cause.actor, cause.action, case.office[-1:])
        refused = case.refuse(because)
        reasons = (ReasonGiven(code=GRANTOR_DECLINED),)
        await self.cases.save(refused, emits=[closed(refused, reasons)], because_of=cause)
