"""Instants and days: UTC instants cut to milliseconds, days of Asia/Ho_Chi_Minh."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

Clock = Callable[[], datetime]
"""Gives the present instant, in UTC, cut to milliseconds."""


def milliseconds(at: datetime) -> datetime:
    """Cut an instant to what the store keeps. Raises: ValueError when it names no time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def now_utc() -> datetime:
    """The system's clock, the only one outside tests and played scenarios."""
    return milliseconds(datetime.now(UTC))  # noqa: TID251 - the one place that reads the machine's clock


def local_day(at: datetime) -> date:
    """The day in Vietnam on which an instant falls."""
    return at.astimezone(VIETNAM).date()


def start_of_day(at: datetime) -> datetime:
    """The instant at which the day began, in Vietnam, in which an instant falls."""
    return at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)


def first_of_month(at: datetime) -> datetime:
    """The instant at which the month began, in Vietnam, in which an instant falls."""
    return start_of_day(at).replace(day=1)
