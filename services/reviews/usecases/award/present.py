"""A head presents an award."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.usecases.award.about import later
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardPresented
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class PresentAward:
    """Say on which day it was handed over; without a day it is today.

    Emits: AwardPresented.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, DayOutsideError.
    """

    awards: Awards
    clock: Clock

    async def __call__(self, award_id: UUID, presented_on: date | None, cause: Cause) -> None:
        today = local_day(self.clock())
        award = await self.awards.get(award_id, cause)
        on = presented_on or today
        presented = award.present(on, today)
        event = AwardPresented(**later(presented), presented_on=on)
        await self.awards.save(presented, emits=[event], because_of=cause)
