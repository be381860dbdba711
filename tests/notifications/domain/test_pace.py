from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.breaker import IN_A_ROW
from services.notifications.domain.pace import AT_ONCE, GAP, Pace

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)


@given(st.lists(st.integers(0, 3_000), max_size=80))
def test_no_two_slots_are_nearer_than_the_pace_allows(steps: list[int]) -> None:
    pace, now, slots = Pace(), NOW, []
    for step in steps:
        now += timedelta(milliseconds=step)
        slots.append(pace.slot(None, now))
        assert slots[-1] >= now
    assert all(later - earlier >= GAP for earlier, later in pairwise(slots))


def test_whoever_comes_at_its_slot_goes_and_whoever_missed_it_gets_another() -> None:
    pace = Pace()
    pace.slot(None, NOW)
    slot = pace.slot(None, NOW)
    assert slot == NOW + GAP
    assert pace.slot(slot, slot + timedelta(milliseconds=200)) == slot + timedelta(milliseconds=200)
    pace.slot(None, slot + timedelta(seconds=9))
    assert pace.slot(slot, slot + timedelta(seconds=9)) > slot + timedelta(seconds=9)


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
    first, second = pace.slot(None, NOW), pace.slot(None, NOW)
    assert (first, second) == (NOW + timedelta(seconds=30), NOW + timedelta(seconds=30) + GAP)


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
