"""The work that every shape does: one event in, one aggregate changed, one event out, each of about 1 KB."""

import json
from base64 import b64encode
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import shake_256
from typing import Self
from uuid import NAMESPACE_OID, UUID, uuid5

from shared.contracts.event import Event
from shared.runtime.bus.subscription import placed

SOURCE, TARGET = "deeds.v1", "results.v1"
"""Two declared topics with as many partitions as those that the services work hard on."""
COLLECTION = "things"
_TEXT_LENGTH = 860


class Worked(Event):
    """Somebody worked on a thing, the `n`-th time; `sent_ns` is the clock at the sending."""

    type = "bench.worked"
    topic = SOURCE
    key = "thing_id"

    thing_id: UUID
    n: int
    sent_ns: int
    text: str


class Effected(Event):
    """The work has taken effect."""

    type = "bench.effected"
    topic = TARGET
    key = "thing_id"

    thing_id: UUID
    n: int
    sent_ns: int
    text: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What is worked on: it remembers every work in the order of its effect."""

    id: UUID
    version: int = 0
    told: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Place:
    """Where a shape works: servers, whose messages it reads, the run that it writes for, the stock of its things."""

    bootstrap: str
    mongodb_url: str
    load: str
    run: str
    stock: str

    @cached_property
    def source(self) -> str:
        """The topic to read."""
        return placed(SOURCE, self.load)

    @cached_property
    def target(self) -> str:
        """The topic to write."""
        return placed(TARGET, self.run)

    @property
    def group_name(self) -> str:
        """The group's name, without a namespace."""
        return f"bench.{self.run}"

    @property
    def group(self) -> str:
        """The group as the broker knows it."""
        return placed(self.group_name, self.load)

    @property
    def database(self) -> str:
        """The database, whose `things` stand ready."""
        return f"{self.stock}_bench"

    def as_text(self) -> str:
        """As one argument of a command."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Self:
        """From that argument."""
        return cls(**json.loads(text))


def thing_id(number: int) -> UUID:
    """The id of a thing; numbers say how old it is."""
    return uuid5(NAMESPACE_OID, str(number))


def filler(number: int) -> str:
    """Text that does not compress well and makes an event's data 1 KB."""
    return b64encode(shake_256(str(number).encode()).digest(_TEXT_LENGTH * 3 // 4)).decode()


def effect_of(event: Worked) -> Effected:
    """What is told of a work that took effect."""
    return Effected(
        thing_id=event.thing_id,
        n=event.n,
        sent_ns=event.sent_ns,
        text=event.text,
        unit_id=event.unit_id,
        unit_path=event.unit_path,
    )
