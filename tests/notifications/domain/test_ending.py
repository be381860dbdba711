from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.access import Access, Certificates
from services.notifications.domain.ending import first_word, next_word, to_say

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ENDS = st.none() | st.integers(0, 90 * 24)
"""In how many hours one ends that is recorded now; None: there is none."""


def access(authority: int | None, certificate: int | None, since: datetime | None = None) -> Access:
    ca, own = (
        hours if hours is None else Certificates("", "", NOW + timedelta(hours=hours), since)
        for hours in (authority, certificate)
    )
    return Access(ca, own)


def said(what: Access, at: list[datetime]) -> list[tuple[int, str]]:
    """What is said when somebody looks at these instants: the number of the look, and of what."""
    due, found = first_word(what, NOW), list[tuple[int, str]]()
    for n, now in enumerate(at):
        if due is not None and due <= now:
            found += [(n, one.paper) for one in to_say(what, due, now)]
            due = next_word(what, now)
    return found


def days(*hours: int) -> list[datetime]:
    return [NOW + timedelta(hours=each) for each in hours]


def test_it_is_said_30_and_7_days_before_and_at_once_of_what_ends_sooner() -> None:
    daily = [NOW + n * DAY for n in range(100)]
    assert said(access(45 * 24, None), daily) == [(15, "authority"), (38, "authority")]
    assert said(access(20 * 24, 45 * 24), daily) == [
        *((0, "authority"), (13, "authority")),
        *((15, "certificate"), (38, "certificate")),
    ]
    assert said(access(None, 3 * 24), daily) == [(0, "certificate")]
    assert said(access(None, None), daily) == []


def test_what_machines_renew_is_said_only_within_its_life() -> None:
    daily = [NOW + n * DAY for n in range(30)]
    assert said(access(24, 3 * 24, since=NOW), daily) == [], "else a letter came each day"
    assert said(access(20 * 24, None, since=NOW), daily) == [(13, "authority")]
    assert said(access(20 * 24, None, since=NOW - 70 * DAY), daily) == [(0, "authority"), (13, "authority")]


@given(ENDS, ENDS, st.lists(st.integers(0, 120 * 24), min_size=1, max_size=12).map(sorted))
def test_each_is_said_twice_at_most_and_never_over_without_a_word(
    authority: int | None, certificate: int | None, hours: list[int]
) -> None:
    what, looks = access(authority, certificate), days(*hours)
    found = said(what, looks)
    for paper, ends in (("authority", authority), ("certificate", certificate)):
        mine = [n for n, one in found if one == paper]
        assert len(mine) == len(set(mine)) <= 2
        is_due = ends is not None and looks[-1] >= NOW + timedelta(hours=ends) - 30 * DAY
        assert bool(mine) is is_due
