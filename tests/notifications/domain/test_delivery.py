from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import (
    UNCOUNTED_FOR,
    WAITS,
    Delivery,
    Lane,
    State,
    delivery_id,
    settled,
    waits,
)
from services.notifications.domain.outcome import LONGEST_RETRY_AFTER, Ended, Outcome, of_status

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
EVENT = UUID(int=7)


def delivery_by(channel: Channel = Channel.WEBHOOK) -> Delivery:
    name = delivery_id(EVENT, "endpoint:1", channel, "event")
    return Delivery(name, EVENT, "endpoint:1", channel, "event", 1, Lane.PERSONAL, State.LEASED, NOW, NOW, token="t")


def tried_until_the_end(delivery: Delivery, outcome: Outcome, luck: float = 0.0) -> tuple[Delivery, timedelta]:
    now = NOW
    while delivery.is_open:
        now = max(now, delivery.next_at)
        delivery = settled(delivery, Ended(outcome), now, luck)
    return delivery, now - NOW


def test_a_webhook_is_tried_twelve_times_in_75_hours_and_42_minutes() -> None:
    delivery, took = tried_until_the_end(delivery_by(), Outcome.RETRY)
    assert (delivery.state, delivery.tries) == (State.DEAD, 12)
    assert took == timedelta(hours=75, minutes=42, seconds=35)


@pytest.mark.parametrize(("channel", "hours"), [(Channel.EMAIL, 48), (Channel.SMS, 0.5)])
def test_mail_is_tried_for_two_days_and_sms_for_half_an_hour(channel: Channel, hours: float) -> None:
    _, took = tried_until_the_end(delivery_by(channel), Outcome.RETRY)
    assert abs(took.total_seconds() / 3600 - hours) <= hours / 10


@given(luck=st.floats(0, 1), tries=st.integers(0, 10))
def test_luck_only_makes_a_wait_longer_by_a_fifth_or_a_quarter_of_an_hour(luck: float, tries: int) -> None:
    again = settled(replace(delivery_by(), tries=tries), Ended(Outcome.RETRY), NOW, luck)
    planned, waited = WAITS[Channel.WEBHOOK][tries], (again.next_at - NOW).total_seconds()
    assert planned <= waited <= planned + min(planned * 0.2, 900) + 1e-6


@given(outcome=st.sampled_from(Outcome), tries=st.integers(0, 11), asked=st.floats(0, 1e9) | st.none())
def test_every_end_of_a_try_leads_on_or_ends_and_nothing_is_leased_by_nobody(
    outcome: Outcome, tries: int, asked: float | None
) -> None:
    after = settled(replace(delivery_by(), tries=tries), Ended(outcome, retry_after_seconds=asked), NOW, 0.5)
    assert after.token == ""
    assert after.state in {State.DUE, State.DONE, State.DEAD, State.UNKNOWN}
    assert after.next_at - NOW <= max(LONGEST_RETRY_AFTER, timedelta(seconds=WAITS[Channel.WEBHOOK][-1] + 900))
    assert (after.state is State.DUE) == after.is_open


def test_who_asks_for_patience_loses_no_try_for_a_day() -> None:
    asks = Ended(Outcome.THROTTLE, status=503, retry_after_seconds=600)
    waiting = settled(delivery_by(), asks, NOW, 0.0)
    assert (waiting.tries, waiting.next_at) == (0, NOW + timedelta(minutes=10))
    assert settled(waiting, asks, NOW + UNCOUNTED_FOR, 0.0).tries == 1


def test_whoever_waits_for_its_target_looks_again_after_a_day_at_most() -> None:
    slot = NOW.replace(year=9999)
    waiting = waits(delivery_by(), slot, NOW)
    assert (waiting.next_at, waiting.slot_at) == (NOW + LONGEST_RETRY_AFTER, slot)


@pytest.mark.parametrize("outcome", [Outcome.PERMANENT, Outcome.BLOCKED])
def test_what_should_never_succeed_is_tried_three_times(outcome: Outcome) -> None:
    delivery, _ = tried_until_the_end(delivery_by(), outcome)
    assert (delivery.state, delivery.tries) == (State.DEAD, 3)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.OK, State.DONE),
        (Outcome.GONE, State.DEAD),
        (Outcome.REFUSED, State.DEAD),
        (Outcome.UNKNOWN, State.UNKNOWN),
    ],
)
def test_some_ends_are_ends_at_once(outcome: Outcome, state: State) -> None:
    assert settled(delivery_by(), Ended(outcome), NOW, 0.0).state is state


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ((200, 202, 204, 299), Outcome.OK),
        ((401, 403, 408, 425, 500, 501, 599), Outcome.RETRY),
        ((429, 502, 503, 504), Outcome.THROTTLE),
        ((410,), Outcome.GONE),
        ((301, 302, 307, 400, 404, 422), Outcome.PERMANENT),
    ],
)
def test_a_status_has_one_class(statuses: tuple[int, ...], outcome: Outcome) -> None:
    assert {of_status(status) for status in statuses} == {outcome}
