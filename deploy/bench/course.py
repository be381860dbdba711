"""The course of a bench: its sizes, its contestants, one trial after the other."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.bench import trials
from deploy.bench.findings import Findings
from deploy.bench.load import Load
from deploy.bench.peers.environment import installed
from deploy.bench.race import Shape, Track
from deploy.bench.trials import Delay
from deploy.bench.verdict import Verdict
from deploy.bench.years.trial import years
from deploy.standalone.errors import StandaloneError

OWN = tuple(Shape.named(name) for name in ("floor", "idiomatic", "tuned", "ours"))
OURS = OWN[-1]
_MORE = 3
"""So much more work for replicas: the first one begins while the others still join."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is raced: rounds, messages, things; steady seconds; stored things; kills; replicas; files, askings."""

    rounds: int
    events: int
    things: int
    steady_seconds: int
    stored: tuple[int, int]
    killed_events: int
    kills: int
    replicas: tuple[int, ...]
    files: tuple[int, int]
    times: int


FULL = Sizes(5, 20_000, 5_000, 20, (10_000, 1_000_000), 4_000, 4, (1, 2, 4), (1_000, 100_000), 200)
QUICK = Sizes(2, 8_000, 2_000, 6, (10_000, 100_000), 1_000, 1, (1, 2), (200, 2_000), 50)


async def bench(track: Track, sizes: Sizes, *, with_peers: bool = True) -> Findings:
    """Try everything once. Raises: StandaloneError."""
    load = Load("speed", sizes.events, sizes.things)
    await track.prepare(load)
    peers, missing = await _peers(track, sizes) if with_peers else ([], {})
    shapes = [*OWN, *peers]
    return Findings(
        sizes=sizes.stored,
        speed=await trials.speed(track, shapes, load, sizes.rounds),
        delays=await _delays(track, shapes, sizes),
        kills=await _kills(track, shapes, sizes),
        replicas=await _replicas(track, sizes),
        growth=await trials.growth(track, OURS, sizes.stored, sizes.events, sizes.rounds),
        years=await years(sizes.files, sizes.times),
        missing=missing,
    )


async def _peers(track: Track, sizes: Sizes) -> tuple[list[Shape], Mapping[str, str]]:
    """The peers that install and do a small piece of the work, and why others are left out."""
    shapes, missing = await asyncio.to_thread(installed, track.site.folder / "peers")
    load = Load("peers", 100, sizes.things)
    await track.prepare(load)
    able = []
    for shape in shapes:
        try:
            found = await trials.killed(track, shape, load, kills=0)
        except StandaloneError as error:
            missing[shape.name] = str(error)
            continue
        if found.lost:
            missing[shape.name] = f"left {found.lost} of {load.events} messages undone"
        else:
            able.append(shape)
    return able, missing


async def _delays(track: Track, shapes: Sequence[Shape], sizes: Sizes) -> list[Delay]:
    return [
        await trials.delay(track, shape, f"steady-{shape.name}", sizes.things, sizes.steady_seconds) for shape in shapes
    ]


async def _replicas(track: Track, sizes: Sizes) -> trials.Rounds:
    load = Load("replicas", _MORE * sizes.events, sizes.things)
    await track.prepare(load)
    return await trials.replicas(track, OURS, load, sizes.replicas, sizes.rounds)


async def _kills(track: Track, shapes: Sequence[Shape], sizes: Sizes) -> dict[str, Verdict]:
    load = Load("kills", sizes.killed_events, sizes.things)
    await track.prepare(load)
    return {shape.name: await trials.killed(track, shape, load, sizes.kills) for shape in shapes}
