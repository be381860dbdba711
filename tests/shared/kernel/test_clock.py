from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from shared.kernel.clock import local_day, milliseconds, now_utc


def test_instants_are_utc_and_cut_to_what_the_store_keeps() -> None:
    at = datetime(2026, 10, 6, 8, 0, 0, 123_987, tzinfo=timezone(timedelta(hours=7)))
    assert milliseconds(at) == datetime(2026, 10, 6, 1, 0, 0, 123_000, tzinfo=UTC)
    assert now_utc().microsecond % 1000 == 0


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        milliseconds(datetime(2026, 10, 6, 8, 0))  # noqa: DTZ001 - that is what is refused


def test_a_late_evening_in_utc_is_the_next_day_in_vietnam() -> None:
    assert local_day(datetime(2026, 10, 5, 18, 0, tzinfo=UTC)) == date(2026, 10, 6)
