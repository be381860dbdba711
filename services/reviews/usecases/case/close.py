"""A case is closed when its nomination ended."""

from dataclasses import dataclass

from services.reviews.domain.case import Case
from services.reviews.usecases.case.change import change
from services.reviews.usecases.case.facts import closed
from services.reviews.usecases.ports import Cases
from shared.contracts.nominations import NominationIneligible, NominationLapsed, NominationMerged, NominationWithdrawn
from shared.contracts.parts import ReasonGiven
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class CloseCase:
    """A nomination was withdrawn, merged, ruled out or lapsed: nothing is left. A mere draft never had a case.

    Emits: ReviewClosed.
    """

    cases: Cases

    async def __call__(
        self, event: NominationWithdrawn | NominationMerged | NominationIneligible | NominationLapsed, cause: Cause
    ) -> None:
        reasons: tuple[ReasonGiven, ...] = ()
        if isinstance(event, NominationMerged | NominationIneligible):
            reasons = event.reasons
        await change(self.cases, event.nomination_id, cause, Case.withdraw, lambda case: [closed(case, reasons)])
