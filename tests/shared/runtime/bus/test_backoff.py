"""Waits between tries."""

from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.bus.backoff import Backoff


def test_the_wait_doubles_up_to_its_limit() -> None:
    backoff = Backoff(first=1.0, most=5.0, chance=lambda: 1.0)
    assert [backoff.after(failures) for failures in (0, 1, 2, 3, 4, 1000)] == [1, 1, 2, 4, 5, 5]


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_chance_takes_at_most_half_of_it(failures: int, chance: float) -> None:
    whole = Backoff(0.5, 30.0, chance=lambda: 1.0).after(failures)
    assert whole / 2 <= Backoff(0.5, 30.0, chance=lambda: chance).after(failures) <= whole
