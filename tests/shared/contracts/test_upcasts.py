"""Old versions climb to the newest, one pure step after another."""

import json
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar
from uuid import UUID

import pytest

from shared.contracts.event import Event
from shared.contracts.registry import EVENTS
from shared.contracts.upcasts import UPCASTS, Data, UnknownVersionError, upcast
from shared.runtime.bus import envelope
from shared.runtime.bus.envelope import UnreadableError, read

THING = UUID(int=7)


class Weighed(Event):
    """Version 1 said `kilograms`; version 2 said `grams`; version 3 says who weighed."""

    type: ClassVar[str] = "thing.weighed"
    version: ClassVar[int] = 3
    topic: ClassVar[str] = "things.v1"

    thing_id: UUID
    grams: int
    by: str


def _to_grams(data: Data) -> Data:
    return {**{name: value for name, value in data.items() if name != "kilograms"}, "grams": data["kilograms"] * 1000}


STEPS = {("thing.weighed", 1): _to_grams, ("thing.weighed", 2): lambda data: {**data, "by": "unknown"}}


@dataclass
class Kept:
    """A record of the bus."""

    version: int
    data: Data
    topic: str = "things.v1"
    key: bytes = str(THING).encode()
    partition: int = 0
    offset: int = 0
    value: bytes = b""
    headers: list[tuple[str, bytes | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        told = {"thing_id": str(THING), "unit_id": "STP-HP", "unit_path": ["STP-HP"], **self.data}
        self.value = json.dumps(told).encode()
        attributes = {
            "specversion": "1.0",
            "id": str(UUID(int=1)),
            "source": "/kipthoi/tests",
            "type": "thing.weighed",
            "subject": str(THING),
            "time": "2026-10-06T01:00:00.000Z",
            "dataschema": f"thing.weighed/{self.version}",
            "correlationid": str(UUID(int=2)),
            "causationid": str(UUID(int=3)),
            "sequence": "0000000001",
            "recordedtime": "2026-10-06T01:00:00.000Z",
        }
        self.headers = [(f"ce_{name}", text.encode()) for name, text in attributes.items()]


def opened(kept: Kept) -> Event | None:
    return read(kept, known={"thing.weighed": Weighed})[1]


@pytest.mark.parametrize(
    ("version", "data", "grams", "by"),
    [
        (1, {"kilograms": 2}, 2000, "unknown"),
        (2, {"grams": 5}, 5, "unknown"),
        (3, {"grams": 5, "by": "TD-01"}, 5, "TD-01"),
    ],
)
def test_every_version_reads_as_the_newest(
    version: int, data: Data, grams: int, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope, "upcast", partial(upcast, steps=STEPS))
    event = opened(Kept(version, data))
    assert isinstance(event, Weighed)
    assert (event.grams, event.by) == (grams, by)


def test_a_version_to_come_and_a_version_without_a_step_are_unreadable() -> None:
    with pytest.raises(UnreadableError, match="future_version"):
        opened(Kept(4, {"grams": 5}))
    with pytest.raises(UnreadableError, match="UnknownVersionError"):
        opened(Kept(1, {"kilograms": 2}))


def test_every_old_version_of_every_event_has_its_step() -> None:
    needed = {(kind, version) for kind, event in EVENTS.items() for version in range(1, event.version)}
    assert set(UPCASTS) == needed
    with pytest.raises(UnknownVersionError):
        upcast("thing.weighed", 1, 2, {})


@pytest.mark.parametrize(("kind", "version"), sorted(UPCASTS))
@pytest.mark.parametrize("data", [{}, {"deed_id": str(THING), "known_on": "2026-10-03"}])
def test_a_file_told_before_years_were_known_still_has_its_deed(kind: str, version: int, data: Data) -> None:
    assert upcast(kind, version, EVENTS[kind].version, data) == data
