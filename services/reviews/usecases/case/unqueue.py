"""Cases leave a decision that will not commend them."""

from dataclasses import dataclass

from services.reviews.usecases.case.change import change
from services.reviews.usecases.ports import Cases
from shared.contracts.awards import AwardFreed, DecisionReturned
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class UnqueueCases:
    """A decision came back unsigned, or a claim was not free: another decision may name the case."""

    cases: Cases

    async def __call__(self, event: DecisionReturned | AwardFreed, cause: Cause) -> None:
        for case_id in event.case_ids if isinstance(event, DecisionReturned) else (event.case_id,):
            await change(self.cases, case_id, cause, lambda case: case.unqueue(event.decision_id))
