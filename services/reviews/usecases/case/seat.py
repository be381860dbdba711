"""Cases are seated when a council is convened for them."""

from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from services.reviews.domain.agenda import seat
from services.reviews.usecases.case.change import change
from services.reviews.usecases.ports import Cases
from shared.contracts.councils import CouncilConvened
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class SeatCases:
    """A session was convened: its ready cases wait for its vote.

    One that is not ready remembers that it was called: a repeat after the session's end would seat it for ever.
    """

    cases: Cases

    async def __call__(self, event: CouncilConvened, cause: Cause) -> None:
        for case_id, unit_id in zip_longest(event.case_ids, event.reviewed_by):
            act = partial(seat, session_id=event.session_id, reviewed_by=unit_id)
            await change(self.cases, case_id, cause, act, always_remembers=True)
