"""A case ends with its award."""

from dataclasses import dataclass

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import TooLateSignedError
from services.reviews.usecases.case.change import change
from services.reviews.usecases.case.facts import closed
from services.reviews.usecases.ports import Cases
from shared.contracts.awards import AwardGranted
from shared.contracts.parts import ReasonGiven
from shared.contracts.reviews import ReviewClosed
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class FinishCase:
    """An award was granted: the review is over.

    Emits: ReviewClosed.
    """

    cases: Cases

    async def __call__(self, event: AwardGranted, cause: Cause) -> None:
        await change(
            self.cases, event.case_id, cause, lambda case: case.finish(event.decision_id, event.decided_on), _news
        )


def _news(case: Case) -> list[ReviewClosed]:
    """Who asked to take it back meanwhile is answered: the signature was faster."""
    too_late = () if case.withdrawal is None else (ReasonGiven(code=TooLateSignedError.code),)
    return [closed(case, too_late)]
