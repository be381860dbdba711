"""An officer closes a unit that others go on for."""

from dataclasses import dataclass
from datetime import date

from services.nominations.usecases.ports import Organisation
from services.nominations.usecases.unit.describe import facts
from services.nominations.usecases.unit.permit import permitted
from shared.contracts.organisation import UnitClosed
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class CloseUnit:
    """Close a unit after its last day; what it leaves open is its successors'.

    Emits: UnitClosed.
    Raises: UnknownUnitError, LineageIncompleteError, UnitClosedError, UnitNotYetError, ForbiddenError.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, code: str, last_day: date, cause: Cause) -> None:
        today = local_day(self.clock())
        path = await permitted(self.organisation, code, today, cause)
        unit = (await self.organisation.changing(code, cause)).closed(last_day)
        closed = UnitClosed(**facts(unit, unit.as_of(today, path)))
        await self.organisation.record_unit(unit, emits=[closed], because_of=cause)
