"""A read model is built a second time beside the living one, from the first event on, and compared with it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from shared.kernel.errors import UnavailableError
from shared.runtime.bus.subscription import placed
from shared.runtime.operating.audit import DeclinedError, NotHereError, Operator, audited
from shared.runtime.operating.broker import Broker, asking
from shared.runtime.operating.comparing import Compared, compare
from shared.runtime.operating.read_model import ReadModel
from shared.runtime.service import Service
from shared.runtime.store.generations import Pointer, placed_at

_LOOK_EVERY = 0.3
_STILL = 60.0
"""Seconds without progress after which a rebuild is given up."""
_LIVE_CATCHES_UP = 5.0
_COMPARISONS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be done with the rebuilt rows: only compared, or switched to, even when they differ."""

    switch: bool = False
    accept_difference: bool = False


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found. `parked` counts the records that could not be handled on the way."""

    generation: int
    compared: Sequence[Compared]
    parked: int
    is_switched: bool

    @property
    def is_equal(self) -> bool:
        """Whether every collection came out as it lives."""
        return all(each.is_equal for each in self.compared)


async def rebuild(service: Service, name: str, operator: Operator, wanted: Wanted) -> Rebuilt:
    """Build, compare, and switch if it is wanted; else what was built is cleared away again.

    Raises: NotHereError (no such read model), DeclinedError (an older generation is still in use), UnavailableError.
    """
    model = service.read_models.get(name)
    if model is None:
        known = ", ".join(sorted(service.read_models)) or "none"
        raise NotHereError(f"{service.name} has no read model {name} that the bus can build; it has {known}")
    async with audited(service, "rebuild", name, operator) as doing, asking(service.settings.kafka_bootstrap) as broker:
        building = _Building(service, model, broker)
        rebuilt = await building.run(wanted)
        doing.detail = _told(rebuilt)
    return rebuilt


class _Building:
    """One rebuild, in a service that is opened but does not run."""

    def __init__(self, service: Service, model: ReadModel, broker: Broker) -> None:
        self._service = service
        self._model = model
        self._broker = broker
        self._generations = service.store.generations
        self._topics = [placed(topic, service.settings.namespace) for topic in model.group.topics]

    async def run(self, wanted: Wanted) -> Rebuilt:
        seen = await self._generations.pointer(self._model.name)
        for generation in {seen.previous, seen.building} - {None, seen.live}:
            await self._clear(int(generation or 0))
        number = await self._generations.begin(self._model.name)
        self._generations.aim(number, self._model.group.name, self._model.collections)
        await self._service.store.ensure_indexes(self._service.indexes)
        async with self._read(number):
            compared = await self._compared(seen, number)
        parked = await self._service.store.parked.count(self._group(number))
        rebuilt = Rebuilt(number, compared, parked, is_switched=False)
        if wanted.switch and (rebuilt.is_equal or wanted.accept_difference):
            return replace(rebuilt, is_switched=await self._switched(seen, number))
        await self._clear(number)
        return rebuilt

    @asynccontextmanager
    async def _read(self, number: int) -> AsyncIterator[None]:
        """Everything from the beginning, under a name of its own."""
        pipeline = self._service.pipeline(replace(self._model.group, name=self._group(number)))
        pipeline.start()
        try:
            yield
        finally:
            await pipeline.stop()

    async def _compared(self, seen: Pointer, number: int) -> Sequence[Compared]:
        """Compare when both have read everything; what goes on meanwhile is made good by comparing again."""
        found: list[Compared] = []
        for _ in range(_COMPARISONS):
            await self._caught_up(number, _STILL, gives_up=True)
            await self._caught_up(seen.live, _LIVE_CATCHES_UP, gives_up=False)
            rows_at = self._service.store.rows_at
            found = [
                await compare(name, rows_at(name, seen.live), rows_at(name, number), settled)
                for name, settled in self._model.rows.items()
            ]
            if all(each.is_equal for each in found):
                break
        return found

    async def _caught_up(self, generation: int, patience: float, *, gives_up: bool) -> None:
        """Wait until nothing is left to read, or nothing has moved for so many seconds."""
        loop = asyncio.get_running_loop()
        left, moved_at = -1, loop.time()
        while True:
            now = await self._left(generation)
            if now == 0:
                return
            if now != left:
                left, moved_at = now, loop.time()
            elif loop.time() - moved_at > patience:
                if gives_up:
                    raise UnavailableError(f"the rebuild stands still with {left} records unread")
                return
            await asyncio.sleep(_LOOK_EVERY)

    async def _left(self, generation: int) -> int:
        group = placed(self._group(generation), self._service.settings.namespace)
        return sum(place.lag for place in await self._broker.places(group, self._topics))

    async def _switched(self, seen: Pointer, number: int) -> bool:
        name, collections = self._model.group.name, self._model.collections
        if not await self._generations.switch(seen, number, name, collections):
            raise DeclinedError("somebody else moved the pointer meanwhile; look at it and rebuild again")
        return True

    async def _clear(self, generation: int) -> None:
        """Clear a generation away, unless a process still reads for it."""
        group = self._group(generation)
        if await self._broker.members(placed(group, self._service.settings.namespace)):
            raise DeclinedError(f"processes still read as {group}: restart every replica of {self._service.name} first")
        await self._generations.drop(self._model.name, generation, self._model.collections)
        await self._service.store.parked.remove_group(group)

    def _group(self, generation: int) -> str:
        return placed_at(self._model.group.name, generation)


def _told(rebuilt: Rebuilt) -> str:
    same = "equal" if rebuilt.is_equal else "different"
    return f"generation {rebuilt.generation}, {same}, {'switched' if rebuilt.is_switched else 'not switched'}"
