"""Working days of a calendar that is data: weekends, holidays, swapped days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from shared.kernel.errors import RefusedError


class NoCalendarError(RefusedError):
    """No file of the calendar holds that year: an operator adds it, then the same cause goes through."""

    code = "NO_CALENDAR"


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One file of a calendar: the days from `first` to `last`. `weekend` holds ISO weekdays, Monday = 1.

    `worked` are weekend days that are worked instead of a swapped holiday.
    Raises: ValueError when a holiday or worked day lies outside, such as one of another year.
    """

    id: str
    first: date
    last: date
    weekend: frozenset[int]
    holidays: frozenset[date]
    worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        astray = [day.isoformat() for day in sorted(self.holidays | self.worked) if not self.holds(day)]
        if astray:
            raise ValueError(f"calendar {self.id}: outside {self.first} to {self.last}: {', '.join(astray)}")

    def holds(self, day: date) -> bool:
        """Whether this file speaks of the day."""
        return self.first <= day <= self.last

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        return day in self.worked or (day.isoweekday() not in self.weekend and day not in self.holidays)


@dataclass(frozen=True, slots=True)
class Calendar:
    """All files of one family, by their first days, as one calendar. Days are of Asia/Ho_Chi_Minh.

    A day that no file holds is refused, never guessed. Raises: ValueError when two files hold one day.
    """

    family: str
    years: Sequence[CalendarYear]

    def __post_init__(self) -> None:
        for one, other in pairwise(self.years):
            if other.first <= one.last:
                raise ValueError(f"calendars {one.id} and {other.id} hold the same days")

    def knows(self, day: date) -> bool:
        """Whether a file holds this day."""
        return any(year.holds(day) for year in self.years)

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day. Raises: NoCalendarError."""
        for year in self.years:
            if year.holds(day):
                return year.is_working(day)
        raise NoCalendarError(calendar=self.family, year=day.year, day=day.isoformat())

    def add(self, start: date, working_days: int) -> date:
        """The day that lies so many working days after `start`; day 1 is the first working day after it.

        Raises: NoCalendarError, ValueError when `working_days` is negative.
        """
        if working_days < 0:
            raise ValueError("working days cannot be negative")
        day = start
        for day in self._after(start, working_days):  # noqa: B007 - the last one is the answer
            pass
        return day

    def before(self, day: date) -> date:
        """The last working day before a day. Raises: NoCalendarError."""
        eve = day - timedelta(days=1)
        while not self.is_working(eve):
            eve -= timedelta(days=1)
        return eve

    def between(self, start: date, end: date) -> int:
        """How many working days d there are with start < d ≤ end; 0 when `end` is not after `start`.

        Raises: NoCalendarError.
        """
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def _after(self, start: date, count: int) -> Iterator[date]:
        day = start
        while count:
            day += timedelta(days=1)
            if self.is_working(day):
                count -= 1
                yield day
