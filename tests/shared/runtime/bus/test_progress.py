"""The watermark of a partition."""

from random import Random  # noqa: TID251 - hypothesis draws it

from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.bus.progress import Progress

OFFSETS = st.lists(st.integers(0, 200), min_size=1, max_size=40, unique=True).map(sorted)


@given(OFFSETS, st.randoms())
def test_low_is_the_first_offset_that_is_not_done_whatever_the_order_of_work(offsets: list[int], rand: Random) -> None:
    progress = Progress()
    for offset in offsets:
        assert progress.deliver(offset, at_ms=offset)
    shuffled = list(offsets)
    rand.shuffle(shuffled)
    for number, offset in enumerate(shuffled, start=1):
        progress.finish(offset)
        undone = shuffled[number:]
        first = min(undone, default=None)
        before = [each for each in offsets if first is None or each < first]
        assert progress.low == (before[-1] + 1 if before else first)
        assert progress.oldest_ms == first


@given(OFFSETS, st.data())
def test_after_a_rewind_only_what_is_not_done_is_new(offsets: list[int], data: st.DataObject) -> None:
    progress = Progress()
    for offset in offsets:
        progress.deliver(offset, at_ms=0)
    done = set(data.draw(st.lists(st.sampled_from(offsets), unique=True)))
    for offset in done:
        progress.finish(offset)
    low = progress.rewind()
    if len(done) == len(offsets):
        assert low is None
        return
    assert low is not None
    again = [offset for offset in offsets if offset >= low]
    assert [offset for offset in again if progress.deliver(offset, at_ms=0)] == [o for o in again if o not in done]
    for offset in set(again) - done:
        progress.finish(offset)
    assert progress.low == offsets[-1] + 1


def test_what_was_delivered_before_a_rewind_may_still_end_and_is_not_done_twice() -> None:
    progress = Progress()
    progress.deliver(5, at_ms=0)
    progress.deliver(6, at_ms=0)
    assert progress.rewind() == 5
    progress.finish(5)
    assert progress.deliver(5, at_ms=0) is False
    assert progress.low == 6


def test_failures_count_rewinds_without_progress() -> None:
    progress = Progress()
    for _ in range(3):
        progress.deliver(5, at_ms=0)
        progress.rewind()
    assert progress.failures == 3
    progress.deliver(5, at_ms=0)
    progress.finish(5)
    assert progress.failures == 0


def test_what_was_polled_before_a_rewind_waits_until_it_comes_again() -> None:
    progress = Progress()
    progress.deliver(5, at_ms=0, poll=1)
    progress.deliver(6, at_ms=0, poll=2)
    assert progress.rewind(poll=3) == 5
    assert progress.deliver(7, at_ms=0, poll=3) is False
    assert progress.low == 5
    assert [progress.deliver(offset, at_ms=0, poll=4) for offset in (5, 6, 7)] == [True, True, True]
