"""Work of its own for each service that is to die: it comes from people, and from services that stay alive."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.chaos.plan import File, Lot
from deploy.chaos.run import Scene

GIVEN = {
    "nominations": "files to bring in and accept",
    "reviews": "councils at its door and files that nominations submits",
    "notifications": "movements that nominations launches",
    "console": "councils that reviews records",
}
"""What leads each service to every line that needs no trouble to be reached. Who is named here stays alive."""

AT_ONCE = 3
PAUSE_SECONDS = 0.4
FIRST_NUMBER = 100_000
"""People's files have smaller ones."""


@dataclass(slots=True)
class Work:
    """Gives services what `GIVEN` says."""

    scene: Scene
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_NUMBER))

    async def give(self, service: str, over: asyncio.Event) -> None:
        """Some at a time until it is over. None is cut short: what was done must be noted. Raises: UnansweredError."""
        probe = self.scene.killer.probe
        acts: Mapping[str, Callable[[], Awaitable[object]]] = {
            "nominations": self._accept,
            "reviews": self._submit_and_record,
            "notifications": probe.launch_movement,
            "console": probe.record_council,
        }
        while not over.is_set():
            await asyncio.gather(*(acts[service]() for _ in range(AT_ONCE)))
            await asyncio.sleep(PAUSE_SECONDS)

    async def _accept(self) -> None:
        file, nomination = await self._submit()
        await self.scene.load.ways.clerks.accepted(file, nomination)

    async def _submit_and_record(self) -> None:
        await asyncio.gather(self._submit(), self.scene.killer.probe.record_council())

    async def _submit(self) -> tuple[File, Mapping[str, Any]]:
        number, units = next(self._numbers), self.scene.options.mixture.units
        file = File(number, Lot.COMPLETE, number % units, is_ad_hoc=True, is_completed=False, is_decided=False)
        return file, await self.scene.load.ways.clerks.submitted(file)
