"""A case ends with its award."""

from dataclasses import dataclass

from services.reviews.domain.case import Case
from services.reviews.usecases.case.change import change
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases
from shared.contracts.awards import AwardGranted
from shared.contracts.reviews import ReviewClosed
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class FinishCase:
    """An award was granted: the review is over.

    Emits: ReviewClosed.
    """

    cases: Cases

    async def __call__(self, event: AwardGranted, cause: Cause) -> None:
        def told(case: Case) -> list[ReviewClosed]:
            return [ReviewClosed(**about(case), outcome="granted", proposer_ref=case.facts.proposer_ref)]

        await change(
            self.cases, event.case_id, cause, lambda case: case.finish(event.decision_id, event.decided_on), told
        )
