"""Read-only questions about codes of units."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notifications.domain.unit_code import UnitCode
from services.notifications.usecases.gateway.ports import UnitCodes


@dataclass(frozen=True, slots=True)
class ShowUnitCodes:
    """What everybody in the house may ask."""

    codes: UnitCodes

    async def history(self, scheme: str, value: str) -> Sequence[UnitCode]:
        """Every unit that this code ever named, in the order of their days."""
        return sorted((await self.codes.find(scheme, value)).rows, key=lambda row: row.valid_from)

    async def of_unit(self, unit_id: str) -> Sequence[UnitCode]:
        """Every code that this unit ever had, by scheme and day."""
        return await self.codes.of_units([unit_id])
