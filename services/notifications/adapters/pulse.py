"""Wakes those who wait for a log to grow."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from shared.runtime.waiting import set_within

_LOOK_EVERY = 0.2


class Pulse:
    """All who wait share one look at the head: at once after an append here, every 200 ms for those elsewhere."""

    def __init__(self, head: Callable[[], Awaitable[int]]) -> None:
        self._head = head
        self._woken = asyncio.Event()
        self._looking: asyncio.Task[int] | None = None
        self._is_closed = False

    def beat(self) -> None:
        """The log has just grown here."""
        self._woken.set()

    def close(self) -> None:
        """Let everybody go, and keep nobody waiting any more."""
        self._is_closed = True
        self._woken.set()

    async def wait_past(self, seq: int, seconds: float) -> bool:
        """Whether the head came past `seq` before the time was over or this was closed. Raises: UnavailableError."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._is_closed:
                    if await self._look() > seq:
                        return True
        return False

    async def _look(self) -> int:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._next_head())
        return await asyncio.shield(self._looking)

    async def _next_head(self) -> int:
        await set_within(self._woken, _LOOK_EVERY)
        self._woken.clear()
        return await self._head()
