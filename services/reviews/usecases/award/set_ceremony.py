"""A head sets the day on which an award is handed over."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.award_parts import Ceremony
from services.reviews.usecases.award.about import later
from services.reviews.usecases.places import require_place
from services.reviews.usecases.ports import Awards, Units
from shared.contracts.awards import AwardCeremonySet
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class SetCeremony:
    """Say when and at which unit it will be handed over; whoever was invited hears of each change.

    Emits: AwardCeremonySet, unless nothing changes.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, CeremonyInPastError, PlaceUnknownError.
    """

    awards: Awards
    units: Units
    clock: Clock

    async def __call__(self, award_id: UUID, ceremony: Ceremony, cause: Cause) -> None:
        today = local_day(self.clock())
        award = await self.awards.get(award_id, cause)
        invited = award.set_ceremony(ceremony, today)
        await require_place(self.units, ceremony.place_id, today)
        if invited is award:
            return
        before = award.ceremony
        event = AwardCeremonySet(
            **later(invited),
            held_on=ceremony.on,
            place_id=ceremony.place_id,
            was_on=before.on if before is not None else None,
            was_place_id=before.place_id if before is not None else None,
        )
        await self.awards.save(invited, emits=[event], because_of=cause)
