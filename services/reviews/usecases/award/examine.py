"""An award is marked while a complaint about it is verified.

A complaint about its case marks it too; with the case, in `usecases/case/examine.py`.
"""

from dataclasses import dataclass

from services.reviews.domain.finding import About
from services.reviews.usecases.award.change import change
from services.reviews.usecases.ports import Awards
from shared.contracts.supervision import ComplaintAccepted, ComplaintResolved
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ExamineAward:
    """A complaint was taken up: money and words of its award stay as they are until it is resolved."""

    awards: Awards

    async def __call__(self, accepted: ComplaintAccepted, cause: Cause) -> None:
        if accepted.about == About.AWARD.value:
            complaint_id = accepted.complaint_id
            await change(self.awards, accepted.about_id, cause, lambda award: award.examine(complaint_id))


@dataclass(frozen=True, slots=True)
class ClearAward:
    """A complaint was resolved: its award is examined no more, unless for another."""

    awards: Awards

    async def __call__(self, resolved: ComplaintResolved, cause: Cause) -> None:
        if resolved.about == About.AWARD.value:
            complaint_id = resolved.complaint_id
            await change(self.awards, resolved.about_id, cause, lambda award: award.clear(complaint_id))
