"""Units, and the people and teams in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.kernel.errors import RefusedError
from shared.kernel.ids import id_from


class UnknownUnitError(RefusedError):
    """The unit is not recorded."""

    code = "UNKNOWN_UNIT"


class UnitClosedError(RefusedError):
    """The unit did not exist any more on that day."""

    code = "UNIT_CLOSED"


class UnknownSubjectError(RefusedError):
    """The person or team is not recorded."""

    code = "UNKNOWN_SUBJECT"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the sector. `path` leads from the root to the unit itself; `valid_to` is its last day.

    `staff` counts people by group: direct, specialist, leader.
    """

    id: UUID
    code: str
    kind: str
    name_vi: str
    path: tuple[str, ...]
    line: str | None = None
    head_ref: str | None = None
    deputies: tuple[str, ...] = ()
    staff: Mapping[str, int] | None = None
    valid_to: date | None = None
    merged_into: str | None = None
    version: int = 0

    def require_open(self, on: date) -> None:
        """Raises: UnitClosedError when the unit had ended before that day."""
        if self.valid_to is not None and on > self.valid_to:
            raise UnitClosedError(unit=self.code)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who may be commended: a person or a team. The name stays in this service until the award."""

    id: UUID
    subject_ref: str
    kind: str
    name_vi: str
    unit_code: str
    unit_path: tuple[str, ...]
    work_role: str | None = None
    size: int | None = None
    version: int = 0


def unit_id_of(code: str) -> UUID:
    """The id of the unit with this code."""
    return id_from("unit", code)


def subject_id_of(subject_ref: str) -> UUID:
    """The id of the subject with this reference."""
    return id_from("subject", subject_ref)
