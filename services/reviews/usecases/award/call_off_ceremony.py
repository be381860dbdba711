"""A head calls off the day on which an award was to be handed over."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.award.about import later
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardCeremonyCalledOff
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class CallOffCeremony:
    """It will not be handed over then, and a new day is not known yet; whoever was invited hears of it.

    Emits: AwardCeremonyCalledOff, unless no day stands.
    Raises: ForbiddenError, RoleSeparationError, ConflictError.
    """

    awards: Awards

    async def __call__(self, award_id: UUID, cause: Cause) -> None:
        award = await self.awards.get(award_id, cause)
        left = award.call_off_ceremony()
        if left is award or left.ceremony is None:
            return
        event = AwardCeremonyCalledOff(**later(left), held_on=left.ceremony.on, place_id=left.ceremony.place_id)
        await self.awards.save(left, emits=[event], because_of=cause)
