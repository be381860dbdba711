"""Events of `organisation.v1`: units, the people and teams in them (names of units, never of people), and the law."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.parts import Part, TitleWon
from shared.contracts.topics import ORGANISATION


class NameSince(Part):
    """What a unit is called from a day on; from its beginning without one."""

    name_vi: str
    since: date | None = None


class ParentSince(Part):
    """A unit that stands above from a day on until the next such day, and through which line."""

    parent_code: str
    line: str | None = None
    since: date | None = None


class StaffCount(Part):
    """How many people of one group (direct, specialist, leader, small_collective …) a unit has from a day on.

    Of each group the last row up to a day counts on that day; `on` is null for a count that holds from the beginning.
    """

    group: str
    count: int
    on: date | None = None


class LineageTie(Part):
    """A line of a unit's lineage: `merged_into`, `split_into`, `merged_from` or `split_from` another, on which day."""

    kind: str
    unit_code: str
    on: date


class UnitEvent(Event):
    """What is told of a unit; `code` is its public id, such as STP-HP.

    The plain fields say how it stands on the day of the record, the lists all that was ever recorded, by day. The line
    of command is the first of `parents` of one day.
    """

    topic: ClassVar[str] = ORGANISATION
    key: ClassVar[str] = "org_id"

    org_id: UUID
    code: str
    kind: str
    name_vi: str
    line: str | None = None
    parent_code: str | None = None
    head_ref: str | None = None
    deputies: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    names: tuple[NameSince, ...] = ()
    parents: tuple[ParentSince, ...] = ()
    staff: tuple[StaffCount, ...] = ()
    lineage: tuple[LineageTie, ...] = ()


class UnitChanged(UnitEvent):
    """A unit was recorded or changed."""

    type: ClassVar[str] = "org.unit_changed"


class UnitClosed(UnitEvent):
    """A unit ends after its last day `valid_to`; its lineage says who goes on."""

    type: ClassVar[str] = "org.unit_closed"


class LineageEvent(Event):
    """What is told when units become others: from the day `on` the successors stand where the predecessors stood."""

    topic: ClassVar[str] = ORGANISATION
    key: ClassVar[str] = "org_id"

    org_id: UUID
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    on: date


class UnitsMerged(LineageEvent):
    """Units were merged into one, to which this happened."""

    type: ClassVar[str] = "org.merged"


class UnitSplit(LineageEvent):
    """A unit, to which this happened, was split into others; it goes on when it is one of them."""

    type: ClassVar[str] = "org.split"


class ClusterSince(Part):
    """Which units are in a cluster from a day on, and which of them lead it."""

    members: tuple[str, ...]
    lead_code: str | None = None
    deputy_code: str | None = None
    since: date | None = None


class ClusterChanged(Event):
    """A cluster was recorded or changed; the plain fields say how it stands on the day of the record.

    `unit_id` is the unit that leads it, or its own code when none does.
    """

    type: ClassVar[str] = "org.cluster_changed"
    topic: ClassVar[str] = ORGANISATION
    key: ClassVar[str] = "cluster_id"

    cluster_id: UUID
    code: str
    name_vi: str
    members: tuple[str, ...]
    lead_code: str | None = None
    deputy_code: str | None = None
    compositions: tuple[ClusterSince, ...] = ()


class SubjectChanged(Event):
    """A person, team or household that may be commended was recorded or changed; its name stays with the owner.

    `state` is `active` or `retired`. `titles` are the annual forms that it won.
    """

    type: ClassVar[str] = "org.subject_changed"
    topic: ClassVar[str] = ORGANISATION
    key: ClassVar[str] = "subject_id"

    subject_id: UUID
    subject_ref: str
    kind: str
    work_role: str | None = None
    size: int | None = None
    state: str = "active"
    titles: tuple[TitleWon, ...] = ()


class RulePackActivated(Event):
    """A version of the rules is in force from a day on. It belongs to no unit; `verified_by` names an office."""

    type: ClassVar[str] = "rulepack.activated"
    topic: ClassVar[str] = ORGANISATION
    key: ClassVar[str] = "rulepack_id"

    rulepack_id: UUID
    pack_id: str
    pack_version: str
    pack_hash: str
    effective_from: date
    effective_to: date
    verified_by: str | None = None
