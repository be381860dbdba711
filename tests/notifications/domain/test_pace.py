from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.breaker import IN_A_ROW
from services.notifications.domain.outcome import LONGEST_RETRY_AFTER
from services.notifications.domain.pace import A_SECOND, AT_ONCE, Pace

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)


SECOND = timedelta(seconds=1)


@given(st.lists(st.integers(0, 200), max_size=80))
def test_no_second_has_more_slots_than_the_pace_allows_and_they_are_given_in_order(steps: list[int]) -> None:
    pace, now, slots = Pace(), NOW, []
    for step in steps:
        now += timedelta(milliseconds=step)
        slots.append(pace.slot(None, now))
        assert slots[-1] >= now
    assert slots == sorted(slots)
    assert all(later - earlier >= SECOND for earlier, later in zip(slots, slots[A_SECOND:], strict=False))


def crowded() -> Pace:
    pace = Pace()
    for _ in range(A_SECOND):
        pace.slot(None, NOW)
    return pace


def test_whoever_comes_at_its_slot_goes_and_whoever_missed_it_gets_another() -> None:
    pace = crowded()
    slot = pace.slot(None, NOW)
    assert slot == NOW + SECOND
    assert pace.slot(slot, slot + timedelta(milliseconds=200)) == slot + timedelta(milliseconds=200)
    late = slot + timedelta(seconds=9)
    for _ in range(A_SECOND):
        pace.slot(None, late)
    assert pace.slot(slot, late) == late + SECOND


def test_four_at_once() -> None:
    pace = Pace()
    for _ in range(AT_ONCE):
        assert pace.may_begin(NOW)
        pace.begun()
    assert not pace.may_begin(NOW)
    pace.ended(NOW, well=True)
    assert pace.may_begin(NOW)


def test_one_that_fails_gets_slots_from_when_it_is_asked_again_on() -> None:
    pace = Pace()
    for _ in range(IN_A_ROW):
        pace.begun()
        pace.ended(NOW, well=False)
    slots = [pace.slot(None, NOW) for _ in range(A_SECOND + 1)]
    assert (slots[0], slots[-1]) == (NOW + timedelta(seconds=30), NOW + timedelta(seconds=31))


def test_a_probe_that_is_broken_off_leaves_room_for_the_next() -> None:
    pace = Pace()
    for _ in range(IN_A_ROW):
        pace.begun()
        pace.ended(NOW, well=False)
    later = NOW + timedelta(seconds=31)
    pace.begun()
    assert not pace.may_begin(later)
    pace.ended(later, well=None)
    assert pace.may_begin(later)


def test_what_began_before_it_was_spared_does_not_spare_it_for_longer() -> None:
    pace = Pace()
    for _ in range(IN_A_ROW + 3):
        pace.begun()
    for _ in range(IN_A_ROW + 3):
        pace.ended(NOW, well=False)
    assert pace.slot(None, NOW) == NOW + timedelta(seconds=30)


def test_one_that_asks_for_patience_gets_it_from_all_who_come_also_at_their_slots() -> None:
    pace = crowded()
    slot = pace.slot(None, NOW)
    later = NOW + timedelta(seconds=30)
    pace.hold(later, NOW)
    pace.hold(NOW, NOW)
    assert not pace.may_begin(slot)
    assert pace.slot(slot, slot) == later
    assert pace.slot(None, later) == later


def test_nobody_gets_patience_for_longer_than_a_day() -> None:
    pace = Pace()
    pace.hold(NOW.replace(year=9999), NOW)
    assert pace.slot(None, NOW) == NOW + LONGEST_RETRY_AFTER
