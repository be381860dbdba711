"""What a week or a month brought a unit with all below it, in a few figures, told once."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
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


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What happened in a unit in a period, as it was counted when it was told."""

    id: UUID
    version: int
    unit_id: str
    unit_path: tuple[str, ...]
    period: BulletinPeriod
    happened: Happened


def periods_that_ended(today: date) -> tuple[BulletinPeriod, BulletinPeriod]:
    """The last week and the last month that are over."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    last = first - timedelta(days=1)
    return (
        BulletinPeriod(BulletinSpan.WEEK, monday - timedelta(days=7), monday - timedelta(days=1)),
        BulletinPeriod(BulletinSpan.MONTH, last.replace(day=1), last),
    )


def bulletin_of(unit_path: tuple[str, ...], period: BulletinPeriod, happened: Happened) -> Bulletin:
    """The one bulletin of a unit and period: the same again has the same id."""
    unit_id = unit_path[-1]
    bulletin_id = id_from("bulletin", unit_id, period.span, period.first_on.isoformat())
    return Bulletin(bulletin_id, 0, unit_id, unit_path, period, happened)
