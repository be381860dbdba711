"""Cases wait for the grantor once a decision names them."""

from dataclasses import dataclass

from services.reviews.usecases.case.change import change
from services.reviews.usecases.ports import Cases
from shared.contracts.awards import DecisionDrafted
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class QueueCases:
    """A decision was drafted: its cases wait for the signature."""

    cases: Cases

    async def __call__(self, event: DecisionDrafted, cause: Cause) -> None:
        for case_id in event.case_ids:
            await change(self.cases, case_id, cause, lambda case: case.queue(event.decision_id))
