"""One shape at work on one load: started as processes of its own, looked at from outside, killed at the end."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Self

from deploy.bench import stock
from deploy.bench.gauge import Meter, Sample, largest_mb, members, meter, stamped_by_the_broker
from deploy.bench.load import Load, pour
from deploy.bench.work import SOURCE, TARGET, Place
from deploy.standalone.child import Child, last_lines
from deploy.standalone.errors import StandaloneError
from deploy.standalone.parts import bus_and_store
from deploy.standalone.settings import inherited_environment
from deploy.standalone.site import ROOT, Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.topics import drop, provision

_LOOK_SECONDS = 0.02
_WARM_SHARE, _WARM_SECONDS = 0.1, 2.0
_STANDSTILL_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to do the work: its name and the command that starts a process of it, without the place."""

    name: str
    command: tuple[str, ...]

    @classmethod
    def named(cls, name: str) -> Self:
        """A shape that runs in this environment."""
        return cls(name, (sys.executable, "-m", "deploy.bench.shape", name))


@dataclass(frozen=True, slots=True)
class Result:
    """What a race showed: events and seconds behind the warm-up, CPU microseconds an event, memory."""

    shape: str
    events: int
    seconds: float
    client_us: float
    mongod_us: float
    megabytes: float

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds


@dataclass
class Track:
    """The servers of a whole bench, and the places on them."""

    site: Site
    supervisor: Supervisor
    _numbers: Iterator[int] = field(default_factory=count)

    async def prepare(self, load: Load) -> None:
        """Write a load's messages, once for all who read them."""
        place = self._place(load, "none", "none")
        await provision(place.bootstrap, load.name, only=(SOURCE,))
        await pour(place, load)

    @asynccontextmanager
    async def place(self, load: Load) -> AsyncIterator[Place]:
        """A place of its own, its things ready, taken away at the end."""
        async with self.stocked(load.things) as name, self.place_on(load, name) as place:
            yield place

    @asynccontextmanager
    async def place_on(self, load: Load, stocked: str) -> AsyncIterator[Place]:
        """A place whose things stand ready and stay."""
        place = self._place(load, f"run{next(self._numbers)}", stocked)
        await provision(place.bootstrap, place.run, only=(TARGET,))
        await stamped_by_the_broker(place.bootstrap, place.target)
        try:
            yield place
        finally:
            await drop(place.bootstrap, place.run)

    @asynccontextmanager
    async def stocked(self, things: int) -> AsyncIterator[str]:
        """The name of a stock of so many things, taken away at the end."""
        name = f"stock{next(self._numbers)}"
        place = self._place(Load(name, 0, 0), name, name)
        await stock.fill(place, things)
        try:
            yield name
        finally:
            await stock.drop(place)

    @contextmanager
    def working(self, shape: Shape, place: Place) -> Iterator[Child]:
        """A process of a shape, killed at the end."""
        log = self.site.folder / "logs" / f"{shape.name}-{place.run}.log"
        child = Child.start((*shape.command, place.as_text()), inherited_environment(), folder=ROOT, log=log)
        try:
            yield child
        finally:
            child.kill()

    @property
    def mongod(self) -> int:
        """The process id of mongod."""
        return self.supervisor.pid("mongod")

    def _place(self, load: Load, run: str, stocked: str) -> Place:
        return Place(self.site.kafka_bootstrap, self.site.mongodb_url, load.name, run, stocked)


@asynccontextmanager
async def track(folder: Path) -> AsyncIterator[Track]:
    """Kafka and mongod of our own in a folder, for one bench. Raises: StandaloneError."""
    site = Site.temporary(folder)
    site.require_room()
    async with Supervisor(await bus_and_store(site, print), site.folder) as supervisor:
        yield Track(site, supervisor)


async def race(track: Track, shape: Shape, load: Load, *, limit: float, place: Place, replicas: int = 1) -> Result:
    """Let a shape work through a load that stands ready, for at most `limit` seconds behind the warm-up.

    Of several replicas all have joined before anything counts. Raises: StandaloneError when they stand still.
    """
    async with meter(place.bootstrap, place.target) as watched:
        with _all_working(track, shape, place, replicas) as children:
            if replicas > 1:
                await _all_joined(place, replicas)
            samples = await _watch(track, watched, children, load, limit)
            megabytes = largest_mb(*(child.pid for child in children))
    return _result(shape.name, samples, megabytes)


@contextmanager
def _all_working(track: Track, shape: Shape, place: Place, replicas: int) -> Iterator[Sequence[Child]]:
    if replicas == 0:
        yield ()
        return
    with track.working(shape, place) as child, _all_working(track, shape, place, replicas - 1) as others:
        yield (child, *others)


async def _all_joined(place: Place, replicas: int) -> None:
    async with asyncio.timeout(_STANDSTILL_SECONDS):
        while await members(place.bootstrap, place.group) < replicas:  # noqa: ASYNC110 - the broker tells no event
            await asyncio.sleep(_LOOK_SECONDS)


async def _watch(track: Track, watched: Meter, children: Sequence[Child], load: Load, limit: float) -> list[Sample]:
    """Samples from the last one of the warm-up to the end of the work."""
    samples: list[Sample] = []
    pids = [child.pid for child in children]
    moved_at, first_at, last = time.monotonic(), 0.0, 0
    while True:
        sample = await watched.sample(pids, track.mongod)
        if sample.done > last:
            first_at, moved_at, last = first_at or sample.at, sample.at, sample.done
        elif sample.at - moved_at > _STANDSTILL_SECONDS:
            tail = "\n".join(last_lines(children[0].log))
            raise StandaloneError(f"{children[0].log.stem} stands still at {last} of {load.events}:\n{tail}")
        is_warm = last >= load.events * _WARM_SHARE or (last and sample.at - first_at > _WARM_SECONDS)
        samples = [*samples, sample] if is_warm else [sample]
        if is_warm and (last >= load.events or sample.at - samples[0].at > limit):
            return samples
        await asyncio.sleep(_LOOK_SECONDS)


def _result(shape: str, samples: Sequence[Sample], megabytes: float) -> Result:
    first, last = samples[0], samples[-1]
    events = last.done - first.done
    if not events:
        raise StandaloneError(f"{shape} was done before it could be looked at: the load is too small")
    return Result(
        shape,
        events,
        last.at - first.at,
        (last.client - first.client) / events * 1e6,
        (last.mongod - first.mongod) / events * 1e6,
        megabytes,
    )
