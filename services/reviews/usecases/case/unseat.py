"""Cases leave a session that was adjourned."""

from dataclasses import dataclass

from services.reviews.domain.agenda import unseat
from services.reviews.usecases.case.change import change
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import CouncilAdjourned
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class UnseatCases:
    """A session was adjourned: its cases are ready for another."""

    cases: Cases

    async def __call__(self, event: CouncilAdjourned, cause: Cause) -> None:
        for case_id in event.case_ids:
            await change(self.cases, case_id, cause, lambda case: unseat(case, event.session_id))
