"""kill -9, and how long it takes until the part is at work again."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from deploy.chaos.probes import Probes
from deploy.standalone.supervisor import Supervisor

READY_SECONDS = 60.0
EFFECT_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: the seconds until the part said that it is ready, and until its first effect after that.

    None: it did not come back in time.
    """

    part: str
    ready_s: float | None
    effect_s: float | None


@dataclass(slots=True)
class Killer:
    """Kills parts, one after another; `busy` are those that another fault has in its hands."""

    supervisor: Supervisor
    probe: Probes
    victims: Iterator[str]
    busy: set[str] = field(default_factory=set)
    kills: list[Kill] = field(default_factory=list)

    async def strike(self, struck: Callable[[], Awaitable[None]]) -> None:
        """Kill the next victim, say that it is `struck`, and wait until it is at work again."""
        part = next(victim for victim in self.victims if victim not in self.busy)
        self.busy.add(part)
        began = time.monotonic()
        self.supervisor.kill(part)
        await struck()
        try:
            self.kills.append(await self._back(part, began))
        finally:
            self.busy.discard(part)

    async def _back(self, part: str, began: float) -> Kill:
        ready: float | None = None
        try:
            async with asyncio.timeout(EFFECT_SECONDS):
                await self.supervisor.wait_ready(part, READY_SECONDS)
                ready = time.monotonic() - began
                await self.probe(part)
        except TimeoutError:
            return Kill(part, ready, None)
        return Kill(part, ready, time.monotonic() - began)
