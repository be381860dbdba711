from datetime import date

import pytest

from services.console.domain.clocks import clock_vi, is_late
from shared.runtime.datafiles import load_calendar

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("due_on", "today", "words"),
    [
        (date(2026, 10, 13), date(2026, 10, 6), "Còn 5 ngày làm việc"),
        (date(2026, 5, 6), date(2026, 4, 24), "Còn 5 ngày làm việc"),
        (date(2026, 10, 6), date(2026, 10, 6), "Hôm nay là hạn"),
        (date(2026, 10, 6), date(2026, 10, 9), "Quá hạn 3 ngày"),
        (None, date(2026, 10, 9), ""),
    ],
)
def test_the_clock_speaks_in_working_days_before_and_in_days_after(
    due_on: date | None, today: date, words: str
) -> None:
    assert clock_vi(due_on, today, CALENDAR) == words


def test_late_begins_the_day_after() -> None:
    assert not is_late(date(2026, 10, 6), date(2026, 10, 6))
    assert is_late(date(2026, 10, 6), date(2026, 10, 7))
    assert not is_late(None, date(2026, 10, 7))
