"""Units as they were on any day, and the people and teams in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from services.nominations.domain.dated import Headcount, Lead, Name, Parent, Place, on_day, with_row
from services.nominations.domain.title import Title
from shared.kernel.chart import climbed
from shared.kernel.errors import RefusedError
from shared.kernel.ids import id_from
from shared.kernel.lineage import Lineage, Succession, Tie, TieKind, successions_of


class UnknownUnitError(RefusedError):
    """The unit is not recorded."""

    code = "UNKNOWN_UNIT"


class UnitClosedError(RefusedError):
    """The unit did not exist any more on that day."""

    code = "UNIT_CLOSED"


class UnitNotYetError(RefusedError):
    """The unit did not exist yet on that day."""

    code = "UNIT_NOT_YET"


class ParentCycleError(RefusedError):
    """The unit would stand above itself."""

    code = "PARENT_CYCLE"


class MergerCycleError(RefusedError):
    """The unit would come before itself."""

    code = "MERGER_CYCLE"


class LineageIncompleteError(RefusedError):
    """Nobody would go on where the unit ends."""

    code = "LINEAGE_INCOMPLETE"


class UnknownSubjectError(RefusedError):
    """The person or team is not recorded."""

    code = "UNKNOWN_SUBJECT"


@dataclass(frozen=True, slots=True)
class UnitReport:
    """A unit as somebody reports it; `staff` is None when nothing is said of it."""

    kind: str
    name: Name
    place: Place
    lead: Lead
    staff: Headcount | None = None


@dataclass(frozen=True, slots=True)
class UnitOn:
    """A unit as it was on a day. `path` leads from those above, of the command line last, to the unit itself."""

    id: UUID
    code: str
    kind: str
    name_vi: str
    path: tuple[str, ...]
    state: str
    line: str | None
    parents: tuple[Parent, ...]
    head_ref: str | None
    deputies: tuple[str, ...]
    staff: Mapping[str, int]
    valid_from: date | None
    valid_to: date | None
    clusters: tuple[str, ...] = ()

    def require_open(self, on: date) -> None:
        """Raises: UnitClosedError when the unit had ended before that day, UnitNotYetError when it began after it."""
        if self.valid_to is not None and on > self.valid_to:
            raise UnitClosedError(unit=self.code)
        if self.valid_from is not None and on < self.valid_from:
            raise UnitNotYetError(unit=self.code, on=self.valid_from.isoformat())


PLANNED, ACTIVE, CLOSED, RETIRED = "planned", "active", "closed", "retired"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the sector and all that was ever recorded of it, each with its day. `valid_to` is its last day.

    `id` and `code` never change. Rows are in the order of their days.
    """

    id: UUID
    code: str
    kind: str
    names: tuple[Name, ...]
    places: tuple[Place, ...]
    leads: tuple[Lead, ...] = ()
    staff: tuple[Headcount, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    lineage: tuple[Tie, ...] = ()
    version: int = 0

    @classmethod
    def first(cls, code: str, report: UnitReport, valid_from: date | None) -> "Unit":
        """A unit that was never recorded before; what is reported holds from its beginning."""
        return cls(
            id=unit_id_of(code),
            code=code,
            kind=report.kind,
            names=(report.name,),
            places=(report.place,),
            leads=(report.lead,),
            staff=() if report.staff is None else (report.staff,),
            valid_from=valid_from,
        )

    def recorded(self, report: UnitReport) -> "Unit":
        """The unit with what is reported of it now; what was so before its day stays so."""
        return replace(
            self,
            kind=report.kind,
            names=with_row(self.names, report.name),
            places=with_row(self.places, report.place),
            leads=with_row(self.leads, report.lead),
            staff=self.staff if report.staff is None else with_row(self.staff, report.staff),
        )

    @property
    def successions(self) -> Iterator[Succession]:
        """Who came after the unit."""
        return successions_of(self.code, self.lineage, self.valid_to)

    @property
    def successions_told(self) -> Iterator[Succession]:
        """Who came after the unit, and whom it came after, though that side may not know it yet."""
        yield from self.successions
        yield from (Succession(tie.unit, self.code, tie.on) for tie in self.lineage if not tie.kind.leads_on)

    def require_open(self, on: date) -> None:
        """Raises: UnitClosedError when the unit had ended before that day, UnitNotYetError when it began after it."""
        if self.valid_to is not None and on > self.valid_to:
            raise UnitClosedError(unit=self.code)
        if self.valid_from is not None and on < self.valid_from:
            raise UnitNotYetError(unit=self.code, on=self.valid_from.isoformat())

    def tied(self, kind: TieKind, units: tuple[str, ...], on: date) -> "Unit":
        """The unit with these lines of its lineage; those that it has stay as they are."""
        known = {(tie.kind, tie.unit) for tie in self.lineage}
        new = tuple(Tie(kind, unit, on) for unit in dict.fromkeys(units) if (kind, unit) not in known)
        return replace(self, lineage=(*self.lineage, *new)) if new else self

    def ended(self, last_day: date) -> "Unit":
        """The unit up to its last day; the earliest that was told is the last."""
        known = self.valid_to
        return self if known is not None and known <= last_day else replace(self, valid_to=last_day)

    def succeeded(self, into: str, on: date) -> "Unit":
        """The unit when it was merged into another that takes over on this day."""
        return self.tied(TieKind.MERGED_INTO, (into,), on).ended(on - timedelta(days=1))

    def split(self, into: tuple[str, ...], on: date) -> "Unit":
        """The unit when it was split into others on this day; it goes on when it is one of them itself."""
        others = tuple(code for code in into if code != self.code)
        told = self.tied(TieKind.SPLIT_INTO, others, on)
        return told if self.code in into else told.ended(on - timedelta(days=1))

    def closed(self, last_day: date) -> "Unit":
        """The unit when it is closed after this day. Raises: LineageIncompleteError when nobody came after it."""
        self.require_open(last_day)
        if not any(tie.kind.leads_on for tie in self.lineage):
            raise LineageIncompleteError(unit=self.code)
        return replace(self, valid_to=last_day)

    def state_on(self, day: date) -> str:
        """Whether the unit is planned, active or closed on that day."""
        if self.valid_to is not None and day > self.valid_to:
            return CLOSED
        return PLANNED if self.valid_from is not None and day < self.valid_from else ACTIVE

    def above_on(self, day: date) -> tuple[str, ...]:
        """The units right above on that day, that of the command line first."""
        return tuple(parent.unit for parent in on_day(self.places, day, Place()).parents)

    def as_of(self, day: date, path: tuple[str, ...]) -> UnitOn:
        """The unit as it was on that day, when this path led to it."""
        place, lead = on_day(self.places, day, Place()), on_day(self.leads, day, Lead())
        return UnitOn(
            id=self.id,
            code=self.code,
            kind=self.kind,
            name_vi=on_day(self.names, day, Name(self.code)).name_vi,
            path=path,
            state=self.state_on(day),
            line=place.line,
            parents=place.parents,
            head_ref=lead.head_ref,
            deputies=lead.deputies,
            staff=on_day(self.staff, day, Headcount({})).counts,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """Who may be commended: a person, a team or a household. The name stays in this service until the award.

    One that has retired may still be commended for what was done before.
    """

    id: UUID
    subject_ref: str
    kind: str
    name_vi: str
    unit_code: str
    unit_path: tuple[str, ...]
    work_role: str | None = None
    size: int | None = None
    titles: tuple[Title, ...] = ()
    retired: bool = False
    version: int = 0

    @property
    def state(self) -> str:
        """Whether the subject is active or retired."""
        return RETIRED if self.retired else ACTIVE


def unit_id_of(code: str) -> UUID:
    """The id of the unit with this code."""
    return id_from("unit", code)


def subject_id_of(subject_ref: str) -> UUID:
    """The id of the subject with this reference."""
    return id_from("subject", subject_ref)


def path_to(code: str, on: date, known: Mapping[str, Unit]) -> tuple[str, ...]:
    """From the roots to a unit, by who stood above it on that day; its command line stands last, before the unit."""
    return climbed(code, lambda at: known[at].above_on(on) if at in known else ())


def nearest_by_kind(code: str, on: date, known: Mapping[str, Unit]) -> Mapping[str, str]:
    """The nearest unit of each kind on the line of a unit on a day: itself, else one above it, by its path from below.

    So the command line goes before the other, and nobody is passed over for a unit that stands above.
    """
    return {known[above].kind: above for above in path_to(code, on, known) if above in known}


def require_no_cycle(code: str, on: date, above: Mapping[str, Unit]) -> None:
    """Raises: ParentCycleError when the unit stands above itself on that day."""
    if any(code in unit.above_on(on) for unit in above.values()):
        raise ParentCycleError(unit=code)


def require_no_merger_cycle(predecessors: Iterable[str], into: str, lineage: Lineage) -> None:
    """Raises: MergerCycleError when the unit came, at any time, before one of those that are to come before it."""
    for code in predecessors:
        if lineage.leads_to(into, code, date.max):
            raise MergerCycleError(unit=code, into=into)
