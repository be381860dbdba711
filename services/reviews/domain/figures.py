"""What awards add up to: how long they took, how many came at the year's end. Exact, from counts by month.

Every figure is told for all units together and for each unit; None as `unit_id` means all of them.

Source: the design's section on metrics.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self
from uuid import UUID

FEW = 5
"""Below this number of awards their number is told, and no figure is made of it: it would speak of a few people."""

STAGES = ("deed_known", "known_submitted", "submitted_decided", "total", "held", "calendar_days")
"""What is counted in days: all but the last in working days."""

ON_ANY_DAY = ("ad_hoc", "movement")
"""The types whose awards may come on any day of the year, so that their bunching means something."""

_MONTHS = 12
_FIRST_OF_YEAR = 2
_YEAR_END = {11, 12, 1}
_NINETY_PERCENT = Fraction(9, 10)

Days = Mapping[int, int]
"""How many awards took so many days."""

Took = Mapping[str, Mapping[str, Days]]
"""How long the awards of each unit took in each stage."""


@dataclass(frozen=True, slots=True)
class Span:
    """Months as YYYY-MM, from the first to the last."""

    first: str
    last: str

    @classmethod
    def of_a_year(cls, last: str) -> Self:
        """The twelve months that end with this one."""
        year, number = map(int, last.split("-"))
        return cls(f"{year:04}-01" if number == _MONTHS else f"{year - 1:04}-{number + 1:02}", last)

    def of_whole_years(self) -> Self:
        """All years, each from February to January, of which a month lies in the span."""
        return type(self)(f"{year_of(self.first):04}-02", f"{year_of(self.last) + 1:04}-01")


@dataclass(frozen=True, slots=True)
class CountedAward:
    """What figures take from one award. `days` lacks a stage of which nobody knows how long it took.

    `groups` are those of the staff to which the subject belongs: individual, collective, and within them direct,
    specialist, leader, small_collective.
    """

    award_id: UUID
    unit_path: tuple[str, ...]
    month: str
    nomination_type: str
    days: Mapping[str, int]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthOfAwards:
    """The awards of one type that subjects of one unit were given in one month."""

    unit_id: str
    month: str
    nomination_type: str
    awards: int
    groups: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class StageFigure:
    """How many days one stage took; of `awards` of which it is known. None: there are too few."""

    unit_id: str | None
    stage: str
    awards: int
    median: Fraction | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class YearFigure:
    """How the awards of one year, February to January, lie in it. Even would be 1/4 and 1/12. None: too few."""

    unit_id: str | None
    year: int
    awards: int
    at_year_end: int
    year_end_share: Fraction | None
    concentration: Fraction | None

    def is_bunched(self, limit: Fraction) -> bool:
        """Whether more of the year's awards came at its end than there should; never when they are few."""
        return self.year_end_share is not None and self.year_end_share > limit


def year_of(month: str) -> int:
    """The year in which a month of YYYY-MM counts: it begins in February."""
    year, number = map(int, month.split("-"))
    return year if number >= _FIRST_OF_YEAR else year - 1


def stage_figures(took: Took) -> list[StageFigure]:
    """The lead times of all stages, for all units and each by its code."""
    all_units = {stage: _added(own.get(stage, {}) for own in took.values()) for stage in STAGES}
    return [
        _stage(unit_id, stage, own.get(stage, {}))
        for unit_id, own in ((None, all_units), *sorted(took.items()))
        for stage in STAGES
    ]


def year_figures(months: Sequence[MonthOfAwards]) -> list[YearFigure]:
    """How awards that may come on any day lie in their years, for all units and each, the earliest year first."""
    on_any_day = [month for month in months if month.nomination_type in ON_ANY_DAY]
    return [_year(unit_id, year, own) for unit_id, mine in by_unit(on_any_day) for year, own in _by_year(mine)]


def by_unit(months: Sequence[MonthOfAwards]) -> Iterator[tuple[str | None, list[MonthOfAwards]]]:
    """All months, then those of each unit by its code."""
    yield None, list(months)
    units = defaultdict(list)
    for month in months:
        units[month.unit_id].append(month)
    yield from sorted(units.items())


def median(days: Days) -> Fraction:
    """The middle value, or the mean of the two middle ones. Raises: ValueError when there is none."""
    count = sum(days.values())
    return Fraction(_ranked(days, (count + 1) // 2) + _ranked(days, count // 2 + 1), 2)


def p90(days: Days) -> int:
    """The nearest-rank 90th percentile: the least value that 90 % do not exceed. Raises: ValueError without any."""
    wanted = _NINETY_PERCENT * sum(days.values())
    return _ranked(days, -(-wanted.numerator // wanted.denominator))


def _ranked(days: Days, rank: int) -> int:
    """The value at a rank from 1, the smallest first."""
    for value in sorted(days):
        rank -= days[value]
        if rank <= 0:
            return value
    raise ValueError("nothing was counted")


def _added(each: Iterator[Days]) -> Days:
    total: Counter[int] = Counter()
    for days in each:
        total.update(days)
    return total


def _stage(unit_id: str | None, stage: str, days: Days) -> StageFigure:
    count = sum(days.values())
    if count < FEW:
        return StageFigure(unit_id, stage, count, None, None)
    return StageFigure(unit_id, stage, count, median(days), p90(days))


def _by_year(months: Sequence[MonthOfAwards]) -> list[tuple[int, list[MonthOfAwards]]]:
    years = defaultdict(list)
    for month in months:
        years[year_of(month.month)].append(month)
    return sorted(years.items())


def _year(unit_id: str | None, year: int, months: Sequence[MonthOfAwards]) -> YearFigure:
    each: Counter[int] = Counter()
    for month in months:
        each[int(month.month[-2:])] += month.awards
    count, late = each.total(), sum(each[number] for number in _YEAR_END)
    if count < FEW:
        return YearFigure(unit_id, year, count, late, None, None)
    concentration = sum((Fraction(one, count) ** 2 for one in each.values()), Fraction(0))
    return YearFigure(unit_id, year, count, late, Fraction(late, count), concentration)
