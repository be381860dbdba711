"""Three processes, each killed at one line after the other, while a quarter of all events fails at one endpoint."""

import asyncio
from collections.abc import Iterator
from typing import Final

from deploy.bench.notify.house import House, Plan, house
from deploy.bench.notify.manners import Manner
from deploy.bench.notify.receiving import arrived
from deploy.bench.race import Track
from deploy.chaos.notify.judging import Verdict, at_rest, judge_calls, judge_chain
from deploy.chaos.notify.listening import listening
from deploy.chaos.notify.lives import Life, all_stopped, born, drawn, live_and_die, rounds_of, units_of
from deploy.chaos.notify.telling import places, telling
from shared.runtime.failpoints import Failpoint

_PROCESSES, _ENDPOINTS, _LISTENERS = 3, 6, 30
_MOODY: Final = 3
_EVERY_SECONDS: Final = 1.0
_REST_SECONDS: Final = 300.0
_STOPS_WITHIN: Final = 20.0


async def rounds(track: Track, seed: int, count: int) -> Verdict:
    """So many deaths, then three processes that complete what was left; what came of it. Raises: StandaloneError."""
    plan = Plan("rounds", _PROCESSES, _ENDPOINTS, all_hear=True, manners={_MOODY: Manner.MOODY})
    verdict, lives = Verdict(), list[Life]()
    async with house(track, plan) as home:
        units, deaths = units_of(home), enumerate(drawn(seed, count))
        async with listening([int(unit.environment["NOTIFICATIONS_PORT"]) for unit in units], _LISTENERS) as listeners:
            await all_stopped(home)
            async with telling(home, "round", _EVERY_SECONDS) as flows:
                await asyncio.gather(
                    *(_one_after_the_other(home, number, deaths, lives) for number in range(1, _PROCESSES + 1))
                )
            last = [born(home, unit) for unit in units]
            told = places(flows, plan)
            try:
                await at_rest(verdict, home, told, listeners, _REST_SECONDS)
            finally:
                await asyncio.gather(*(child.stop(_STOPS_WITHIN) for child in last))
        judge_calls(verdict, told, await arrived(home.receiver), lives)
        await judge_chain(verdict, home)
    verdict.deaths = rounds_of(lives)
    return verdict


async def _one_after_the_other(
    home: House, process: int, deaths: Iterator[tuple[int, tuple[Failpoint, int]]], lives: list[Life]
) -> None:
    """Lives of one process; who comes first takes the next death."""
    for number, (point, hits) in deaths:
        life = await live_and_die(home, process, point, hits)
        lives.append(life)
        print(f"{number + 1}: {life.point or 'in the middle of its work'}", flush=True)
