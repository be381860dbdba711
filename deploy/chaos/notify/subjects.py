"""Ten thousand awards of which each is told three times; three senders that die in turn, an endpoint that fails."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from deploy.bench.notify.awards import Flow
from deploy.bench.notify.house import House, Plan, house
from deploy.bench.notify.manners import Manner
from deploy.bench.notify.receiving import arrived
from deploy.bench.race import Track
from deploy.chaos.notify.judging import Verdict, at_rest, judge_calls, judge_chain
from deploy.chaos.notify.lives import Life, all_stopped, born, ready, rounds_of, units_of
from deploy.chaos.notify.telling import passed, places

_PROCESSES: Final = 3
_APART: Final = 40
"""Events between two of one award: the earlier one is often still under way."""

_MOODY: Final = (3, 11)
_EVERY_SECONDS: Final = 3.0
_MOST_SECONDS: Final = 240.0
_DONE_SHARE: Final = 0.9
_REST_SECONDS: Final = 300.0
_STOPS_WITHIN: Final = 20.0


async def subjects(track: Track, count: int) -> Verdict:
    """Kill until nine tenths have arrived, then let it come to rest. Raises: StandaloneError."""
    plan = Plan("subjects", _PROCESSES, manners=dict.fromkeys(_MOODY, Manner.MOODY))
    flow, verdict, lives = Flow("subjects", 3 * count, min(_APART, count)), Verdict(), list[Life]()
    async with house(track, plan) as home:
        await all_stopped(home)
        await home.pour(flow)
        told = places([flow], plan)
        async with _dying(home, lives) as killing:
            await home.all_came(round(len(told) * _DONE_SHARE), _MOST_SECONDS)
            killing.set()
            await at_rest(verdict, home, told, (), _REST_SECONDS)
        judge_calls(verdict, told, await arrived(home.receiver), lives)
        await judge_chain(verdict, home)
    verdict.deaths = rounds_of(lives)
    return verdict


@asynccontextmanager
async def _dying(home: House, lives: list[Life]) -> AsyncIterator[asyncio.Event]:
    """Three processes that work; every few seconds one is killed and begins again, until the event is set."""
    units, over = units_of(home), asyncio.Event()
    children = [born(home, unit) for unit in units]

    async def kill() -> None:
        for number in itertools.cycle(range(len(units))):
            began = time.monotonic()
            await passed(over, _EVERY_SECONDS)
            if over.is_set():
                return
            children[number].kill()
            lives.append(Life(number + 1, began, time.monotonic(), ""))
            children[number] = born(home, units[number])
            await ready(units[number], children[number])

    killing = asyncio.create_task(kill())
    try:
        yield over
    finally:
        over.set()
        await killing
        await asyncio.gather(*(child.stop(_STOPS_WITHIN) for child in children))
