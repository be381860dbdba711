"""Cases take note of how their council voted."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.agenda import record_vote
from services.reviews.domain.case import Case
from services.reviews.usecases.case.change import change
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases
from shared.contracts.councils import CouncilVoteClosed
from shared.contracts.event import Event
from shared.contracts.parts import ReasonGiven, VoteResult
from shared.contracts.reviews import ReviewNotRecommended, ReviewRecommended
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class RecordVotes:
    """A session counted its votes: each case is recommended or not.

    Emits: ReviewRecommended, ReviewNotRecommended.
    """

    cases: Cases
    clock: Clock

    async def __call__(self, event: CouncilVoteClosed, cause: Cause) -> None:
        for result in event.results:
            await self._record(event.session_id, result, cause)

    async def _record(self, session_id: UUID, result: VoteResult, cause: Cause) -> None:
        on = local_day(self.clock())
        await change(
            self.cases,
            UUID(result.case_id),
            cause,
            lambda case: record_vote(case, session_id, passed=result.passed, on=on),
            lambda case: [_news(case, session_id, result)],
        )


def _news(case: Case, session_id: UUID, result: VoteResult) -> Event:
    if result.passed:
        return ReviewRecommended(**about(case), session_id=session_id)
    reason = ReasonGiven(code="THRESHOLD_NOT_MET", citation=f"{result.yes}/{result.base} < {result.threshold} %")
    return ReviewNotRecommended(**about(case), session_id=session_id, reasons=(reason,))
