"""Bus and store are started again, stand still and step down while awards are told of; the service stays up."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from deploy.bench.notify.awards import Flow
from deploy.bench.notify.house import House, Plan, house
from deploy.bench.notify.manners import Manner
from deploy.bench.notify.receiving import arrived
from deploy.bench.race import Track
from deploy.chaos.notify.judging import Verdict, at_rest, judge_calls, judge_chain
from deploy.chaos.notify.lives import another, born, ready
from deploy.chaos.notify.telling import confirmed, places, telling
from deploy.standalone.mongod import step_down, writable

_ENDPOINTS, _MOODY = 6, 3
_EVERY_SECONDS: Final = 1.0
_STILL_SECONDS: Final = 8.0
_DOWN_SECONDS: Final = 5
_BETWEEN_SECONDS: Final = 4.0
_WELL_WITHIN: Final = 10.0
_WAITED_FOR: Final = 60.0
_LOOK_SECONDS: Final = 0.05
_REST_SECONDS: Final = 240.0
_STOPS_WITHIN: Final = 20.0

Fault = Callable[[House], Awaitable[None]]


async def outages(track: Track) -> Verdict:
    """One fault after the other; well is who has sent what was said after it and is ready. Raises: StandaloneError."""
    plan, verdict = Plan("outages", 1, _ENDPOINTS, all_hear=True, manners={_MOODY: Manner.MOODY}), Verdict()
    well = dict[str, float]()
    async with house(track, plan) as home:
        before, asked = home.serving, list[Flow]()
        async with telling(home, "said", _EVERY_SECONDS) as flows:
            for name, act in FAULTS.items():
                await asyncio.sleep(_BETWEEN_SECONDS)
                await act(home)
                asked.append(Flow(f"after {name}", 3, 1))
                well[name] = await _well(home, asked[-1])
                print(f"{name}: well after {well[name]:.1f} s", flush=True)
        told = places([*flows, *asked], plan)
        await at_rest(verdict, home, told, (), _REST_SECONDS)
        judge_calls(verdict, told, await arrived(home.receiver), ())
        await judge_chain(verdict, home)
        verdict.restarts = int(home.serving != before or not await home.units[0].ready())
    verdict.well_after_s, verdict.late = well, sum(seconds > _WELL_WITHIN for seconds in well.values())
    return verdict


async def _well(home: House, flow: Flow) -> float:
    """How long it takes until what is said now has arrived at those who are never moody, and the service is ready."""
    began, wanted = time.monotonic(), {str(entry.id) for entry in flow.entries()}
    await confirmed(home, flow, asyncio.Event())
    while time.monotonic() - began < _WAITED_FOR:
        calls = {(each.id, each.endpoint) for each in await arrived(home.receiver) if each.id in wanted}
        have_come = sum(endpoint != _MOODY for _, endpoint in calls) == len(wanted) * (_ENDPOINTS - 1)
        if have_come and await home.units[0].ready():
            break
        await asyncio.sleep(_LOOK_SECONDS)
    return time.monotonic() - began


def _again(part: str) -> Fault:
    async def act(home: House) -> None:
        await home.track.supervisor.restart(part)

    return act


def _killed(part: str) -> Fault:
    async def act(home: House) -> None:
        home.track.supervisor.kill(part)
        await home.track.supervisor.restart(part)

    return act


def _still(part: str) -> Fault:
    async def act(home: House) -> None:
        home.track.supervisor.kill(part, signal.SIGSTOP)
        await asyncio.sleep(_STILL_SECONDS)
        home.track.supervisor.kill(part, signal.SIGCONT)

    return act


async def _step_down(home: House) -> None:
    """The only node is no primary for a few seconds, then it is elected again."""
    port = home.site.ports.mongod
    await step_down(port, _DOWN_SECONDS)
    is_primary = writable(port)
    while not await is_primary():  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(_LOOK_SECONDS)


async def _another_comes_and_goes(home: House) -> None:
    """Partitions move twice."""
    unit = another(home, "notifications-2")
    child = born(home, unit)
    try:
        await ready(unit, child)
        await asyncio.sleep(_BETWEEN_SECONDS)
    finally:
        await child.stop(_STOPS_WITHIN)


FAULTS: Final[Mapping[str, Fault]] = {
    "kafka started again": _again("kafka"),
    "mongod started again": _again("mongod"),
    "kafka killed": _killed("kafka"),
    "mongod killed": _killed("mongod"),
    "kafka stood still": _still("kafka"),
    "mongod stood still": _still("mongod"),
    "mongod stepped down": _step_down,
    "another process came and went": _another_comes_and_goes,
}
"""What happens, in this order."""
