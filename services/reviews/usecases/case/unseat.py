"""Cases leave a session that was adjourned, or goes on without them."""

from dataclasses import dataclass

from services.reviews.domain.agenda import unseat
from services.reviews.usecases.case.change import change
from services.reviews.usecases.ports import Cases
from shared.contracts.councils import CouncilAdjourned, CouncilCaseStruck
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class UnseatCases:
    """A session was adjourned, or struck a case that was given back meanwhile: they are ready for another."""

    cases: Cases

    async def __call__(self, event: CouncilAdjourned | CouncilCaseStruck, cause: Cause) -> None:
        for case_id in event.struck_ids if isinstance(event, CouncilCaseStruck) else event.case_ids:
            await change(self.cases, case_id, cause, lambda case: unseat(case, event.session_id))
