from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.client_rate import ClientRate

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)


def test_six_hundred_go_at_once_and_then_ten_a_second() -> None:
    rate = ClientRate()
    assert [rate.wait("a", NOW) for _ in range(600)] == [0.0] * 600
    assert [rate.would_wait("a", NOW), rate.would_wait("a", NOW), rate.wait("a", NOW)] == [0.1] * 3
    assert rate.wait("b", NOW) == 0.0
    assert [rate.wait("a", NOW + timedelta(seconds=1)) for _ in range(10)] == [0.0] * 10
    assert rate.wait("a", NOW + timedelta(seconds=1)) > 0


@given(st.lists(st.integers(0, 120_000), max_size=200))
def test_whoever_waits_as_told_may_go_on(instants: list[int]) -> None:
    rate = ClientRate(per_minute=6)
    for at in (NOW + timedelta(milliseconds=each) for each in sorted(instants)):
        wait = rate.wait("a", at)
        assert 0 <= wait <= 60 / 6
    last = NOW + timedelta(milliseconds=max(instants, default=0))
    if (wait := rate.wait("a", last)) > 0:
        assert rate.wait("a", last + timedelta(seconds=wait + 0.001)) == 0
