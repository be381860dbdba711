"""The lives of one process of the service: each is told at which line it dies; work waits for it on the bus."""

import asyncio
import itertools
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random  # noqa: TID251 - seeded: what is drawn follows from it
from typing import Final

from deploy.bench.notify.awards import Flow
from deploy.bench.notify.house import House, serving_units
from deploy.bench.notify.receiving import counted
from deploy.standalone.child import Child
from deploy.standalone.settings import inherited_environment
from deploy.standalone.site import ROOT
from deploy.standalone.unit import Unit
from shared.runtime.failpoints import Failpoint

POINTS: Final = tuple(point for point in Failpoint if point not in {Failpoint.BEFORE_PARK, Failpoint.AFTER_PARK})
"""Nothing is set aside here: that a process dies there is tested with poison (tests/faults)."""

AWARDS: Final = 4
EVENTS: Final = AWARDS * 3
_MOST_HITS: Final = 6
_LONGEST_SECONDS: Final = 12.0
_AT_WORK_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.05
_ENDS_IN_ORDER: Final = frozenset({Failpoint.DURING_CLOSE, Failpoint.ON_REVOKE})


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when one process lived, in monotonic seconds; `point` is the line where it died, else none."""

    began: float
    ended: float
    point: str


def drawn(seed: int, rounds: int) -> Iterator[tuple[Failpoint, int]]:
    """Every line in turn, each time at another of its hits."""
    chance = Random(seed)  # noqa: S311 - no secret
    for point in itertools.islice(itertools.cycle(POINTS), rounds):
        yield point, chance.randint(1, _MOST_HITS)


async def live_and_die(home: House, number: int, point: Failpoint, hits: int) -> Life:
    """A life in which a few awards are told of. One that does not come by its line dies in the middle of its work."""
    unit = unit_of(home)
    began = time.monotonic()
    child = born(home, unit, f"{point}:{hits}")
    try:
        await home.pour(Flow(f"round{number}", EVENTS, AWARDS))
        has_died = await _dead(home, child, point)
    finally:
        child.kill()
    return Life(began, time.monotonic(), point if has_died else "")


def unit_of(home: House) -> Unit:
    """The process of a house, as it is started again and again; what a death left out is completed soon."""
    (unit,) = serving_units(home.site, home.plan, home.port)
    soon = {"NOTIFICATIONS_SWEEP_EVERY_SECONDS": "1", "NOTIFICATIONS_SWEEP_AFTER_SECONDS": "3"}
    return replace(unit, environment={**unit.environment, **soon})


def born(home: House, unit: Unit, failpoint: str = "") -> Child:
    """A process begins."""
    environment = {**inherited_environment(), **unit.environment, "NOTIFICATIONS_FAILPOINT": failpoint}
    return Child.start(unit.command, environment, folder=ROOT, log=home.site.folder / "logs" / "lives.log")


async def _dead(home: House, child: Child, point: Failpoint) -> bool:
    """Whether it died at its line. Once it is at work it is not waited for much longer."""
    before = (await counted(home.receiver))["calls"]
    until, is_at_work = time.monotonic() + _LONGEST_SECONDS, False
    while child.exit_code() is None and time.monotonic() < until:
        await asyncio.sleep(_LOOK_SECONDS)
        if not is_at_work and (await counted(home.receiver))["calls"] > before:
            is_at_work, until = True, time.monotonic() + _AT_WORK_SECONDS
            if point in _ENDS_IN_ORDER:
                child.signal(signal.SIGTERM)
                until = time.monotonic() + _LONGEST_SECONDS
    return child.exit_code() == -signal.SIGKILL


def rounds_of(lives: Sequence[Life]) -> dict[str, int]:
    """How many died at each line; in the middle of work under an empty name."""
    return {point: sum(life.point == point for life in lives) for point in sorted({life.point for life in lives})}
