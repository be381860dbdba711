"""Cases wait for the grantor once a decision names them."""

from dataclasses import dataclass
from functools import partial

from services.reviews.domain.case import Case
from services.reviews.usecases.case.change import change
from services.reviews.usecases.ports import Cases
from shared.contracts.awards import DecisionDrafted
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class QueueCases:
    """A decision was drafted: its cases wait for the signature.

    One that cannot be decided remembers that it was named: a repeat after the draft's end would bind it for ever.
    """

    cases: Cases

    async def __call__(self, event: DecisionDrafted, cause: Cause) -> None:
        for case_id in event.case_ids:
            act = partial(Case.queue, decision_id=event.decision_id)
            await change(self.cases, case_id, cause, act, always_remembers=True)
