"""Events of `organisation.v1`: units, the people and teams in them (names of units, never of people), and the law."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.topics import ORGANISATION


class UnitChanged(Event):
    """A unit was recorded or changed; `code` is its public id, such as STP-HP."""

    type: ClassVar[str] = "org.unit_changed"
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
    valid_to: date | None = None


class SubjectChanged(Event):
    """A person or team that may be commended was recorded or changed; its name stays with the owner."""

    type: ClassVar[str] = "org.subject_changed"
    topic: ClassVar[str] = ORGANISATION
    key: ClassVar[str] = "subject_id"

    subject_id: UUID
    subject_ref: str
    kind: str
    work_role: str | None = None
    size: int | None = None


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
