"""What a council sees of a unit before it votes on its people."""

from dataclasses import dataclass
from datetime import date

from services.reviews.domain.fairness import ShownShare, shares_before, span_before
from services.reviews.usecases.figure_ports import Figures, Staff
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ShareOfUnit:
    """The favoured groups of one unit and all below: their shares of its awards and of its staff, as known today."""

    figures: Figures
    staff: Staff
    packs: RulePacks

    async def __call__(self, unit_id: str, today: date) -> tuple[ShownShare, ...]:
        alerts = self.packs.alerts_on(today)
        months = await self.figures.months(span_before(today, alerts), unit_id, None)
        return shares_before(months, await self.staff.units(unit_id, None), today, alerts)
