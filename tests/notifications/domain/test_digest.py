from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.channel import Channel
from services.notifications.domain.digest import (
    MOST_SHOWN,
    Postponed,
    digest_delivery,
    digest_of,
    gathered_in,
    next_digest,
)
from services.notifications.domain.preference import Level, Rhythm
from services.notifications.domain.quiet import is_quiet
from shared.kernel.clock import VIETNAM

EVENT = UUID(int=7)
START = datetime(2026, 10, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 60 * 86400).map(lambda seconds: START + timedelta(seconds=seconds))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def waiting(n: int, when: datetime, *, due: datetime) -> Postponed:
    texts = f"Tin {n}.", f"News {n}."
    return Postponed(UUID(int=n), EVENT, "person:CB-0412", Channel.EMAIL, due, when, *texts, Level.DEFAULT)


@pytest.mark.parametrize(
    ("after", "daily", "weekly"),
    [
        ("2026-10-13T07:29:59", "2026-10-13T07:30", "2026-10-19T07:30"),
        ("2026-10-13T07:30:00", "2026-10-14T07:30", "2026-10-19T07:30"),
        ("2026-10-19T07:29:59", "2026-10-19T07:30", "2026-10-19T07:30"),
        ("2026-10-19T07:30:00", "2026-10-20T07:30", "2026-10-26T07:30"),
        ("2026-10-18T23:00:00", "2026-10-19T07:30", "2026-10-19T07:30"),
    ],
)
def test_a_digest_comes_at_half_past_seven_each_day_or_on_mondays(after: str, daily: str, weekly: str) -> None:
    assert next_digest(local(after), Rhythm.DAILY) == local(daily)
    assert next_digest(local(after).astimezone(UTC), Rhythm.WEEKLY) == local(weekly)


@given(when=INSTANTS, rhythm=st.sampled_from(list(Rhythm)))
def test_a_digest_is_ahead_by_a_day_or_a_week_at_most_and_never_in_the_quiet_hours(
    when: datetime, rhythm: Rhythm
) -> None:
    due = next_digest(when, rhythm)
    assert timedelta() < due - when <= timedelta(days=1 if rhythm is Rhythm.DAILY else 7)
    assert not is_quiet(due)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 600)), min_size=1, max_size=20), st.randoms())
def test_the_same_found_twice_or_in_another_order_is_the_same_digest(made: list[tuple[int, int]], luck: object) -> None:
    items = [waiting(n, START + timedelta(minutes=minutes), due=START) for n, minutes in made]
    once = list({item.id: item for item in items}.values())
    again = [*once, *once]
    luck.shuffle(again)  # type: ignore[attr-defined]
    assert digest_of(again) == digest_of(once)
    assert gathered_in(digest_of(once)) == {item.id for item in once}


def test_a_long_digest_says_how_many_more_there_are() -> None:
    digest = digest_of([waiting(n, START, due=START) for n in range(MOST_SHOWN + 7)])
    (message,) = digest.messages
    lines = message.text_vi.split("\n")
    assert lines[:2] == ["Bản tin ngày 01/10/2026: 57 tin.", "Tin 0."]
    assert (len(lines), lines[-1]) == (MOST_SHOWN + 2, "Còn 7 tin trong Kịp Thời.")
    assert message.audience == ("person:CB-0412",)
    made = digest_delivery(digest, "person:CB-0412", Channel.EMAIL, START)
    assert (made.id, made.event_id, made.message) == (digest.id, digest.id, message.template)
