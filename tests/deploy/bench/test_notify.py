"""The bench of notifications measures what it says: a tiny size on real servers, and its judgement."""

import json
from pathlib import Path

import pytest

from deploy.bench.notify.awards import PROVINCES, Flow
from deploy.bench.notify.crowd import Browser
from deploy.bench.notify.findings import Findings
from deploy.bench.notify.live import Streams
from deploy.bench.notify.receiver import Book, arrivals
from deploy.bench.notify.report import tables
from deploy.bench.notify.trials import Delay, Sending, sustained
from deploy.bench.race import track

KEYS = {
    "deliveries_per_s",
    "event_to_2xx_p50_ms",
    "event_to_2xx_p99_ms",
    "dead_endpoint_p99_ratio",
    "sse_kb_per_client",
    "sse_broadcast_p99_ms",
}
OURS = Sending("ours, 1 process", 26_000, 8.0, 300, 90, 10, 30, checked=20)
WELL, ILL = Delay(True, 8.0, 40.0, 900), Delay(True, 8.0, 43.0, 860)
LIVE = Streams("ours", 10_000, 10, 3.4, 150.0, 300.0, 15.0, 0, 0, 0)


def findings(sending: Sending = OURS, live: Streams = LIVE, delay: Delay = WELL) -> Findings:
    return Findings(
        load=0.2,
        sustained=[sending],
        delay=delay,
        spread=delay,
        healthy=[WELL],
        beside_dead=[ILL],
        streams=[live],
        peers=[],
        missing={"nchan": "not here"},
    )


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_every_event_reaches_every_endpoint_with_a_signature_that_a_foreign_library_accepts(
    tmp_path: Path,
) -> None:
    async with track(tmp_path) as found:
        told = await sustained(found, 1, 60, 20.0)
    assert told.deliveries > 60 * PROVINCES / 3, "behind the first tenth, looked at ten times a second"
    assert (told.checked, told.refused) == (2, 0)
    assert min(told.rate, told.sender_us, told.store_us) > 0


def test_all_keys_are_told_and_judged() -> None:
    told = findings().as_json()
    assert set(told["goals"]) == KEYS
    assert all(told[key] == told["ranges"][key][1] for key in KEYS)
    assert all(goal["is_met"] for goal in told["goals"].values())
    assert json.loads(json.dumps(told)) == told
    text = tables(findings(), "./dev bench notify")
    assert "Peer not measured: nchan: not here" in text
    assert "disturbed" not in text


def test_what_is_wrong_meets_no_goal() -> None:
    refused = Sending("ours, 1 process", 26_000, 8.0, 300, 90, 10, 30, checked=20, refused=1)
    torn = Streams("ours", 10_000, 10, 3.4, 150.0, 300.0, 15.0, 1, 0, 0)
    missed = findings(refused, torn, Delay(False, 0.0, 0.0, 3)).as_json()["goals"]
    names = {"deliveries_per_s", "sse_broadcast_p99_ms", "event_to_2xx_p50_ms", "event_to_2xx_p99_ms"}
    assert {key for key, goal in missed.items() if not goal["is_met"]} == names


def test_events_of_one_award_lie_apart_and_in_order() -> None:
    flow = Flow("order", 3 * 10 * 2, 10)
    seen: dict[int, list[int]] = {}
    for index in range(flow.events):
        seen.setdefault(flow.award(index), []).append(flow.step(index))
    assert len(seen) == 20
    assert all(steps == [1, 2, 3] for steps in seen.values())
    assert len({entry.id for entry in flow.entries()}) == flow.events


def test_a_receiver_tells_what_came() -> None:
    book = Book()
    for body in (b'{"source":"//p2.localhost/notifications"}', b"{}"):
        book.note(b"6f1c1a1e-0000-5000-8000-000000000001", 7, body)
    named, other = arrivals(book.told(b"/arrivals"))
    assert (named.id, named.endpoint, named.process) == ("6f1c1a1e-0000-5000-8000-000000000001", 7, 2)
    assert other.process == 0
    assert json.loads(book.told(b"/count"))["calls"] == 2


def test_a_browser_knows_frames_across_pieces() -> None:
    browser = Browser(socket=None)  # type: ignore[arg-type]
    stream = b"retry: 2000\n\n: \nid: e-0-1\n\nid: e-0-2\ndata: x\n\nid: e-0-3\ndata: y\n\n"
    pieces = [stream[start : start + 7] for start in range(0, len(stream), 7)]
    frames = [frame for piece in pieces for frame in browser.frames(piece)]
    assert frames == [b"id: e-0-2\ndata: x", b"id: e-0-3\ndata: y"]
