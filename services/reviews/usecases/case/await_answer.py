"""A case waits for a body that was asked about it."""

from dataclasses import dataclass

from services.reviews.domain.consulting import wait_for
from services.reviews.usecases.case.change import change
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import OpinionRequested
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class AwaitAnswer:
    """A body was asked: a case that is being appraised or consulted waits for its answer.

    One that waits since its appraisal remembers that it heard so: a repeat after the answer would let it wait anew.
    """

    cases: Cases

    async def __call__(self, event: OpinionRequested, cause: Cause) -> None:
        await change(
            self.cases, event.case_id, cause, lambda case: wait_for(case, event.opinion_id), always_remembers=True
        )
