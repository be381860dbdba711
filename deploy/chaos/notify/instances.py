"""Three live instances, thousands of browsers, every tenth a slow one; every five seconds an instance is killed."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from deploy.bench.notify.house import House, Plan, house
from deploy.bench.race import Track
from deploy.chaos.notify.judging import Verdict, at_rest
from deploy.chaos.notify.listening import listening
from deploy.chaos.notify.lives import Life, another, born, ready, rounds_of
from deploy.chaos.notify.telling import places, telling
from deploy.standalone.child import Child
from deploy.standalone.errors import StandaloneError
from deploy.standalone.unit import Unit

_INSTANCES: Final = 3
_KILL_EVERY_SECONDS: Final = 5.0
_TELL_EVERY_SECONDS: Final = 6.0
_REST_SECONDS: Final = 120.0
_STOPS_WITHIN: Final = 20.0


async def instances(track: Track, browsers: int, seconds: float) -> Verdict:
    """Kill one after the other for so long, then let everybody read to the end. Raises: StandaloneError."""
    plan, verdict, lives = Plan("instances", endpoints=1, all_hear=True), Verdict(), list[Life]()
    async with house(track, plan) as home:
        units = [another(home, f"live-{number}", "live") for number in range(_INSTANCES)]
        async with _standing(home, units) as children, listening(_ports(units), browsers) as listeners:
            async with telling(home, "said", _TELL_EVERY_SECONDS) as flows:
                await _kill_in_turn(home, units, children, lives, seconds)
            await at_rest(verdict, home, places(flows, plan), listeners, _REST_SECONDS)
    verdict.deaths = rounds_of(lives)
    return verdict


def _ports(units: Sequence[Unit]) -> list[int]:
    return [int(unit.environment["NOTIFICATIONS_PORT"]) for unit in units]


@asynccontextmanager
async def _standing(home: House, units: Sequence[Unit]) -> AsyncIterator[list[Child]]:
    children = [born(home, unit) for unit in units]
    try:
        if not all(await asyncio.gather(*map(ready, units, children))):
            raise StandaloneError("an instance of the live stream did not become ready")
        yield children
    finally:
        await asyncio.gather(*(child.stop(_STOPS_WITHIN) for child in children))


async def _kill_in_turn(
    home: House, units: Sequence[Unit], children: list[Child], lives: list[Life], seconds: float
) -> None:
    until = time.monotonic() + seconds
    for number in itertools.cycle(range(len(units))):
        began = time.monotonic()
        if began > until:
            return
        children[number].kill()
        lives.append(Life(number + 1, began, began, ""))
        children[number] = born(home, units[number])
        await ready(units[number], children[number])
        await asyncio.sleep(max(0.0, began + _KILL_EVERY_SECONDS - time.monotonic()))
