"""A client names a unit by a code of its own scheme."""

from dataclasses import dataclass
from datetime import date

from services.notifications.domain.client import Client
from services.notifications.domain.unit_code import BY_ID, CodeTable, ResolvedUnit, UnitUnknownError
from services.notifications.usecases.gateway.ports import UnitCodes, Units
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ResolveUnit:
    """Which unit the code named on the day of the deed. One that the client does not speak for is as good as unknown.

    Raises: UnitUnknownError, UnitAmbiguousError, UnavailableError.
    """

    codes: UnitCodes
    units: Units
    clock: Clock

    async def __call__(self, client: Client, scheme: str, value: str, on: date) -> ResolvedUnit:
        chart, today = await self.units.chart(), local_day(self.clock())
        if scheme == BY_ID:
            if value not in chart.paths:
                raise UnitUnknownError(scheme=scheme, value=value)
            found = CodeTable((), chart.lineage).stands_for(value, on=on, today=today)
        else:
            history = await self.codes.find(scheme, value)
            found = CodeTable(history.rows, chart.lineage).resolve(scheme, value, on=on, today=today)
        if not any(client.reaches(chart.path(unit)) for unit in (found.unit_id, *found.successors)):
            raise UnitUnknownError(scheme=scheme, value=value)
        return found
