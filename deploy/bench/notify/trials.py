"""The trials of webhooks: how many in a second, how long one takes, and what a dead endpoint costs the others."""

import asyncio
import time
from dataclasses import dataclass
from statistics import quantiles
from typing import Final

from deploy.bench.gauge import cpu_seconds
from deploy.bench.notify.awards import PROVINCES, Flow
from deploy.bench.notify.house import House, Plan, house
from deploy.bench.race import Track
from deploy.standalone.errors import StandaloneError

STEADY: Final = 300
_WARM_SECONDS: Final = 3
_WARM_SHARE: Final = 0.1
_LOOK_SECONDS: Final = 0.1
_KEEPS_UP_WITHIN: Final = 3.0
_STANDSTILL_SECONDS: Final = 30.0
_APART: Final = 300
"""Events between two of one award: what happens to one seldom follows at once."""


@dataclass(frozen=True, slots=True)
class Sustained:
    """What many deliveries showed behind the warm-up: how many, in how long, CPU microseconds for each."""

    processes: int
    deliveries: int
    seconds: float
    service_us: float
    mongod_us: float
    kafka_us: float
    receiver_us: float
    checked: int
    refused: int

    @property
    def rate(self) -> float:
        """Deliveries a second."""
        return self.deliveries / self.seconds


@dataclass(frozen=True, slots=True)
class Delay:
    """Milliseconds from the putting of an event on the bus to the receiver's 2xx."""

    keeps_up: bool
    p50_ms: float
    p99_ms: float
    calls: int


@dataclass(frozen=True, slots=True)
class _Sample:
    at: float
    calls: int
    used: tuple[float, float, float, float]


async def sustained(track: Track, processes: int, events: int, limit: float) -> Sustained:
    """Every event goes to all 26 endpoints; all of them lie ready. Raises: StandaloneError."""
    async with house(track, Plan(f"many{processes}", processes=processes, all_hear=True)) as home:
        await home.pour(Flow("many", events, _APART))
        samples = await _watch(home, events * PROVINCES, limit)
        told = await home.count()
    first, last = samples[0], samples[-1]
    calls = last.calls - first.calls
    used = [(after - before) / calls * 1e6 for before, after in zip(first.used, last.used, strict=True)]
    return Sustained(processes, calls, last.at - first.at, *used, checked=told["checked"], refused=told["refused"])


async def steady(track: Track, name: str, seconds: int, *, processes: int = 1, silent: int | None = None) -> Delay:
    """Each event goes to the endpoint of its province, 300 in a second. What a silent one is sent does not count."""
    flow = Flow(name, (seconds + _WARM_SECONDS) * STEADY, _APART)
    async with house(track, Plan(name, processes=processes, silent=silent)) as home:
        sent = await home.drip(flow, STEADY)
        mute = 0 if silent is None else sum(flow.award(n) % PROVINCES == silent for n in range(flow.events))
        keeps_up = await home.all_came(flow.events - mute, _KEEPS_UP_WITHIN)
        came = await home.arrived()
    warm = set(list(sent)[_WARM_SECONDS * STEADY :])
    took = [(each.at_ns - sent[each.id]) / 1e6 for each in came if each.id in warm]
    if not keeps_up or len(took) < len(warm) // 2:
        return Delay(keeps_up=False, p50_ms=0.0, p99_ms=0.0, calls=len(took))
    cuts = quantiles(took, n=100)
    return Delay(keeps_up=True, p50_ms=cuts[49], p99_ms=cuts[98], calls=len(took))


async def _watch(home: House, calls: int, limit: float) -> list[_Sample]:
    """Samples from the last one of the warm-up to the end of the work, or of the time."""
    samples: list[_Sample] = []
    moved_at, last = time.monotonic(), 0
    while True:
        sample = await _sample(home)
        if sample.calls > last:
            moved_at, last = sample.at, sample.calls
        elif sample.at - moved_at > _STANDSTILL_SECONDS:
            raise StandaloneError(f"nothing is sent any more: {last} of {calls} calls came")
        is_warm = last >= calls * _WARM_SHARE
        samples = [*samples, sample] if is_warm else [sample]
        if is_warm and len(samples) > 1 and (last >= calls or sample.at - samples[0].at > limit):
            return samples
        await asyncio.sleep(_LOOK_SECONDS)


async def _sample(home: House) -> _Sample:
    calls = (await home.count())["calls"]
    pids = (home.serving, [home.track.mongod], [home.track.supervisor.pid("kafka")], [home.receiving])
    return _Sample(time.monotonic(), calls, tuple(cpu_seconds(*each) for each in pids))  # type: ignore[arg-type]
