"""Working days of a calendar that is data: weekends, holidays, swapped days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year's working days in Asia/Ho_Chi_Minh. `weekend` holds ISO weekdays, Monday = 1.

    `worked` are weekend days that are worked instead of a swapped holiday.
    """

    id: str
    weekend: frozenset[int]
    holidays: frozenset[date]
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        return day in self.worked or (day.isoweekday() not in self.weekend and day not in self.holidays)

    def add(self, start: date, working_days: int) -> date:
        """The day that lies so many working days after `start`; day 1 is the first working day after it.

        Raises: ValueError when `working_days` is negative.
        """
        if working_days < 0:
            raise ValueError("working days cannot be negative")
        day = start
        for day in self._after(start, working_days):  # noqa: B007 - the last one is the answer
            pass
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days d there are with start < d ≤ end; 0 when `end` is not after `start`."""
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def _after(self, start: date, count: int) -> Iterator[date]:
        day = start
        while count:
            day += timedelta(days=1)
            if self.is_working(day):
                count -= 1
                yield day
