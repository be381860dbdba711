"""Rows of the table of codes come in: one, or a whole table."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notifications.domain.endpoint import UnknownUnitError
from services.notifications.domain.unit_code import CodeHistory, UnitCode
from services.notifications.usecases.gateway.ports import UnitCodes, Units
from shared.kernel.cause import Cause
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class RecordUnitCodes:
    """Record rows, or other days for rows that are known. All are checked before the first is kept.

    Each code is kept by itself, so that after a death between two of them the same command completes the table.
    Raises: UnitCodeFormError, UnitCodeTakenError, UnknownUnitError, ForbiddenError (a unit out of scope).
    """

    codes: UnitCodes
    units: Units

    async def __call__(self, rows: Sequence[UnitCode], cause: Cause) -> None:
        chart = await self.units.chart()
        for row in rows:
            if row.unit_id not in chart.paths:
                raise UnknownUnitError(unit=row.unit_id)
            permit(cause.actor, cause.action, chart.path(row.unit_id))
        changed: dict[tuple[str, str], CodeHistory] = {}
        for row in rows:
            key = (row.scheme, row.value)
            history = changed[key] if key in changed else await self.codes.find(*key)
            changed[key] = history.admit(row)
        for history in changed.values():
            await self.codes.save(history, cause)
