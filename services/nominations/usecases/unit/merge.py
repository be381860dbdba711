"""An officer merges units into one; each of the merged learns of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.nominations.usecases.ports import Organisation
from services.nominations.usecases.unit.describe import facts
from services.nominations.usecases.unit.permit import permitted
from shared.contracts.organisation import UnitClosed, UnitsMerged
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.lineage import TieKind


@dataclass(frozen=True, slots=True)
class MergeUnits:
    """Merge units into one that takes their place from a day on; the actor must be allowed to change all of them.

    Emits: UnitsMerged.
    Raises: UnknownUnitError, UnitClosedError, UnitNotYetError, MergerCycleError, ForbiddenError.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, into: str, predecessors: tuple[str, ...], on: date, cause: Cause) -> None:
        today = local_day(self.clock())
        path = await permitted(self.organisation, into, today, cause)
        for code in predecessors:
            await permitted(self.organisation, code, today, cause)
        unit = await self.organisation.changing(into, cause)
        unit.require_open(on)
        for code in predecessors:
            (await self.organisation.recorded(code)).require_open(on - timedelta(days=1))
        merged = UnitsMerged(
            unit_id=into, unit_path=path, org_id=unit.id, predecessors=predecessors, successors=(into,), on=on
        )
        await self.organisation.promise(predecessors, (into,), self.clock())
        told = unit.tied(TieKind.MERGED_FROM, predecessors, on)
        await self.organisation.record_unit(told, emits=[merged], because_of=cause)


@dataclass(frozen=True, slots=True)
class FollowMerger:
    """Units were merged: each of the merged ends the day before, and its lineage says into which.

    Emits: UnitClosed.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, merged: UnitsMerged, cause: Cause) -> None:
        today = local_day(self.clock())
        for code in merged.predecessors:
            unit = await self.organisation.recorded(code)
            told = unit.succeeded(merged.unit_id, merged.on)
            if told == unit:
                continue
            path = (await self.organisation.unit(code, today)).path
            closed = UnitClosed(**facts(told, told.as_of(today, path)))
            await self.organisation.record_unit(told, emits=[closed], because_of=cause)
