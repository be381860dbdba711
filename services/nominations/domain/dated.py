"""What is dated of a unit: rows that each hold from a day on, in the order of their days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What holds from a day on until the next of its kind; without a day, from the unit's beginning."""

    since: date | None = None


@dataclass(frozen=True, slots=True)
class Name(Dated):
    """What a unit is called."""

    name_vi: str


@dataclass(frozen=True, slots=True)
class Parent:
    """A unit above, and the line through which it stands there: `province` or `ministry`."""

    unit: str
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Place(Dated):
    """Where a unit stands: its command line, and the units above, that of the command line first."""

    line: str | None = None
    parents: tuple[Parent, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead(Dated):
    """Who leads a unit."""

    head_ref: str | None = None
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headcount(Dated):
    """The staff of a unit, counted by group, such as direct, specialist, leader, small_collective."""

    counts: Mapping[str, int]


D = TypeVar("D", bound=Dated)


def on_day(rows: Sequence[D], day: date, default: D) -> D:
    """The row that held on a day; before the first it is the first."""
    begun = [row for row in rows if row.since is None or row.since <= day]
    return begun[-1] if begun else next(iter(rows), default)


def with_row(rows: tuple[D, ...], row: D) -> tuple[D, ...]:
    """The rows with this one from its day on, in place of one of the same day; one that changes nothing is left out."""
    earlier = [one for one in rows if _day(one) < _day(row)]
    later = [one for one in rows if _day(one) > _day(row)]
    same = bool(earlier) and replace(earlier[-1], since=row.since) == row
    return (*earlier, *(() if same else (row,)), *later)


def _day(row: Dated) -> date:
    return row.since or date.min
