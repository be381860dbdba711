"""What a run does, all of it drawn from one seed: the files, the victims, the poison."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random  # noqa: TID251 - a run must be repeatable from its seed

from deploy.standalone.settings import SERVICES

PARTS = (*SERVICES, "mongod", "kafka")


class Lot(StrEnum):
    """What becomes of a file."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    DUPLICATE = "duplicate"
    COUNCIL = "council"
    OPEN = "open"
    PAPER = "paper"
    CONSULTED = "consulted"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"
    SUBMISSION = "submission"
    LEFT = "left"


COUNCILS = (Lot.COUNCIL, Lot.OPEN, Lot.PAPER, Lot.ESCALATED)
"""On these the ministry's council votes: in secret, openly, on paper, in secret after one below sent them up."""

WAYS = (Lot.CONSULTED, Lot.WITHDRAWN, Lot.SUBMISSION, Lot.LEFT)
"""Rarer ways: the public is asked, the unit takes it back, several are sent as one, nobody looks until it is late."""


@dataclass(frozen=True, slots=True)
class File:
    """One nomination to play. `unit` is a number, `is_ad_hoc` sets it apart from the year's rush.

    Of incomplete ones some are completed and come again; of complete ones some are decided.
    """

    number: int
    lot: Lot
    unit: int
    is_ad_hoc: bool
    is_completed: bool
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Mixture:
    """Shares of all files, and how many there are of each kind for a council and of each rarer way."""

    incomplete: float = 0.30
    duplicate: float = 0.05
    completed: float = 0.5
    decided: float = 0.35
    ad_hoc: float = 0.5
    council: int = 3
    ways: int = 3
    units: int = 26


DECEMBER = Mixture(ad_hoc=0.1, ways=0)


def files(seed: int, count: int, mixture: Mixture) -> Sequence[File]:
    """The files of a run in their order: the shares hold exactly, the order is drawn."""
    draw = Random(f"{seed}/files")  # noqa: S311 - repeatable, not secret
    lots = [Lot.INCOMPLETE] * round(count * mixture.incomplete) + [Lot.DUPLICATE] * round(count * mixture.duplicate)
    rare = [lot for lot in COUNCILS for _ in range(mixture.council)] + [
        lot for lot in WAYS for _ in range(mixture.ways)
    ]
    lots += rare[: max(count - len(lots), 0)]
    lots += [Lot.COMPLETE] * (count - len(lots))
    draw.shuffle(lots)
    return [
        File(
            number=number,
            lot=lot,
            unit=draw.randrange(mixture.units),
            is_ad_hoc=draw.random() < mixture.ad_hoc,
            is_completed=draw.random() < mixture.completed,
            is_decided=draw.random() < mixture.decided,
        )
        for number, lot in enumerate(lots)
    ]


def victims(seed: int) -> Iterator[str]:
    """Who is killed next, for ever: every part once in a round, each round in another order."""
    draw = Random(f"{seed}/victims")  # noqa: S311 - repeatable, not secret
    while True:
        parts = list(PARTS)
        draw.shuffle(parts)
        yield from parts


def paused(seed: int) -> Iterator[str]:
    """Which service stands still next while a second replica of it takes over."""
    draw = Random(f"{seed}/paused")  # noqa: S311 - repeatable, not secret
    while True:
        yield draw.choice(SERVICES)


def poison(seed: int, number: int) -> Mapping[str, bytes]:
    """The bytes by which one poison record differs from others."""
    draw = Random(f"{seed}/poison/{number}")  # noqa: S311 - repeatable, not secret
    return {"key": draw.randbytes(16), "junk": draw.randbytes(24)}
