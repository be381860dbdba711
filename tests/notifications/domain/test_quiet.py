from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State, delivery_id, settled
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.quiet import REVOKED, SPREAD, cancelled, is_quiet, kept_quiet, woken_late
from shared.kernel.clock import VIETNAM

START = datetime(2026, 10, 1, tzinfo=VIETNAM).astimezone(UTC)
MONTH = timedelta(days=31)
MORNING_AFTER = datetime(2026, 10, 14, 6, 30, tzinfo=VIETNAM)
STEPS = st.integers(1, 900)
PUSHED = st.sampled_from([Channel.EMAIL, Channel.CHAT, Channel.SMS])
ANY_INSTANT = st.integers(0, int(MONTH.total_seconds())).map(lambda seconds: START + timedelta(seconds=seconds))


def planned(at: datetime, n: int = 0, channel: Channel = Channel.EMAIL, *, is_urgent: bool = False) -> Delivery:
    event = UUID(int=n)
    name = delivery_id(event, "person:CB-0412", channel, "message")
    made = Delivery(name, event, "person:CB-0412", channel, "message", 1, Lane.PERSONAL, State.DUE, at, at)
    return kept_quiet(replace(made, is_urgent=is_urgent))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-{text}").replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("13T21:29:59", False),
        ("13T21:30:00", True),
        ("14T00:00:00", True),
        ("14T06:29:59", True),
        ("14T06:30:00", False),
        ("14T12:00:00", False),
    ],
)
def test_the_night_lasts_from_half_past_nine_to_half_past_six_in_vietnam(text: str, quiet: bool) -> None:
    assert is_quiet(at(text)) is quiet
    assert is_quiet(at(text).astimezone(UTC)) is quiet


@pytest.mark.parametrize("text", ["13T21:30:00", "13T23:59:59", "14T00:00:00", "14T06:29:59"])
def test_what_falls_due_at_night_is_held_until_the_same_morning(text: str) -> None:
    held = planned(at(text))
    assert held.state is State.HELD
    assert MORNING_AFTER <= held.next_at < MORNING_AFTER + SPREAD


def test_the_mornings_messages_are_spread() -> None:
    minutes = Counter(
        (planned(at("13T22:00:00"), n).next_at - MORNING_AFTER) // timedelta(minutes=1) for n in range(500)
    )
    assert minutes.keys() == {0, 1, 2, 3, 4}
    assert min(minutes.values()) > 50


def test_what_is_urgent_and_what_goes_to_systems_is_not_held() -> None:
    assert planned(at("13T22:00:00"), is_urgent=True).state is State.DUE
    assert planned(at("13T22:00:00"), channel=Channel.WEBHOOK).state is State.DUE


@settings(deadline=None)
@given(when=ANY_INSTANT, channel=PUSHED, n=st.integers(0, 2**64))
def test_holding_again_changes_nothing(when: datetime, channel: Channel, n: int) -> None:
    once = planned(when, n, channel)
    assert kept_quiet(once) == once
    assert not is_quiet(once.next_at)
    assert once.next_at - when <= timedelta(hours=9) + SPREAD


def test_what_was_claimed_before_the_night_and_comes_to_its_turn_in_it_waits_and_loses_no_try() -> None:
    leased = replace(planned(at("13T21:29:55")), state=State.LEASED, token="t")
    assert woken_late(leased, at("13T21:29:59")) is None
    late = woken_late(leased, at("13T21:30:02"))
    assert late is not None
    assert (late.state, late.tries, late.token) == (State.HELD, 0, "")


def test_only_what_is_held_is_cancelled_by_a_revocation() -> None:
    held, due = planned(at("13T22:00:00")), planned(at("13T20:00:00"))
    assert (cancelled(held, START).state, cancelled(held, START).reason) == (State.CANCELLED, REVOKED)
    assert cancelled(due, START) == due


@settings(max_examples=60, deadline=None)
@given(
    wanted=st.lists(st.tuples(ANY_INSTANT, PUSHED, st.booleans()), min_size=1, max_size=12),
    ends=st.lists(st.sampled_from([Outcome.OK, Outcome.RETRY, Outcome.THROTTLE]), min_size=1, max_size=8),
    steps=st.lists(STEPS, min_size=1, max_size=8),
)
def test_in_a_month_of_nights_none_is_dropped_and_none_goes_out_inside_but_what_is_urgent(
    wanted: list[tuple[datetime, Channel, bool]], ends: list[Outcome], steps: list[int]
) -> None:
    """A sender that looks again after whatever steps, on a clock that is set; what fails is repeated."""
    for n, (when, channel, is_urgent) in enumerate(wanted):
        delivery, now, tries = planned(when, n, channel, is_urgent=is_urgent), when, 0
        while delivery.is_open:
            now = max(now + timedelta(seconds=steps[tries % len(steps)]), delivery.next_at)
            late = woken_late(delivery, now)
            if late is not None:
                delivery = late
                continue
            assert is_urgent or not is_quiet(now)
            end = ends[(n + tries) % len(ends)]
            delivery = kept_quiet(settled(delivery, Ended(end), now, luck=0.5))
            tries += 1
        assert tries >= 1
        assert delivery.state in {State.DONE, State.DEAD}
