"""An officer or a provincial system records a unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.nominations.domain.dated import Headcount, Lead, Name, Parent, Place
from services.nominations.domain.unit import Unit, UnitReport, UnknownUnitError, path_to, require_no_cycle
from services.nominations.usecases.ports import Organisation
from services.nominations.usecases.unit.describe import facts
from shared.contracts.organisation import UnitChanged
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as somebody reports it. `parent` is that of its command `line`; `others` stand above in other lines.

    What is reported holds from the day `since`: of a new unit from its beginning, of a known one from today without it.
    """

    code: str
    kind: str
    name_vi: str
    parent: str | None = None
    line: str | None = None
    others: Mapping[str, str] | None = None
    head: str | None = None
    deputies: tuple[str, ...] = ()
    staff: Mapping[str, int] | None = None
    since: date | None = None
    valid_from: date | None = None

    def dated(self, since: date | None) -> UnitReport:
        """The report, from that day on."""
        above = () if self.parent is None else (Parent(self.parent, self.line),)
        others = tuple(Parent(unit, line) for line, unit in sorted((self.others or {}).items()))
        return UnitReport(
            kind=self.kind,
            name=Name(self.name_vi, since=since),
            place=Place(self.line, (*above, *others), since=since),
            lead=Lead(self.head, self.deputies, since=since),
            staff=None if self.staff is None else Headcount(self.staff, since=since),
        )


@dataclass(frozen=True, slots=True)
class RecordUnit:
    """Record a unit, or what changed of it.

    Emits: UnitChanged.
    Raises: UnknownUnitError (a unit above), ParentCycleError, ForbiddenError.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, record: UnitRecord, cause: Cause) -> None:
        today = local_day(self.clock())
        day = record.since or today
        unit = await self._known(record, cause, today)
        if unit is None:
            unit = Unit.first(record.code, record.dated(record.since), record.valid_from)
        else:
            unit = unit.recorded(record.dated(day))
        above = await self.organisation.above(unit, day)
        require_no_cycle(unit.code, day, above)
        permit(cause.actor, cause.action, path_to(unit.code, day, above))
        now = unit.as_of(today, path_to(unit.code, today, await self.organisation.above(unit, today)))
        await self.organisation.record_unit(unit, emits=[UnitChanged(**facts(unit, now))], because_of=cause)

    async def _known(self, record: UnitRecord, cause: Cause, today: date) -> Unit | None:
        """The unit when it was recorded before; the actor must be allowed to change it where it stands."""
        try:
            known = await self.organisation.changing(record.code, cause)
        except UnknownUnitError:
            return None
        permit(cause.actor, cause.action, path_to(known.code, today, await self.organisation.above(known, today)))
        return known
