"""What the stories are, without playing them: each sample case has one, which promises as much and fits any day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.standalone.people import load_people
from deploy.standalone.playing.day import stories
from deploy.standalone.playing.format import Scenario
from deploy.standalone.playing.reading import read_scenario

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("N*.yaml"))
SAMPLES = HERE.parents[1] / "deploy" / "standalone" / "samples" / "nominations.yaml"
AHEAD = {"due_on", "held_on"}
"""What a person may set to a day to come; everything else has happened."""
TOLD = {f"N{n:02}" for n in range(1, 21)}
PROMISED = (
    *("decide_by", "bonus_vnd", "counted_as", "due_working_days", "reasons", "recused", "path"),
    *("clock", "public_reason", "event_first", "then", "pack", "favourable_review"),
)


def test_a_story_is_named_as_its_file_and_tells_a_sample_case() -> None:
    assert [read_scenario(file, load_people()).scenario for file in FILES] == [file.stem for file in FILES]
    assert {file.stem for file in FILES} == TOLD


@pytest.mark.parametrize("case", sorted(TOLD))
def test_a_story_expects_at_least_what_the_sample_promises(case: str) -> None:
    sample = next(one for one in yaml.safe_load(SAMPLES.read_text(encoding="utf-8")) if one["id"] == case)
    told = list(_values(read_scenario(HERE / f"{case}.yaml", load_people())))
    for name in PROMISED:
        for value in _flat(sample["expect"].get(name, [])):
            assert value in told, f"{case} promises {name}: {value}"


def _values(scenario: Scenario) -> Iterator[Any]:
    for step in scenario.steps:
        yield from _flat(step.expect)
        yield from _flat(step.when_written)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _flat(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(inner)
    else:
        yield value


@pytest.mark.parametrize("scenario", stories(), ids=lambda scenario: scenario.scenario)
def test_a_story_can_be_moved_to_any_day(scenario: Scenario) -> None:
    counted = [step.expect for step in scenario.steps]
    assert {begun for expected in counted for begun in _counted_from(expected)} <= {scenario.day}
    told = [
        value
        for step in scenario.steps
        for name, said in step.with_.items()
        if name not in AHEAD
        for value in _flat(said)
    ]
    assert [day for day in told if type(day) is date and day > scenario.day] == []


def _counted_from(value: Any) -> Iterator[date]:
    if isinstance(value, dict):
        if "working_days" in value:
            yield value["after"]
        for inner in value.values():
            yield from _counted_from(inner)
