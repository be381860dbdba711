"""An officer of the grantor says what came back of a revoked award."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.award.about import later
from services.reviews.usecases.award.for_grantor import get_for_grantor
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardRecovered
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class RecoverAward:
    """So much money came back, or the object did; once all that is due is back, the award is recovered.

    Emits: AwardRecovered.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, RecoveredTooMuchError, RecoveryEmptyError.
    """

    awards: Awards

    async def __call__(self, award_id: UUID, vnd: int, cause: Cause, *, object_returned: bool) -> None:
        award = await get_for_grantor(self.awards, award_id, cause)
        recovered = award.recover(vnd, object_returned=object_returned)
        revocation = recovered.revoked
        event = AwardRecovered(
            **later(recovered),
            next_state=recovered.state.value,
            ground=revocation.because.ground.value,
            due_vnd=revocation.due_vnd,
            recovered_vnd=revocation.recovered_vnd,
            object_returned=revocation.object_returned,
        )
        await self.awards.save(recovered, emits=[event], because_of=cause)
