from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.breaker import FIRST_PAUSE, LONGEST_PAUSE, Breaker

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)


def after(*ends: bool, breaker: Breaker | None = None) -> Breaker:
    breaker = breaker or Breaker()
    for well in ends:
        breaker = breaker.begun().ended(NOW, well=well)
    return breaker


def test_five_failures_in_a_row_spare_a_target_for_half_a_minute() -> None:
    assert after(*[False] * 4).allows(NOW)
    spared = after(*[False] * 5)
    assert not spared.allows(NOW + FIRST_PAUSE - timedelta(seconds=1))
    assert spared.allows(NOW + FIRST_PAUSE)


def test_half_of_ten_within_a_minute_are_too_many() -> None:
    assert after(*[True, False] * 4, True).allows(NOW)
    assert not after(*[True, False] * 5).allows(NOW)


def test_what_is_older_than_a_minute_counts_no_more() -> None:
    old = after(*[False, True] * 4)
    assert old.begun().ended(NOW + timedelta(seconds=60), well=False).allows(NOW)


def test_one_probe_decides() -> None:
    probing = after(*[False] * 5).begun()
    later = NOW + FIRST_PAUSE
    assert not probing.allows(later)
    assert probing.ended(later, well=True) == Breaker()
    again = probing.ended(later, well=False)
    assert again.open_until == later + 2 * FIRST_PAUSE


@given(st.lists(st.booleans(), max_size=60))
def test_a_target_is_never_spared_for_longer_than_half_an_hour_and_a_success_ends_it(ends: list[bool]) -> None:
    breaker = after(*ends)
    assert breaker.pause <= LONGEST_PAUSE
    if breaker.open_until is not None:
        assert breaker.allows(breaker.open_until)
        assert after(True, breaker=breaker) == Breaker()
