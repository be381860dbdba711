"""The trial of time: what memory the service holds under steady work, and how much more beside hostile receivers."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from deploy.bench.notify.awards import Flow
from deploy.bench.notify.house import House, Plan, house
from deploy.bench.notify.live import resident_kb
from deploy.bench.notify.manners import HOSTILE, Manner
from deploy.bench.notify.receiving import arrived
from deploy.bench.race import Track
from services.notifications.adapters.mongo.attempts import ATTEMPTS
from services.notifications.adapters.mongo.deliveries import DELIVERIES
from services.notifications.domain.outcome import Outcome

_A_SECOND: Final = 200
_APART: Final = 300
_SAMPLES_OF: Final = 120
_ARRIVES_WITHIN: Final = 60.0
_MB: Final = 1024
_MOODY: Final = 3
_FIRST_HOSTILE: Final = 11
_WRONG: Final = frozenset({Outcome.OK, Outcome.PERMANENT, Outcome.GONE, Outcome.BLOCKED, Outcome.REFUSED})
"""Who is silent, drips or tears is tried again."""


@dataclass(frozen=True, slots=True)
class Soak:
    """Steady work for a time: megabytes of the service by and by.

    `waiting` is what the moody endpoint will be sent again; `lost` was not taken in the end and waits for nothing.
    """

    seconds: float
    deliveries: int
    waiting: int
    lost: int
    megabytes: Sequence[float]

    @property
    def grew_mb(self) -> float:
        """From the second quarter of the time to the last: in the first, what is to be remembered is filled."""
        quarter = max(1, len(self.megabytes) // 4)
        return median(self.megabytes[-quarter:]) - median(self.megabytes[quarter : 2 * quarter])


@dataclass(frozen=True, slots=True)
class Hostile:
    """Work with five endpoints of 26 that misbehave, beside the same with none: most megabytes of either.

    `longest_ms` is the longest try that is told of; `wrong` tries do not have the class that is due.
    """

    seconds: float
    well_mb: float
    hostile_mb: float
    tries: int
    longest_ms: float
    wrong: int

    @property
    def grew_mb(self) -> float:
        """How much more it held."""
        return self.hostile_mb - self.well_mb


async def soak(track: Track, seconds: float) -> Soak:
    """200 events a second, each for the endpoint of its province; one of them is moody. Raises: StandaloneError."""
    flow = Flow("soak", round(seconds * _A_SECOND), _APART)
    async with house(track, Plan("soak", manners={_MOODY: Manner.MOODY})) as home:
        megabytes = await _worked(home, flow, seconds)
        await home.all_came(flow.events, _ARRIVES_WITHIN)
        waiting = await _waiting(home)
        came = {each.id for each in await arrived(home.receiver)}
    return Soak(seconds, flow.events, len(waiting - came), flow.events - len(waiting | came), megabytes)


async def hostile(track: Track, seconds: float) -> Hostile:
    """The same twice, the second time with those who are silent, drip, never end, explode, or tear."""
    manners = dict(enumerate(HOSTILE, start=_FIRST_HOSTILE))
    flow = Flow("hostile", round(seconds * _A_SECOND), _APART)
    async with house(track, Plan("well")) as home:
        well = max(await _worked(home, flow, seconds))
    async with house(track, Plan("hostile", manners=manners)) as home:
        most = max(await _worked(home, flow, seconds))
        tries = await _tries(home)
    longest = max((each["ms"] for each in tries), default=0)
    return Hostile(seconds, well, most, len(tries), longest, sum(each["outcome"] in _WRONG for each in tries))


async def _worked(home: House, flow: Flow, seconds: float) -> list[float]:
    """Megabytes of the service, again and again while the events go by."""
    (pid,), found = home.serving, list[float]()
    dripping = asyncio.create_task(home.drip(flow, _A_SECOND))
    try:
        while not dripping.done():
            found.append(resident_kb(pid) / _MB)
            await asyncio.wait([dripping], timeout=seconds / _SAMPLES_OF)
    finally:
        dripping.cancel()
        await asyncio.gather(dripping, return_exceptions=True)
    return found


async def _waiting(home: House) -> set[str]:
    """The ids of events of which a delivery is open."""
    async with home.store() as store:
        found = await store.rows(DELIVERIES).find({"is_open": True}, {"event_id": 1}).to_list(None)
    return {str(each["event_id"]) for each in found}


async def _tries(home: House) -> Sequence[Mapping[str, Any]]:
    """All tries that are told of: none at an endpoint that is well."""
    async with home.store() as store:
        return await store.rows(ATTEMPTS).find({}, {"outcome": 1, "ms": 1}).to_list(None)
