from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.workdays import Calendar
from shared.runtime.datafiles import load_calendar

CALENDAR = load_calendar()
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_the_day_found_is_a_working_day_and_exactly_so_many_away(start: date, count: int) -> None:
    found = CALENDAR.add(start, count)
    assert CALENDAR.is_working(found)
    assert CALENDAR.between(start, found) == count
    assert CALENDAR.between(start, found - timedelta(days=1)) == count - 1


@given(DAYS, st.integers(0, 200))
def test_no_working_days_lie_before_the_start(end: date, back: int) -> None:
    assert CALENDAR.between(end, end - timedelta(days=back)) == 0


@given(DAYS)
def test_adding_nothing_stays(start: date) -> None:
    assert CALENDAR.add(start, 0) == start


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add(date(2026, 1, 5), -1)


def test_a_swapped_saturday_is_worked() -> None:
    saturday = date(2026, 8, 22)
    swapped = Calendar("X", frozenset({6, 7}), frozenset(), worked=frozenset({saturday}))
    assert swapped.add(date(2026, 8, 21), 1) == saturday
