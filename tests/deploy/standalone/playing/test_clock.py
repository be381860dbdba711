from datetime import UTC, datetime, timedelta

from deploy.standalone.playing.clock import SetClock

THEN = datetime(2026, 10, 6, 1, 0, 0, 123_456, tzinfo=UTC)


def test_a_set_clock_goes_on_from_where_it_was_set() -> None:
    clock = SetClock(THEN)
    first, second = clock(), clock()
    assert THEN - timedelta(milliseconds=1) < first <= second < THEN + timedelta(seconds=5)
    assert first.microsecond % 1000 == 0


def test_a_set_clock_can_be_set_back() -> None:
    clock = SetClock(THEN)
    clock.set(THEN - timedelta(days=90))
    assert clock() < THEN - timedelta(days=89)
