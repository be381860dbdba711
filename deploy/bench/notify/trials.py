"""The trials of webhooks: how many in a second, how long one takes, and what a dead endpoint costs the others."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import quantiles
from typing import Final

from deploy.bench.gauge import cpu_seconds
from deploy.bench.notify.awards import PROVINCES, Flow
from deploy.bench.notify.house import Plan, house
from deploy.bench.notify.manners import Manner
from deploy.bench.notify.receiving import arrived, counted
from deploy.bench.race import Track
from deploy.standalone.errors import StandaloneError

STEADY: Final = 300
_WARM_SECONDS: Final = 3
_WARM_SHARE: Final = 0.1
_LOOK_SECONDS: Final = 0.1
_KEEPS_UP_WITHIN: Final = 3.0
_JOINS_WITHIN: Final = 30.0
_STANDSTILL_SECONDS: Final = 30.0
_APART: Final = 300
"""Events between two of one award: what happens to one seldom follows at once."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What many deliveries showed behind the warm-up: how many, in how long, CPU microseconds for each, by part.

    Of the `checked` ones the foreign library refused the signature of `refused`.
    """

    who: str
    deliveries: int
    seconds: float
    sender_us: float
    store_us: float
    queue_us: float
    receiver_us: float
    checked: int = 0
    refused: int = 0

    @property
    def rate(self) -> float:
        """Deliveries a second."""
        return self.deliveries / self.seconds


@dataclass(frozen=True, slots=True)
class Parts:
    """The process ids of those who work: sender, store, queue, receiver."""

    sender: Sequence[int]
    store: Sequence[int]
    queue: Sequence[int]
    receiver: Sequence[int]

    def used(self) -> tuple[float, float, float, float]:
        """The CPU seconds of each so far."""
        all_of = (self.sender, self.store, self.queue, self.receiver)
        sender, store, queue, receiver = (cpu_seconds(*pids) for pids in all_of)
        return sender, store, queue, receiver


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


async def sustained(track: Track, processes: int, events: int, limit: float) -> Sending:
    """Every event goes to all 26 endpoints; all of them lie ready. Raises: StandaloneError."""
    async with house(track, Plan(f"many{processes}", processes=processes, all_hear=True)) as home:
        await home.pour(Flow("many", events, _APART))
        queue = [track.supervisor.pid("kafka")]
        parts = Parts(home.serving, [track.mongod], queue, [home.receiving])
        who = f"ours, {processes} process{'es' if processes > 1 else ''}"
        found = await watch(who, home.receiver, parts, events * PROVINCES, limit)
        told = await counted(home.receiver)
    return replace(found, checked=told["checked"], refused=told["refused"])


async def steady(track: Track, name: str, seconds: int, *, all_hear: bool = True, silent: int | None = None) -> Delay:
    """300 calls a second: events to all 26 endpoints, or each to that of its province. A silent one does not count."""
    each_to = PROVINCES if all_hear else 1
    warm = round(_WARM_SECONDS * STEADY / each_to)
    manners = {} if silent is None else {silent: Manner.SILENT}
    flow = Flow(name, warm + round(seconds * STEADY / each_to), _APART)
    async with house(track, Plan(name, all_hear=all_hear, manners=manners)) as home:
        await home.pour(Flow(f"{name}first", 1, 1))
        before = each_to - (silent is not None)
        await home.all_came(before, _JOINS_WITHIN)
        sent = await home.drip(flow, STEADY / each_to)
        keeps_up = await home.all_came(before * (1 + flow.events), _KEEPS_UP_WITHIN)
        came = await arrived(home.receiver)
    counted_ones = set(list(sent)[warm:])
    took = [(each.at_ns - sent[each.id]) / 1e6 for each in came if each.id in counted_ones]
    if not keeps_up or not took:
        return Delay(keeps_up=False, p50_ms=0.0, p99_ms=0.0, calls=len(took))
    cuts = quantiles(took, n=100)
    return Delay(keeps_up=True, p50_ms=cuts[49], p99_ms=cuts[98], calls=len(took))


async def watch(who: str, receiver: str, parts: Parts, calls: int, limit: float) -> Sending:
    """Look at a receiver and at processes until so many calls came, or the time is over behind the warm-up.

    Raises: StandaloneError when nothing moves.
    """
    samples: list[_Sample] = []
    moved_at, last = time.monotonic(), 0
    while True:
        came = (await counted(receiver))["calls"]
        sample = _Sample(time.monotonic(), came, parts.used())
        if came > last:
            moved_at, last = sample.at, came
        elif sample.at - moved_at > _STANDSTILL_SECONDS:
            raise StandaloneError(f"nothing is sent any more: {last} of {calls} calls came")
        is_warm = last >= calls * _WARM_SHARE
        samples = [*samples, sample] if is_warm else [sample]
        if is_warm and len(samples) > 1 and (last >= calls or sample.at - samples[0].at > limit):
            return _between(who, samples[0], sample)
        await asyncio.sleep(_LOOK_SECONDS)


def _between(who: str, first: _Sample, last: _Sample) -> Sending:
    calls = last.calls - first.calls
    used = zip(first.used, last.used, strict=True)
    sender, store, queue, receiver = ((after - before) / calls * 1e6 for before, after in used)
    return Sending(who, calls, last.at - first.at, sender, store, queue, receiver)
