"""Awards are freed when their decision came back."""

from dataclasses import dataclass

from services.reviews.domain.row import award_id
from services.reviews.usecases.award.about import about
from services.reviews.usecases.award.change import change
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardFreed, DecisionReturned
from shared.kernel.cause import Cause

DECISION_RETURNED = "DECISION_RETURNED"


@dataclass(frozen=True, slots=True)
class FreeAwards:
    """A decision came back unsigned: the claims of its rows are let go.

    Emits: AwardFreed.
    """

    awards: Awards

    async def __call__(self, event: DecisionReturned, cause: Cause) -> None:
        for case_id in event.case_ids:
            await change(
                self.awards,
                award_id(event.decision_id, case_id),
                cause,
                lambda award: award.free(DECISION_RETURNED),
                lambda award: [AwardFreed(**about(award), reason=DECISION_RETURNED)],
            )
