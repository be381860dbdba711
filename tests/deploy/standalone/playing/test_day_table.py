from datetime import UTC, date, datetime
from typing import Any

import pytest

from deploy.standalone.playing.day_table import percentile, rows_of, table, waits
from deploy.standalone.playing.live import Arrival, LiveEar
from deploy.standalone.playing.report import ScenarioReport, StepReport
from deploy.standalone.playing.watcher import Told, Watcher

DECIDED = "2026-10-06T02:00:00.000+00:00"


def _watcher() -> Watcher:
    watcher = Watcher("nowhere:1", "t")
    facts: list[tuple[str, str, int, dict[str, Any]]] = [
        ("nomination.drafted", "n1", 1, {"nomination_id": "n1", "number": "KT-1"}),
        ("nomination.submitted", "n1", 2, {"nomination_id": "n1"}),
        ("nomination.drafted", "n2", 1, {"nomination_id": "n2", "number": "KT-2"}),
        ("decision.drafted", "d1", 1, {"case_ids": ["n1"]}),
        ("award.granted", "a1", 2, {"case_id": "n1", "award_id": "a1", "number": "12/QĐ", "decided_at": DECIDED}),
        ("award.published", "a1", 3, {"case_id": "n1"}),
    ]
    for place, (kind, subject, sequence, data) in enumerate(facts):
        watcher.events[str(place)] = Told(str(place), kind, "topic", subject, sequence, data)
    return watcher


def _report() -> ScenarioReport:
    steps = [
        StepReport(1, "A", "draft", 20.0, 1, answer_ms=9.0, thing="n1"),
        StepReport(2, "A", "see_nomination", 20.0, 1, answer_ms=9.0, thing="n1"),
        StepReport(3, "B", "sign", 20.0, 1, answer_ms=7.0, thing="d1"),
        StepReport(4, "A", "draft", 20.0, 1, answer_ms=3.0, thing="n2"),
        StepReport(5, "A", "draft", 20.0, 1, answer_ms=5.0, thing="n2"),
    ]
    return ScenarioReport("N01", "", date(2026, 10, 6), 5, steps)


def _ear(data: str) -> LiveEar:
    ear = LiveEar("http://nowhere")
    ear.arrivals.append(Arrival(datetime(2026, 10, 6, 2, 0, 0, 42_000, tzinfo=UTC), "card", data))
    return ear


def test_each_nomination_has_a_row_with_its_steps_its_end_and_when_it_was_seen() -> None:
    first, second = rows_of([_report()], _watcher(), {"wall": _ear("card of 12/QĐ"), "public": _ear('{"x":"a1"}')})
    assert (first.number, first.outcome, first.steps) == ("KT-1", "published", [("draft", 9.0), ("sign", 7.0)])
    assert (first.seen_ms, first.is_unseen) == ({"wall": 42.0, "public": 42.0}, False)
    assert (second.number, second.outcome, second.seen_ms, second.is_unseen) == ("KT-2", "draft", {}, False)


def test_an_award_that_nobody_saw_is_told() -> None:
    rows = rows_of([_report()], _watcher(), {"wall": _ear("another card")})
    assert (rows[0].is_unseen, waits(rows, "wall")) == (True, [])


def test_the_table_tells_equal_steps_together_and_the_percentiles() -> None:
    rows = rows_of([_report()], _watcher(), {"wall": _ear("12/QĐ")})
    lines = list(table(rows, ("wall",)))
    assert lines[2].endswith("draft×2 ≤5")
    assert [line.split() for line in lines[-2:]] == [["p50", "42", "ms"], ["p99", "42", "ms"]]


@pytest.mark.parametrize(("share", "value"), [(0.5, 2.0), (0.99, 4.0), (0.25, 1.0)])
def test_a_percentile_is_the_nearest_rank(share: float, value: float) -> None:
    assert percentile([1.0, 2.0, 3.0, 4.0], share) == value


def test_of_nothing_there_is_no_percentile() -> None:
    assert percentile([], 0.5) is None


def test_gaps_in_the_numbering_of_events_are_told() -> None:
    watcher = _watcher()
    assert list(watcher.gaps()) == ["topic a1: events numbered [2, 3]"]
