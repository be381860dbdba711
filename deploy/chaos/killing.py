"""kill -9, and how long it takes until the part is at work again."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from deploy.chaos.probes import Probes
from deploy.standalone.supervisor import Supervisor

READY_SECONDS = 60.0
EFFECT_SECONDS = 90.0
_AT_ONCE = 2


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
    """Kills parts, two at most at a time, and the bus alone: without it nobody's time tells of the part itself.

    `busy` are the parts that a fault has in its hands.
    """

    supervisor: Supervisor
    probe: Probes
    victims: Iterator[str]
    busy: set[str] = field(default_factory=set)
    kills: list[Kill] = field(default_factory=list)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def take(self) -> str:
        """The next victim, when there is room for one more."""
        await self._room.acquire()
        part = next(victim for victim in self.victims if victim not in self.busy)
        for _ in range(_room_of(part) - 1):
            await self._room.acquire()
        self.busy.add(part)
        return part

    async def strike(self, part: str) -> None:
        """Kill a victim that was taken, and wait until it is at work again."""
        began = time.monotonic()
        self.supervisor.kill(part)
        try:
            self.kills.append(await self._back(part, began))
        finally:
            self.busy.discard(part)
            for _ in range(_room_of(part)):
                self._room.release()

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


def _room_of(part: str) -> int:
    return _AT_ONCE if part == "kafka" else 1
