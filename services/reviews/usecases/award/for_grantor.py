"""An award, for those who act for its grantor."""

from uuid import UUID

from services.reviews.domain.award import Award
from services.reviews.usecases.ports import Awards
from shared.kernel.cause import Cause
from shared.kernel.policy import permit


async def get_for_grantor(awards: Awards, award_id: UUID, cause: Cause) -> Award:
    """The award, for an act that a role at the subject's unit alone does not allow.

    Raises: ForbiddenError, RoleSeparationError, AlreadyHandledError, CauseReusedError.
    """
    award = await awards.get(award_id, cause)
    permit(cause.actor, cause.action, award.facts.grantor_path)
    return award
