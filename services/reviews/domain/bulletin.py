"""What a week or a month brought a unit with all below it, in a few figures, told once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from shared.kernel.ids import id_from


class BulletinSpan(StrEnum):
    """Of how long a bulletin tells."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class BulletinPeriod:
    """One week from Monday to Sunday, or one month of the calendar."""

    span: BulletinSpan
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Happened:
    """How many files came in, and how many awards were decided that stand."""

    received: int
    granted: int

    def __add__(self, other: Self) -> Self:
        """Both together."""
        return replace(self, received=self.received + other.received, granted=self.granted + other.granted)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What happened in a unit in a period, as it was counted when it was told."""

    id: UUID
    version: int
    unit_id: str
    unit_path: tuple[str, ...]
    period: BulletinPeriod
    happened: Happened


def periods_that_ended(today: date, is_working: Callable[[date], bool]) -> tuple[BulletinPeriod, ...]:
    """The last week and the last month that are over; of a week in which nobody worked also the one before it."""
    weeks = [_week_of(today - timedelta(days=7))]
    while not any(is_working(weeks[-1].first_on + timedelta(days=n)) for n in range(7)):
        weeks.append(_week_of(weeks[-1].first_on - timedelta(days=7)))
    last = today.replace(day=1) - timedelta(days=1)
    return (*weeks, BulletinPeriod(BulletinSpan.MONTH, last.replace(day=1), last))


def by_unit(
    happened: Mapping[tuple[str, ...], Happened], in_place_of: Callable[[str], Iterable[str]]
) -> Mapping[str, Happened]:
    """What every unit brought with all below it: what happened at a path counts once for each who stands on it."""
    brought: dict[str, Happened] = {}
    for path, one in happened.items():
        for unit in {heir for stood in path for heir in in_place_of(stood)}:
            brought[unit] = brought.get(unit, Happened(0, 0)) + one
    return brought


def bulletin_of(unit_path: tuple[str, ...], period: BulletinPeriod, happened: Happened) -> Bulletin:
    """The one bulletin of a unit and period: the same again has the same id."""
    unit_id = unit_path[-1]
    bulletin_id = id_from("bulletin", unit_id, period.span, period.first_on.isoformat())
    return Bulletin(bulletin_id, 0, unit_id, unit_path, period, happened)


def _week_of(day: date) -> BulletinPeriod:
    monday = day - timedelta(days=day.weekday())
    return BulletinPeriod(BulletinSpan.WEEK, monday, monday + timedelta(days=6))
