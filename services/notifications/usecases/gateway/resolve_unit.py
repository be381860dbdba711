"""A client names a unit by a code of its own scheme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.notifications.domain.client import Client
from services.notifications.domain.unit_code import (
    BY_ID,
    LOCAL,
    CodeTable,
    ResolvedUnit,
    UnitAmbiguousError,
    UnitUnknownError,
)
from services.notifications.usecases.gateway.ports import UnitCodes, Units
from shared.kernel.chart import Chart
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ResolveUnit:
    """Which unit the code named on the day of the deed.

    One that the client does not speak for is as good as unknown, and so is a code in another client's own scheme.

    Raises: UnitUnknownError, UnitAmbiguousError, UnavailableError.
    """

    codes: UnitCodes
    units: Units
    clock: Clock

    async def __call__(self, client: Client, scheme: str, value: str, on: date) -> ResolvedUnit:
        if scheme.startswith(LOCAL) and scheme != f"{LOCAL}{client.ref}":
            raise UnitUnknownError(scheme=scheme, value=value)
        chart = await self.units.chart()
        try:
            found = await self._named(chart, scheme, value, on)
        except UnitAmbiguousError as error:
            heirs = error.params["candidates"]
            if isinstance(heirs, list) and _reaches_any(client, chart, heirs):
                raise
            raise UnitUnknownError(scheme=scheme, value=value) from error
        if not _reaches_any(client, chart, (found.unit_id, *found.successors)):
            raise UnitUnknownError(scheme=scheme, value=value)
        return found

    async def _named(self, chart: Chart, scheme: str, value: str, on: date) -> ResolvedUnit:
        today = local_day(self.clock())
        if scheme == BY_ID:
            if value not in chart.paths:
                raise UnitUnknownError(scheme=scheme, value=value)
            return CodeTable((), chart.lineage).stands_for(value, on=on, today=today)
        history = await self.codes.find(scheme, value)
        return CodeTable(history.rows, chart.lineage).resolve(scheme, value, on=on, today=today)


def _reaches_any(client: Client, chart: Chart, units: Iterable[str]) -> bool:
    return any(client.reaches(chart.path(unit)) for unit in units)
