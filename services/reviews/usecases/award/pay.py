"""An officer of the grantor says that a bonus was paid."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.usecases.award.about import later
from services.reviews.usecases.award.for_grantor import get_for_grantor
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardBonusPaid
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class PayBonus:
    """Say on which day the bonus was paid; without a day it is today.

    Emits: AwardBonusPaid.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, UnderExaminationError, AlreadyPaidError,
    DayOutsideError.
    """

    awards: Awards
    clock: Clock

    async def __call__(self, award_id: UUID, paid_on: date | None, cause: Cause) -> None:
        today = local_day(self.clock())
        on = paid_on or today
        paid = (await get_for_grantor(self.awards, award_id, cause)).pay(on, today)
        event = AwardBonusPaid(**later(paid), paid_on=on, bonus_vnd=paid.granted.bonus_vnd)
        await self.awards.save(paid, emits=[event], because_of=cause)
