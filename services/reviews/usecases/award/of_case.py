"""The awards of a case, whichever decision gives them."""

from collections.abc import Sequence
from uuid import UUID

from services.reviews.domain.award import STANDING, Award
from services.reviews.domain.row import award_id
from services.reviews.usecases.ports import Awards, Decisions


async def awards_of(case_id: UUID, decisions: Decisions, awards: Awards) -> Sequence[Award]:
    """What decisions give in a case, or would when they are signed, as far as it was reserved."""
    found = [await awards.find(award_id(one, case_id)) for one in await decisions.naming(case_id)]
    return [award for award in found if award is not None]


async def standing_award(case_id: UUID, decisions: Decisions, awards: Awards) -> Award | None:
    """The award that a case has become: granted, and not taken back."""
    found = await awards_of(case_id, decisions, awards)
    return next((award for award in found if award.state in STANDING), None)
