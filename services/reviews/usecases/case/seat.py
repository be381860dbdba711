"""Cases are seated when a council is convened for them."""

from dataclasses import dataclass

from services.reviews.domain.agenda import seat
from services.reviews.usecases.case.change import change
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import CouncilConvened
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class SeatCases:
    """A session was convened: its ready cases wait for its vote."""

    cases: Cases

    async def __call__(self, event: CouncilConvened, cause: Cause) -> None:
        for case_id in event.case_ids:
            await change(self.cases, case_id, cause, lambda case: seat(case, event.session_id))
