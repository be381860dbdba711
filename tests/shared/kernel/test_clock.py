from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from shared.kernel.clock import first_of_month, local_day, milliseconds, now_utc


def test_instants_are_utc_and_cut_to_what_the_store_keeps() -> None:
    at = datetime(2026, 10, 6, 8, 0, 0, 123_987, tzinfo=timezone(timedelta(hours=7)))
    assert milliseconds(at) == datetime(2026, 10, 6, 1, 0, 0, 123_000, tzinfo=UTC)
    assert now_utc().microsecond % 1000 == 0


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        milliseconds(datetime(2026, 10, 6, 8, 0))  # noqa: DTZ001 - that is what is refused


def test_a_late_evening_in_utc_is_the_next_day_in_vietnam() -> None:
    assert local_day(datetime(2026, 10, 5, 18, 0, tzinfo=UTC)) == date(2026, 10, 6)


def test_a_month_begins_at_midnight_in_vietnam() -> None:
    begun = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
    assert [first_of_month(begun + timedelta(seconds=n)) for n in (0, 1, 31 * 86_400 - 1)] == [begun] * 3
    assert first_of_month(begun - timedelta(seconds=1)) == datetime(2026, 8, 31, 17, 0, tzinfo=UTC)
