"""An officer appraises a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import Verdict
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import ReviewAppraised
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class AppraiseCase:
    """An officer of the grantor says whether the file meets the standard; then a council votes, or the grantor decides.

    Emits: ReviewAppraised.
    Raises: ConflictError, RoleSeparationError, FindingMissingError.
    """

    cases: Cases
    clock: Clock

    async def __call__(self, case_id: UUID, verdict: Verdict, findings: Sequence[str], cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        appraised = case.appraise(cause.actor.ref, verdict, tuple(findings), local_day(self.clock()))
        event = ReviewAppraised(
            **about(appraised),
            verdict=verdict.value,
            next_state=appraised.state.value,
        )
        await self.cases.save(appraised, emits=[event], because_of=cause)
