"""What waits in memory."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.bus import outgoing
from shared.runtime.bus.outgoing import Outgoing
from tests.shared.runtime.bus.world import things, told

A, B, C = things(3)


def test_entries_leave_in_the_order_of_their_aggregate_and_once() -> None:
    waiting = Outgoing()
    waiting.add([told(A, 1), told(A, 0), told(B, 0)])
    waiting.add([told(A, 0), told(A, 2)])
    assert [(entry.key, entry.seq) for entry in waiting.take(10)] == [
        (str(A), 1),
        (str(A), 2),
        (str(A), 3),
        (str(B), 1),
    ]
    waiting.add([told(A, 2)])
    assert waiting.take(10) == []


def test_what_did_not_get_out_leaves_before_what_came_later() -> None:
    waiting = Outgoing()
    waiting.add([told(A, 0), told(A, 1)])
    run = waiting.take(10)
    waiting.add([told(A, 2)])
    waiting.give_back(run[1:])
    assert [entry.seq for entry in waiting.take(10)] == [2, 3]


def test_a_save_that_read_an_entry_as_pending_does_not_bring_it_back() -> None:
    waiting = Outgoing()
    waiting.add([told(A, 0)])
    waiting.cleared(waiting.take(1))
    waiting.add([told(A, 0), told(A, 1)])
    assert [entry.seq for entry in waiting.take(10)] == [2]


def test_an_entry_that_the_store_still_owes_after_it_left_goes_out_once_more() -> None:
    waiting = Outgoing()
    waiting.add([told(A, 0), told(A, 1)])
    waiting.cleared(waiting.take(2))
    waiting.add([told(A, 1)], is_whole=True)
    assert [entry.seq for entry in waiting.take(10)] == [2]
    waiting.add([told(A, 1)], is_whole=True)
    assert waiting.take(10) == [], "it is on its way"


def test_an_aggregate_that_found_no_room_waits_for_the_poller() -> None:
    waiting = Outgoing()
    waiting.add(told(A, n) for n in range(outgoing.ROOM))
    waiting.add([told(B, 0)])
    assert len(waiting) == outgoing.ROOM
    waiting.take(outgoing.ROOM)
    waiting.add([told(B, 1)])
    assert len(waiting) == 0, "its first event is not on the bus yet"
    waiting.add([told(B, 0), told(B, 1)], is_whole=True)
    assert [entry.seq for entry in waiting.take(10)] == [1, 2]


@given(st.lists(st.tuples(st.sampled_from([A, B, C]), st.integers(1, 4)), max_size=20), st.integers(1, 7), st.data())
def test_per_aggregate_the_first_times_are_in_order_whatever_fails(
    saves: list[tuple[object, int]], most: int, data: st.DataObject
) -> None:
    waiting, counts, out = Outgoing(), dict.fromkeys((A, B, C), 0), []
    for thing, events in saves:
        first = counts[thing]  # type: ignore[index]
        counts[thing] += events  # type: ignore[index]
        waiting.add(told(thing, n) for n in range(first, first + events))  # type: ignore[arg-type]
        run = waiting.take(most)
        confirmed = run[: data.draw(st.integers(0, len(run)))]
        out += confirmed
        waiting.give_back(run[len(confirmed) :])
    while run := waiting.take(most):
        out += run
    for key, group in groupby(sorted(out, key=lambda entry: entry.key), key=lambda entry: entry.key):
        assert [entry.seq for entry in group] == list(range(1, counts[next(t for t in counts if str(t) == key)] + 1))
