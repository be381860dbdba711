"""The chaos of notifications counts what it should: invented arrivals, and browsers that read in pieces."""

from deploy.bench.notify.awards import Flow
from deploy.bench.notify.house import Plan
from deploy.bench.notify.manners import Moods
from deploy.bench.notify.receiver import Arrival
from deploy.chaos.notify.judging import Verdict, judge_calls, judge_listeners
from deploy.chaos.notify.listening import Listener
from deploy.chaos.notify.lives import POINTS, Life, drawn
from deploy.chaos.notify.telling import AWARDS, EVENTS, places

DEATH = 100.0
TOLD = places([Flow("round0", EVENTS, AWARDS)], Plan("one", endpoints=1, all_hear=True))


def arrivals() -> list[Arrival]:
    """Everything that was told, in order, from process 2 shortly before its death."""
    return [Arrival(event, 0, round((DEATH - 1 + n / 100) * 1e9), 2) for n, event in enumerate(TOLD)]


def judged(came: list[Arrival]) -> Verdict:
    verdict = Verdict()
    judge_calls(verdict, TOLD, came, [Life(2, DEATH - 5, DEATH, "before_commit")])
    return verdict


def test_what_came_once_and_in_order_holds() -> None:
    verdict = judged(arrivals())
    assert (verdict.deliveries, verdict.holds) == (EVENTS, True)


def test_what_did_not_come_is_lost() -> None:
    assert judged(arrivals()[1:]).lost == 1


def test_a_repeat_is_allowed_after_the_death_of_its_sender_only() -> None:
    came = arrivals()
    late = Arrival(came[0].id, 0, round((DEATH + 9) * 1e9), 1)
    allowed = judged([*came, late])
    assert (allowed.repeated, allowed.repeated_without_death, allowed.holds) == (1, 0, True)
    assert allowed.longest_under_way_s == 1.0
    long_before = came[0]._replace(at_ns=round((DEATH - 4) * 1e9))
    assert judged([long_before, *came]).repeated_without_death == 1
    assert judged([came[0]._replace(process=3), *came]).repeated_without_death == 1


def test_a_later_event_of_an_award_that_comes_first_is_an_inversion() -> None:
    came = arrivals()
    first, later = came[0], came[AWARDS]
    came[0], came[AWARDS] = first._replace(at_ns=later.at_ns), later._replace(at_ns=first.at_ns)
    assert judged(came).inversions == 1


def test_a_listener_knows_items_resets_and_signs_of_life() -> None:
    listener = Listener([0])
    for frame in (b": \nid: e-register-0\n\n", b"id: e-register-1\nevent: x\ndata: {}\n\n"):
        listener._take(frame)
    listener._take(b"id: e-register-1\nevent: reset\ndata: {}\n\n")
    assert (listener.had, listener.last_id, listener.resets) == ([1], "e-register-1", 1)
    verdict = Verdict()
    judge_listeners(verdict, 2, [listener])
    assert (verdict.live_gaps, verdict.live_duplicates, verdict.holds) == (1, 0, False)


def test_every_line_has_its_turn() -> None:
    assert {point for point, _ in drawn(1, len(POINTS))} == set(POINTS)


def test_one_that_fails_at_times_refuses_a_quarter_of_all_events_and_takes_each_in_the_end() -> None:
    moods, refusals = Moods(), list[int]()
    for event in TOLD | places([Flow("many", 999, 333)], Plan("many")):
        refusals.append(0)
        while moods.of(event.encode()):
            refusals[-1] += 1
    assert 0.15 < sum(each > 0 for each in refusals) / len(refusals) < 0.35
    assert max(refusals) == 2


def test_an_event_is_awaited_where_it_is_heard() -> None:
    (first, *_) = places([Flow("few", 90, 30)], Plan("each")).values()
    assert (first.seq, tuple(first.endpoints)) == (1, (0,))
    assert all(tuple(place.endpoints) == (0,) for place in TOLD.values())
