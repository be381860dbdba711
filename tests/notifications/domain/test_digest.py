from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.delivery import Channel
from services.notifications.domain.digest import MOST_SHOWN, Postponed, gathered, next_digest
from services.notifications.domain.preference import Rhythm
from services.notifications.domain.quiet import is_quiet
from shared.kernel.clock import VIETNAM

START = datetime(2026, 10, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 60 * 86400).map(lambda seconds: START + timedelta(seconds=seconds))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def waiting(n: int, when: datetime, target: str = "person:CB-0412", rhythm: Rhythm = Rhythm.DAILY) -> Postponed:
    return Postponed(UUID(int=n), target, Channel.EMAIL, next_digest(when, rhythm), when, f"Tin {n}.")


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


@given(st.lists(st.tuples(st.integers(0, 30), INSTANTS, st.sampled_from(["person:A", "person:B"])), max_size=40))
def test_each_message_comes_in_exactly_one_digest_of_its_own_reader(made: list[tuple[int, datetime, str]]) -> None:
    items = [waiting(n, when, f"{target}-{n}") for n, when, target in made]
    digests = gathered(items)
    assert {item.id for digest in digests for item in digest.items} == {item.id for item in items}
    assert len({digest.id for digest in digests}) == len(digests)
    for digest in digests:
        assert {(item.target, item.due_at) for item in digest.items} == {(digest.target, digest.due_at)}


@given(st.lists(st.tuples(st.integers(0, 5), INSTANTS), max_size=20), st.randoms())
def test_the_same_found_twice_or_in_another_order_is_the_same_digest(
    made: list[tuple[int, datetime]], luck: object
) -> None:
    items = [waiting(n, START + timedelta(minutes=n)) for n, _ in made]
    again = [*items, *items]
    luck.shuffle(again)  # type: ignore[attr-defined]
    assert gathered(again) == gathered(items)


def test_a_long_digest_says_how_many_more_there_are() -> None:
    (digest,) = gathered([waiting(n, START) for n in range(MOST_SHOWN + 7)])
    assert (len(digest.items), digest.more) == (MOST_SHOWN, 7)
