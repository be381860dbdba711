"""An officer splits a unit; each of those that come of it learns of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.nominations.usecases.ports import Organisation
from services.nominations.usecases.unit.describe import facts
from services.nominations.usecases.unit.permit import permitted
from shared.contracts.organisation import UnitChanged, UnitClosed, UnitSplit
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.lineage import TieKind


@dataclass(frozen=True, slots=True)
class SplitUnit:
    """Split a unit into others from a day on; it goes on when it is one of them, else it ends the day before.

    Emits: UnitSplit, UnitChanged or UnitClosed.
    Raises: UnknownUnitError, UnitClosedError, UnitNotYetError, MergerCycleError, ForbiddenError.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, code: str, successors: tuple[str, ...], on: date, cause: Cause) -> None:
        today = local_day(self.clock())
        path = await permitted(self.organisation, code, today, cause)
        for successor in successors:
            await permitted(self.organisation, successor, today, cause)
        unit = await self.organisation.changing(code, cause)
        unit.require_open(on - timedelta(days=1))
        others = [one for one in successors if one != code] or [code]
        for successor in others:
            (await self.organisation.recorded(successor)).require_open(on)
        await self.organisation.promise((code,), others, self.clock())
        told = unit.split(successors, on)
        split = UnitSplit(
            unit_id=code, unit_path=path, org_id=unit.id, predecessors=(code,), successors=successors, on=on
        )
        kind = UnitChanged if code in successors else UnitClosed
        events = [split, kind(**facts(told, told.as_of(today, path)))]
        await self.organisation.record_unit(told, emits=events, because_of=cause)


@dataclass(frozen=True, slots=True)
class FollowSplit:
    """A unit was split: the lineage of each that came of it says from which.

    Emits: UnitChanged.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, split: UnitSplit, cause: Cause) -> None:
        today = local_day(self.clock())
        for code in split.successors:
            if code == split.unit_id:
                continue
            unit = await self.organisation.recorded(code)
            told = unit.tied(TieKind.SPLIT_FROM, split.predecessors, split.on)
            if told == unit:
                continue
            path = (await self.organisation.unit(code, today)).path
            changed = UnitChanged(**facts(told, told.as_of(today, path)))
            await self.organisation.record_unit(told, emits=[changed], because_of=cause)
