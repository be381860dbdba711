"""Follow the names of units."""

from dataclasses import dataclass

from services.console.usecases.ports import Change, Rows
from shared.contracts.organisation import UnitEvent
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class FollowUnit:
    """Write a unit's name into its row, once."""

    units: Rows

    async def __call__(self, event: UnitEvent, cause: Cause) -> None:
        """Apply one event."""
        fields: dict[str, object] = {"code": event.code, "name_vi": event.name_vi, "kind": event.kind}
        await self.units.apply(event.org_id, Change("unit", cause.sequence, fields))
