"""The lives of processes of the service: each is told at which line it dies; another takes its place."""

import asyncio
import itertools
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random  # noqa: TID251 - seeded: what is drawn follows from it
from typing import Final

from deploy.bench.notify.house import House, process_name
from deploy.standalone.addresses import Ports
from deploy.standalone.child import Child
from deploy.standalone.parts import replica_of
from deploy.standalone.settings import inherited_environment
from deploy.standalone.site import ROOT
from deploy.standalone.unit import Unit
from shared.runtime.failpoints import Failpoint

POINTS: Final = tuple(point for point in Failpoint if point not in {Failpoint.BEFORE_PARK, Failpoint.AFTER_PARK})
"""Nothing is set aside here: that a process dies there is tested with poison (tests/faults)."""

_SERVICE: Final = "notifications"
_MOST_HITS: Final = 6
_BORN_WITHIN: Final = 60.0
_AT_WORK_SECONDS: Final = 6.0
_SETTLES_SECONDS: Final = 1.5
_ENDS_WITHIN: Final = 15.0
_LOOK_SECONDS: Final = 0.1
_ENDS_IN_ORDER: Final = frozenset({Failpoint.DURING_CLOSE, Failpoint.ON_REVOKE})


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a process lived, in monotonic seconds; `point` is the line where it died, else none.

    `process` is the number of its place, from 1.
    """

    process: int
    began: float
    ended: float
    point: str


def drawn(seed: int, rounds: int) -> Iterator[tuple[Failpoint, int]]:
    """Every line in turn, each time at another of its hits."""
    chance = Random(seed)  # noqa: S311 - no secret
    for point in itertools.islice(itertools.cycle(POINTS), rounds):
        yield point, chance.randint(1, _MOST_HITS)


async def live_and_die(home: House, process: int, point: Failpoint, hits: int) -> Life:
    """One life beside others. One that does not come by its line dies in the middle of its work."""
    unit, began = units_of(home)[process - 1], time.monotonic()
    child = born(home, unit, f"{point}:{hits}")
    try:
        await _dead(unit, child, point)
    finally:
        has_died = child.exit_code() == -signal.SIGKILL
        child.kill()
    return Life(process, began, time.monotonic(), point if has_died else "")


def units_of(home: House) -> list[Unit]:
    """The processes of a house, as they are started again and again; each tells in what it sends which one it is.

    What a death left out is completed soon.
    """
    soon = {"NOTIFICATIONS_SWEEP_EVERY_SECONDS": "1", "NOTIFICATIONS_SWEEP_AFTER_SECONDS": "3"}
    return [
        replace(unit, environment={**unit.environment, **soon, "NOTIFICATIONS_WEBHOOK_ORIGIN": f"p{number}.localhost"})
        for number, unit in enumerate(home.units, start=1)
    ]


def another(home: House, name: str, only: str = "") -> Unit:
    """One more process beside those of a house, on ports of its own; `only` are the parts that run in it."""
    first = home.units[0]
    service = replace(first, name=_SERVICE, environment={**first.environment, "NOTIFICATIONS_ONLY": only})
    return replica_of(service, name, Ports.free().console)


async def all_stopped(home: House) -> None:
    """Stop what the house itself has started: from here on each process is told how it ends."""
    await asyncio.gather(*(home.running.stop(process_name(number)) for number in range(home.plan.processes)))


def born(home: House, unit: Unit, failpoint: str = "") -> Child:
    """A process begins."""
    environment = {**inherited_environment(), **unit.environment, "NOTIFICATIONS_FAILPOINT": failpoint}
    return Child.start(unit.command, environment, folder=ROOT, log=home.site.folder / "logs" / f"{unit.name}.log")


async def ready(unit: Unit, child: Child, within: float = _BORN_WITHIN) -> bool:
    """Whether a process that was started is ready in time, and alive."""
    until = time.monotonic() + within
    while child.exit_code() is None and time.monotonic() < until:
        if await unit.ready():
            return True
        await asyncio.sleep(_LOOK_SECONDS)
    return False


async def _dead(unit: Unit, child: Child, point: Failpoint) -> None:
    """Wait until it dies at its line. Once it is at work it is not waited for much longer."""
    if not await ready(unit, child):
        return
    if point in _ENDS_IN_ORDER:
        await _ended(child, _SETTLES_SECONDS)
        child.signal(signal.SIGTERM)
        await _ended(child, _ENDS_WITHIN)
    await _ended(child, _AT_WORK_SECONDS)


async def _ended(child: Child, within: float) -> None:
    until = time.monotonic() + within
    while child.exit_code() is None and time.monotonic() < until:  # noqa: ASYNC110 - the kernel tells a parent only
        await asyncio.sleep(_LOOK_SECONDS)


def rounds_of(lives: Sequence[Life]) -> dict[str, int]:
    """How many died at each line; in the middle of work under an empty name."""
    return {point: sum(life.point == point for life in lives) for point in sorted({life.point for life in lives})}
