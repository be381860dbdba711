"""Codes of units in the schemes of others, each with its days. Conversion is a table, never a formula. Pure.

Source: section 11 of the design, "Units"; Quyết định 20/2020/QĐ-TTg; QCVN 102:2016/BTTTT.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from services.notifications.domain.wrong_item import WrongItemError
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.lineage import Lineage

LOCAL: Final = "local:"
"""Begins the name of a client's own scheme; the client's name follows."""

_LONGEST: Final = 35
_FORMS: Final = {
    "qd20-2020": re.compile(r"[A-Z][0-9]{2}(\.[A-Z0-9]+)*"),
    "qcvn102-2016": re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}"),
    "mst": re.compile(r"[0-9]{10}(-[0-9]{3})?"),
}
_LOCAL_FORM: Final = re.compile(r"[\x21-\x7e]+")


class UnitUnknownError(WrongItemError):
    """No unit had this code on that day or before, or the code has not the form of its scheme."""

    code = "unit_unknown"


class UnitAmbiguousError(WrongItemError):
    """Several units stand on that day where the one with this code stood; `candidates` are their ids."""

    code = "unit_ambiguous"


class UnitCodeFormError(RefusedError):
    """A code of this scheme looks otherwise, or there is no such scheme."""

    code = "UNIT_CODE_FORM"


class UnitCodeTakenError(ConflictError):
    """Another unit has this code on one of these days."""

    code = "UNIT_CODE_TAKEN"


@dataclass(frozen=True, slots=True)
class UnitCode:
    """A unit's code in a scheme from its first day to its last, both included, by a decision of this number."""

    unit_id: str
    scheme: str
    value: str
    valid_from: date
    valid_to: date | None = None
    decision_no: str = ""

    def holds(self, on: date) -> bool:
        """Whether the unit has it on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def meets(self, other: "UnitCode") -> bool:
        """Whether both name a unit by the same code on some day."""
        is_same = (self.scheme, self.value) == (other.scheme, other.value)
        return is_same and _begins_by(self, other.valid_to) and _begins_by(other, self.valid_to)


@dataclass(frozen=True, slots=True)
class CodeHistory:
    """All that one code ever named. No day has two units."""

    id: UUID
    scheme: str
    value: str
    rows: tuple[UnitCode, ...] = ()
    version: int = 0

    def admit(self, row: UnitCode) -> "CodeHistory":
        """With one more row, or other days for one. Raises: UnitCodeFormError, UnitCodeTakenError."""
        if not has_form(row.scheme, row.value):
            raise UnitCodeFormError(scheme=row.scheme, value=row.value)
        others = tuple(one for one in self.rows if (one.unit_id, one.valid_from) != (row.unit_id, row.valid_from))
        if any(row.meets(one) for one in others):
            raise UnitCodeTakenError(scheme=row.scheme, value=row.value)
        return replace(self, rows=(*others, row))


@dataclass(frozen=True, slots=True)
class ResolvedUnit:
    """Whom a code meant on that day. `is_retired`: the code or the unit counts no more today.

    `successors` are those who stand in the unit's place today, when it has ended.
    """

    unit_id: str
    is_retired: bool = False
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeTable:
    """All rows of the codes that are asked for, and who came after whom."""

    rows: Sequence[UnitCode]
    lineage: Lineage

    def resolve(self, scheme: str, value: str, *, on: date, today: date) -> ResolvedUnit:
        """Which unit a code names for what happened on a day. Raises: UnitUnknownError, UnitAmbiguousError."""
        named = [row for row in self.rows if (row.scheme, row.value) == (scheme, value) and row.valid_from <= on]
        if not has_form(scheme, value) or not named:
            raise UnitUnknownError(scheme=scheme, value=value)
        unit = self._standing(max(named, key=lambda row: row.valid_from).unit_id, on)
        is_in_force = any(row.holds(today) and row.unit_id == unit for row in named)
        return self._resolved(unit, today, is_in_force=is_in_force)

    def stands_for(self, unit_id: str, *, on: date, today: date) -> ResolvedUnit:
        """Which unit its own id means for what happened on a day. Raises: UnitUnknownError, UnitAmbiguousError."""
        unit = self._standing(unit_id, on)
        return self._resolved(unit, today, is_in_force=unit == unit_id)

    def code_of(self, unit_id: str, scheme: str, on: date) -> str | None:
        """The unit's code in a scheme on a day."""
        found = (row.value for row in self.rows if (row.unit_id, row.scheme) == (unit_id, scheme) and row.holds(on))
        return next(found, None)

    def _resolved(self, unit: str, today: date, *, is_in_force: bool) -> ResolvedUnit:
        has_ended = self.lineage.has_ended(unit, today)
        successors = tuple(sorted(self.lineage.successors_on(unit, today))) if has_ended else ()
        return ResolvedUnit(unit, is_retired=has_ended or not is_in_force, successors=successors)

    def _standing(self, unit: str, on: date) -> str:
        """The unit itself until it has ended, then the one that stands in its place."""
        if not self.lineage.has_ended(unit, on):
            return unit
        heirs = sorted(self.lineage.successors_on(unit, on))
        if len(heirs) != 1:
            raise UnitAmbiguousError(candidates=heirs) if heirs else UnitUnknownError(unit=unit)
        return heirs[0]


BY_ID: Final = "unit_id"
"""The scheme in which a unit is named by the id that it has for ever."""


def code_id(scheme: str, value: str) -> UUID:
    """The id of a code's history."""
    return id_from("unit_code", scheme, value)


def has_form(scheme: str, value: str) -> bool:
    """Whether a code has the form of its scheme; a client's own scheme is `local:` and the client's name."""
    form = _LOCAL_FORM if scheme.startswith(LOCAL) and len(scheme) > len(LOCAL) else _FORMS.get(scheme)
    return form is not None and len(value) <= _LONGEST and form.fullmatch(value) is not None


def _begins_by(row: UnitCode, day: date | None) -> bool:
    return day is None or row.valid_from <= day
