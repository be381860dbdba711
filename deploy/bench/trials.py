"""The trials that a bench is made of: speed in rounds, delay at a steady rate, growth, replicas, kills."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from deploy.bench.gauge import Meter, meter
from deploy.bench.load import Load, drip, pour
from deploy.bench.race import Result, Shape, Track, race
from deploy.bench.verdict import Verdict, published, verdict
from deploy.bench.work import SOURCE, Place
from deploy.standalone.topics import provision

_LIMIT_SECONDS = 8.0
_STEADY = 300
_STEADY_WARM_SECONDS = 3
_KEEPS_UP_WITHIN = 2.0
_SETTLED_SECONDS = 3.0
_GIVEN_UP_SECONDS = 60.0
_LOOK_SECONDS = 0.02

Rounds = list[dict[str, Result]]
"""Per round what each contestant showed."""


@dataclass(frozen=True, slots=True)
class Delay:
    """Milliseconds from the sending of a message to the broker's receipt of what its effect tells."""

    shape: str
    keeps_up: bool
    p50_ms: float
    p99_ms: float


async def speed(track: Track, shapes: Sequence[Shape], load: Load, rounds: int) -> Rounds:
    """Rounds over the same messages, which stand ready; each time another shape is first, and one more to warm up."""
    found: Rounds = []
    for number in range(rounds + 1):
        results: dict[str, Result] = {}
        turned = number % len(shapes)
        for shape in (*shapes[turned:], *shapes[:turned]):
            async with track.place(load) as place:
                results[shape.name] = await race(track, shape, load, limit=_LIMIT_SECONDS, place=place)
        found.append(results)
        _tell("speed", number, results)
    return found[1:]


async def growth(track: Track, shape: Shape, sizes: Sequence[int], events: int, rounds: int) -> Rounds:
    """The same work on few and on many stored things, nearly all of it on the newest of the smallest number."""
    found: Rounds = []
    async with track.stocked(sizes[0]) as small, track.stocked(sizes[1]) as large:
        for number in range(rounds + 1):
            results: dict[str, Result] = {}
            for size, stocked in ((sizes[0], small), (sizes[1], large)):
                load = Load(f"growth{size}n{number}", events, size, newest=sizes[0])
                await track.prepare(load)
                async with track.place_on(load, stocked) as place:
                    results[str(size)] = await race(track, shape, load, limit=_LIMIT_SECONDS, place=place)
            found.append(results)
            _tell("growth", number, results)
    return found[1:]


async def replicas(track: Track, shape: Shape, load: Load, numbers: Sequence[int], rounds: int) -> Rounds:
    """Several processes of one group on one load that stands ready."""
    found: Rounds = []
    for number in range(rounds):
        results: dict[str, Result] = {}
        for many in numbers:
            async with track.place(load) as place:
                results[str(many)] = await race(track, shape, load, limit=_LIMIT_SECONDS, place=place, replicas=many)
        found.append(results)
        _tell("replicas", number, results)
    return found


async def delay(track: Track, shape: Shape, name: str, things: int, seconds: int) -> Delay:
    """Messages at a steady rate; what a shape needs from each message to its effect."""
    first = Load(f"{name}first", 1, things)
    load = Load(name, (seconds + _STEADY_WARM_SECONDS) * _STEADY, things)
    async with track.place(load) as place, meter(place.bootstrap, place.target) as watched:
        await provision(place.bootstrap, load.name, only=(SOURCE,))
        with track.working(shape, place):
            await pour(place, first)
            await _reached(watched, first.events, _GIVEN_UP_SECONDS)
            await drip(place, load, _STEADY)
            keeps_up = await _reached(watched, load.events + first.events, _KEEPS_UP_WITHIN)
        told = sorted(await published(place), key=lambda each: each.sent_ms)
    took = [each.told_ms - each.sent_ms for each in told[_STEADY_WARM_SECONDS * _STEADY + first.events :]]
    if not keeps_up or not took:
        return Delay(shape.name, keeps_up=False, p50_ms=0.0, p99_ms=0.0)
    cuts = quantiles(took, n=100)
    print(f"delay: {shape.name} p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms", flush=True)
    return Delay(shape.name, keeps_up=True, p50_ms=cuts[49], p99_ms=cuts[98])


async def killed(track: Track, shape: Shape, load: Load, kills: int) -> Verdict:
    """Kill the process at the same points of the work, start another at once, and see what became of each message."""
    async with track.place(load) as place, meter(place.bootstrap, place.target) as watched:
        for number in range(1, kills + 1):
            with track.working(shape, place):
                await _reached(watched, load.events * number // (kills + 1), _GIVEN_UP_SECONDS)
        with track.working(shape, place):
            found = await _at_rest(place, load, watched)
    print(f"kills: {shape.name} {found}", flush=True)
    return found


async def _at_rest(place: Place, load: Load, watched: Meter) -> Verdict:
    """The verdict when nothing is missing, or when nothing has moved for so long that nothing more will come."""
    while await _reached(watched, await watched.done() + 1, _SETTLED_SECONDS):
        continue
    found = await verdict(place, load)
    if found.lost and await _reached(watched, await watched.done() + 1, _GIVEN_UP_SECONDS):
        return await _at_rest(place, load, watched)
    return found


async def _reached(watched: Meter, done: int, within: float) -> bool:
    deadline = time.monotonic() + within
    while await watched.done() < done:
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(_LOOK_SECONDS)
    return True


def _tell(trial: str, number: int, results: Mapping[str, Result]) -> None:
    told = ", ".join(f"{name} {result.rate:,.0f}/s" for name, result in results.items())
    print(f"{trial} {number}: {told}", flush=True)
