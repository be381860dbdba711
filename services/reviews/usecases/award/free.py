"""Awards are freed when their decision came back, or lets one of its rows go."""

from dataclasses import dataclass

from services.reviews.domain.row import award_id
from services.reviews.usecases.award.about import about
from services.reviews.usecases.award.change import change
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardFreed, DecisionReturned, DecisionRowReleased
from shared.kernel.cause import Cause

DECISION_RETURNED = "DECISION_RETURNED"


@dataclass(frozen=True, slots=True)
class FreeAwards:
    """A decision came back unsigned, or goes on without a case: the claims of those rows are let go.

    Emits: AwardFreed.
    """

    awards: Awards

    async def __call__(self, event: DecisionReturned | DecisionRowReleased, cause: Cause) -> None:
        case_ids, reason = event.case_ids, DECISION_RETURNED
        if isinstance(event, DecisionRowReleased):
            case_ids, reason = (event.case_id,), event.reason
        for case_id in case_ids:
            await change(
                self.awards,
                award_id(event.decision_id, case_id),
                cause,
                lambda award: award.free(reason),
                lambda award: [AwardFreed(**about(award), reason=reason)],
            )
