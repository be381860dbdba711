"""The bench measures what it says: tiny sizes, real servers."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.bench import trials
from deploy.bench.course import QUICK, bench
from deploy.bench.findings import Figure
from deploy.bench.load import Load
from deploy.bench.race import Shape, Track, track
from deploy.bench.report import BEGIN, END, tables, write_into
from deploy.bench.work import thing_id

TINY = replace(
    QUICK,
    rounds=1,
    events=300,
    things=50,
    steady_seconds=1,
    stored=(20, 40),
    killed_events=100,
    kills=0,
    replicas=(1,),
    files=(10, 30),
    times=3,
)
KEYS = {
    "ours_vs_idiomatic",
    "ours_vs_tuned",
    "ours_vs_floor",
    "effect_p99_ms",
    "answer_p99_ms",
    "million_vs_ten_thousand",
}


@pytest_asyncio.fixture
async def course(tmp_path: Path) -> AsyncIterator[Track]:
    async with track(tmp_path) as made:
        yield made


@pytest.mark.slow
@pytest.mark.timeout(480)
async def test_every_shape_handles_every_message_and_every_key_is_told(course: Track, tmp_path: Path) -> None:
    findings = await bench(course, TINY, with_peers=False)
    assert set(findings.kills) == {"floor", "idiomatic", "tuned", "ours"}
    for name, told in findings.kills.items():
        assert (told.handled, told.lost, told.twice, told.disordered) == (TINY.killed_events, 0, 0, 0), name
    data = findings.as_json()
    assert set(data) >= KEYS | {"rows"}
    assert all(data[key] > 0 for key in KEYS)
    assert {(row["trial"], row["name"]) for row in data["rows"]} >= {
        ("speed", "ours"),
        ("growth", "40"),
        ("delay", "ours"),
    }
    page = tmp_path / "page.md"
    page.write_text(f"by hand\n{BEGIN}\nold\n{END}\nby hand too\n", encoding="utf-8")
    write_into(page, tables(findings, "./dev bench"))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("by hand\n")
    assert text.endswith("by hand too\n")
    assert "old" not in text
    assert "| ours / floor |" in text


@pytest.mark.slow
async def test_a_killed_shape_of_ours_loses_nothing_and_does_nothing_twice(course: Track) -> None:
    load = Load("killed", 400, 40)
    await course.prepare(load)
    told = await trials.killed(course, Shape.named("ours"), load, kills=1)
    assert (told.handled, told.lost, told.twice, told.disordered) == (400, 0, 0, 0)


def test_a_load_is_the_same_each_time_and_falls_on_the_newest() -> None:
    load = Load("same", 2_000, 1_000, newest=100)
    works = list(load.works())
    assert works == list(load.works())
    newest = {thing_id(number) for number in range(900, 1_000)}
    assert 0.93 < sum(thing in newest for thing, _ in works) / len(works) < 0.98
    assert sum(load.expected().values()) == 2_000


@pytest.mark.parametrize(
    ("value", "bound", "is_least", "is_met"),
    [
        (12.0, 12.0, True, True),
        (11.9, 12.0, True, False),
        (50.0, 50.0, False, True),
        (float("inf"), 50.0, False, False),
    ],
)
def test_a_figure_is_met_at_its_bound(value: float, bound: float, is_least: bool, is_met: bool) -> None:
    assert Figure("key", "text", value, value, value, bound, is_least=is_least).is_met is is_met
