"""Whether there is an award that a complaint could have revoked."""

from dataclasses import dataclass

from services.reviews.domain.complaint import Complaint
from services.reviews.domain.finding import About
from services.reviews.usecases.award.of_case import standing_award
from services.reviews.usecases.ports import Awards, Decisions


@dataclass(frozen=True, slots=True)
class HasAward:
    """It is about an award, or about a case that has become one, as one may while it is verified."""

    decisions: Decisions
    awards: Awards

    async def __call__(self, complaint: Complaint) -> bool:
        """As things stand now. Raises: UnavailableError."""
        target = complaint.target
        if target.about is not About.CASE:
            return target.about is About.AWARD
        return await standing_award(target.about_id, self.decisions, self.awards) is not None
