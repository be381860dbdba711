"""The staff of units is known."""

from dataclasses import dataclass

from services.reviews.domain.fairness import Headcount, UnitStaff
from services.reviews.usecases.figure_ports import Staff
from shared.contracts.organisation import UnitEvent
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class FollowStaff:
    """A unit was recorded or closed: keep how many of each group it has, by day. It may be told again."""

    staff: Staff

    async def __call__(self, unit: UnitEvent, cause: Cause) -> None:
        counts = tuple(Headcount(one.group, one.count, one.on) for one in unit.staff)
        await self.staff.record(unit.org_id, UnitStaff(unit.unit_path, counts, unit.valid_to), cause.sequence)
