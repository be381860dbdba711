"""Titles: what a person or team won for the work of a year, and whether one of the unit's line counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.kernel.lineage import Lineage


@dataclass(frozen=True, slots=True)
class Title:
    """An annual form won for a year at a unit. `award_id` names our own award; an older one was only recorded."""

    form_code: str
    year: int
    unit_code: str
    award_id: UUID | None = None


class WonAt(StrEnum):
    """Where a title was won, seen from the unit of today."""

    HERE = "here"
    PREDECESSOR = "predecessor"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class YearWon:
    """A year for which the title was won, at which unit, and what that unit is to the one of today."""

    year: int
    unit_code: str
    at: WonAt


def years_won(
    titles: Iterable[Title], form_code: str, unit_path: Collection[str], lineage: Lineage, on: date
) -> tuple[YearWon, ...]:
    """The years of one title in their order. `unit_path` leads to the unit of today, whose history has other units."""
    won = (one for one in titles if one.form_code == form_code)
    return tuple(
        YearWon(one.year, one.unit_code, _at(one.unit_code, unit_path, lineage, on))
        for one in sorted(won, key=lambda title: title.year)
    )


def is_awarded(titles: Iterable[Title], title: Title) -> bool:
    """Whether an award of ours gave the title of this form and year."""
    given = {(one.form_code, one.year) for one in titles if one.award_id is not None}
    return (title.form_code, title.year) in given


def with_title(titles: tuple[Title, ...], title: Title) -> tuple[Title, ...]:
    """The titles with this one, in place of one of the same form and year."""
    others = tuple(one for one in titles if (one.form_code, one.year) != (title.form_code, title.year))
    return (*others, title)


def without_award(titles: tuple[Title, ...], award_id: UUID) -> tuple[Title, ...]:
    """The titles without the one that this award gave."""
    return tuple(one for one in titles if one.award_id != award_id)


def _at(unit: str, unit_path: Collection[str], lineage: Lineage, on: date) -> WonAt:
    if unit in unit_path:
        return WonAt.HERE
    return WonAt.PREDECESSOR if any(lineage.leads_to(unit, one, on) for one in unit_path) else WonAt.ELSEWHERE
