from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.workdays import Calendar, CalendarYear, NoCalendarError
from shared.runtime.law.loading import load_calendar

CALENDAR = load_calendar()
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, LAST - timedelta(days=120))
WEEKEND = frozenset({6, 7})


def year(
    number: int, *, holidays: frozenset[date] = frozenset(), worked: frozenset[date] = frozenset()
) -> CalendarYear:
    return CalendarYear(f"X-{number}", date(number, 1, 1), date(number, 12, 31), WEEKEND, holidays, worked)


@given(DAYS, st.integers(1, 60))
def test_the_day_found_is_a_working_day_and_exactly_so_many_away(start: date, count: int) -> None:
    found = CALENDAR.add(start, count)
    assert CALENDAR.is_working(found)
    assert CALENDAR.between(start, found) == count
    assert CALENDAR.between(start, found - timedelta(days=1)) == count - 1


@given(st.sampled_from([2026, 2027]), st.integers(1, 40), st.integers(1, 60), st.integers(0, 60))
def test_windows_over_the_turn_of_a_year_add_up(turn: int, before: int, count: int, more: int) -> None:
    start = date(turn, 1, 1) - timedelta(days=before)
    middle = CALENDAR.add(start, count)
    assert CALENDAR.add(middle, more) == CALENDAR.add(start, count + more)
    end = middle + timedelta(days=more)
    assert CALENDAR.between(start, middle) + CALENDAR.between(middle, end) == CALENDAR.between(start, end)


@given(DAYS, st.integers(0, 200))
def test_no_working_days_lie_before_the_start(end: date, back: int) -> None:
    assert CALENDAR.between(end, end - timedelta(days=back)) == 0


@given(st.dates())
def test_adding_nothing_stays(start: date) -> None:
    assert CALENDAR.add(start, 0) == start


@given(st.dates().filter(lambda day: not FIRST <= day <= LAST))
def test_a_day_of_a_year_without_a_file_is_refused_with_the_year(day: date) -> None:
    with pytest.raises(NoCalendarError) as refused:
        CALENDAR.is_working(day)
    assert refused.value.params == {"calendar": "VN", "year": day.year, "day": day.isoformat()}


def test_a_window_that_ends_in_a_year_without_a_file_is_refused_and_one_that_ends_before_is_not() -> None:
    assert CALENDAR.add(date(2027, 12, 30), 1) == LAST
    with pytest.raises(NoCalendarError, match="2028"):
        CALENDAR.add(date(2027, 12, 30), 2)
    with pytest.raises(NoCalendarError, match="2024"):
        CALENDAR.between(date(2024, 12, 30), date(2025, 1, 2))
    assert CALENDAR.between(date(2024, 12, 31), date(2025, 1, 2)) == 1


def test_a_year_missing_in_the_middle_is_refused_too() -> None:
    with pytest.raises(NoCalendarError, match="2026"):
        Calendar("X", (year(2025), year(2027))).between(date(2025, 12, 30), date(2027, 1, 2))


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add(date(2026, 1, 5), -1)


def test_a_swapped_saturday_is_worked() -> None:
    saturday = date(2026, 8, 22)
    swapped = Calendar("X", (year(2026, worked=frozenset({saturday})),))
    assert swapped.add(date(2026, 8, 21), 1) == saturday


def test_two_files_may_not_hold_the_same_days() -> None:
    with pytest.raises(ValueError, match="X-2026 and X-2026"):
        Calendar("X", (year(2026), year(2026)))


@pytest.mark.parametrize("kind", ["holidays", "worked"])
def test_a_file_may_not_name_a_day_of_another_year(kind: str) -> None:
    with pytest.raises(ValueError, match=r"X-2027.*2026-02-06"):
        year(2027, **{kind: frozenset({date(2026, 2, 6)})})


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
        (date(2025, 1, 24), 1, date(2025, 2, 3)),
        (date(2025, 4, 4), 1, date(2025, 4, 8)),
        (date(2025, 4, 25), 1, date(2025, 4, 26)),
        (date(2025, 4, 29), 1, date(2025, 5, 5)),
        (date(2025, 12, 31), 1, date(2026, 1, 2)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 2, 4), 1, date(2027, 2, 12)),
        (date(2027, 1, 29), 10, date(2027, 2, 19)),
        (date(2027, 4, 15), 1, date(2027, 4, 19)),
        (date(2027, 4, 29), 1, date(2027, 5, 4)),
        (date(2027, 8, 31), 1, date(2027, 9, 3)),
    ],
)
def test_the_holidays_of_the_years_around_are_as_counted_by_hand(start: date, count: int, due: date) -> None:
    assert CALENDAR.add(start, count) == due


def test_the_working_day_before_a_monday_is_friday() -> None:
    assert CALENDAR.before(date(2026, 10, 12)) == date(2026, 10, 9)
