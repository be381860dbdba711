"""What is done for form's sake: reports that repeat others, awards that wait for a movement's end. Exact.

Source: the design's metric "formalism". Its third part, pledges without a deed, has no figure while nobody pledges.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from services.reviews.domain.figures import FEW

_LAST_TENTH = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class MonthOfReports:
    """The achievement reports of one unit's files in one month, and how many of them repeat an earlier one."""

    unit_id: str
    month: str
    reports: int
    repeating: int


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """Of a unit's `reports` so many repeat an earlier one; None as `unit_id` means all units together."""

    unit_id: str | None
    reports: int
    repeating: int

    @property
    def share(self) -> Fraction | None:
        """Repeating ÷ all. None: there are too few."""
        return Fraction(self.repeating, self.reports) if self.reports >= FEW else None


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement and its days, both included. `code` is its public id, such as CD-2026-1; its unit leads it."""

    id: UUID
    code: str
    unit_path: tuple[str, ...]
    window_from: date
    window_to: date

    def is_near_end(self, day: date) -> bool:
        """Whether a day lies in the last tenth of the window, which holds at least the last day."""
        days = (self.window_to - self.window_from).days + 1
        return day <= self.window_to and (day - self.window_from).days + 1 > _LAST_TENTH * days


@dataclass(frozen=True, slots=True)
class MovementAwards:
    """How many awards of a movement were decided on each day."""

    movement: Movement
    days: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class MovementFigure:
    """Of a movement's `awards` so many were decided in the last tenth of its window."""

    movement: Movement
    awards: int
    near_end: int

    @property
    def share(self) -> Fraction | None:
        """Decided in the last tenth ÷ all. None: there are too few."""
        return Fraction(self.near_end, self.awards) if self.awards >= FEW else None


def report_figures(months: Sequence[MonthOfReports]) -> list[ReportFigure]:
    """How reports repeat each other, for all units and each by its code."""
    units: dict[str, list[MonthOfReports]] = defaultdict(list)
    for month in months:
        units[month.unit_id].append(month)
    return [
        ReportFigure(unit_id, sum(one.reports for one in own), sum(one.repeating for one in own))
        for unit_id, own in ((None, months), *sorted(units.items()))
    ]


def movement_figures(movements: Sequence[MovementAwards]) -> list[MovementFigure]:
    """How the awards of each movement lie in its window, by its code."""
    return [_lie(one) for one in sorted(movements, key=lambda each: each.movement.code)]


def _lie(told: MovementAwards) -> MovementFigure:
    movement, days = told.movement, told.days
    return MovementFigure(
        movement,
        awards=sum(days.values()),
        near_end=sum(count for day, count in days.items() if movement.is_near_end(day)),
    )
