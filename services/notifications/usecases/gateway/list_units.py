"""A client asks which units there are, and how others call them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.notifications.domain.client import Client
from services.notifications.domain.unit_code import UnitCode
from services.notifications.usecases.gateway.ports import UnitCodes, Units
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ListUnits:
    """The client's units, all below them and before them, each with its codes and who stands in its place today."""

    codes: UnitCodes
    units: Units
    clock: Clock

    async def __call__(self, client: Client) -> Sequence[dict[str, Any]]:
        chart, today = await self.units.chart(), local_day(self.clock())
        own = {code for code, path in chart.paths.items() if client.reaches(path)}
        seen = sorted(own.union(*(chart.lineage.predecessors(code, today) for code in own)))
        codes: dict[str, list[dict[str, Any]]] = {unit: [] for unit in seen}
        for row in await self.codes.of_units(seen):
            codes[row.unit_id].append(_code(row))
        return [
            {
                "unit_id": unit,
                "codes": codes[unit],
                "succeeded_by": list(chart.heirs(unit, today)),
            }
            for unit in seen
        ]


def _code(row: UnitCode) -> dict[str, Any]:
    return {
        "scheme": row.scheme,
        "value": row.value,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": None if row.valid_to is None else row.valid_to.isoformat(),
        "decision_no": row.decision_no,
    }
