"""The grantor revokes an award."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.award_parts import Revoking
from services.reviews.usecases.award.about import later
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardRevoked
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import permit
from shared.kernel.revocation import RevocationGround


@dataclass(frozen=True, slots=True)
class RevokeAward:
    """Take an award back on one of four grounds: its deed may be commended again, and nothing is erased.

    Emits: AwardRevoked.
    Raises: ForbiddenError, RoleSeparationError, ConflictError.
    """

    awards: Awards
    clock: Clock

    async def __call__(self, award_id: UUID, ground: RevocationGround, number: str, reason: str, cause: Cause) -> None:
        award = await self.awards.get(award_id, cause)
        permit(cause.actor, cause.action, (award.facts.grantor_unit_id,))
        revoking = Revoking(ground, number, reason, local_day(self.clock()), cause.actor.ref)
        revoked = award.revoke(revoking)
        event = AwardRevoked(
            **later(revoked),
            ground=ground.value,
            revoked_on=revoking.on,
            revocation_number=number,
            due_vnd=revoked.revoked.due_vnd,
            object_due=revoked.revoked.object_due,
        )
        await self.awards.save(revoked, emits=[event], because_of=cause)
