"""Real messages of every version are readable for ever."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shared.contracts.registry import EVENTS
from shared.runtime.bus.envelope import read
from tests.contracts.test_no_free_text import FROM_THE_AWARD_ON

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.json"))
SCHEMAS = Path(__file__).resolve().parents[2] / "shared" / "contracts" / "schemas"


@dataclass(frozen=True)
class Kept:
    """A golden message as a record of the bus."""

    topic: str
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes | None]]
    partition: int = 0
    offset: int = 0


def record(file: Path) -> Kept:
    message: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    headers = [(name, text.encode()) for name, text in message["headers"].items()]
    return Kept(message["topic"], message["key"].encode(), message["value"].encode(), headers)


def test_every_event_has_a_golden_message_of_each_version() -> None:
    kept = {file.stem for file in FILES}
    wanted = {f"{one.type}.v{version}" for one in EVENTS.values() for version in range(1, one.version + 1)}
    assert sorted(wanted - kept) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_golden_message_reads_as_the_newest_version(file: Path) -> None:
    kept = record(file)
    head, event = read(kept)
    assert event is not None
    assert type(event) is EVENTS[head.type]
    assert kept.topic == event.topic
    assert kept.key.decode() == head.subject == str(event.aggregate_id)
    assert head.sequence >= 1
    if head.version == type(event).version:
        assert set(json.loads(kept.value)) <= set(type(event).model_fields)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_golden_message_fits_its_committed_schema(file: Path) -> None:
    schema = json.loads((SCHEMAS / file.name).read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(record(file).value))


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.stem[:-3] not in FROM_THE_AWARD_ON], ids=lambda file: file.stem
)
def test_no_persons_name_rides_on_the_bus_before_the_award(file: Path) -> None:
    people = ("Hạnh", "Nghĩa", "Thủy", "Phúc", "Trường", "Liên", "Yến", "Châu")
    assert [name for name in people if name in record(file).value.decode()] == []
