"""Browsers that stay through all lives: whenever a stream ends they come back with the last id that they had."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

_AGAIN_SECONDS: Final = 0.1
_ID: Final = re.compile(rb"^id: (\S*-(\d+))\r?$", re.MULTILINE)


@dataclass(slots=True)
class Listener:
    """One of them: the numbers of the items that it had, how often it came back, and how often it was told to reset."""

    port: int
    had: list[int] = field(default_factory=list)
    last_id: str = "0"
    streams: int = 0
    resets: int = 0

    async def listen(self) -> None:
        """Listen for ever."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._stream()
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _stream(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            ask = f"GET /live/public HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {self.last_id}\r\n\r\n"
            writer.write(ask.encode())
            if b" 200 " not in await reader.readline():
                return
            self.streams += 1
            while True:
                self._take(await reader.readuntil(b"\n\n"))
        finally:
            writer.close()

    def _take(self, frame: bytes) -> None:
        found = _ID.search(frame)
        if found is None:
            return
        self.last_id = found.group(1).decode()
        if b"event: reset" in frame:
            self.resets += 1
        elif b"data: " in frame:
            self.had.append(int(found.group(2)))


@asynccontextmanager
async def listening(port: int, count: int) -> AsyncIterator[list[Listener]]:
    """So many of them; all have been told that their cursor is of a lost history, and stand at the beginning."""
    listeners = [Listener(port) for _ in range(count)]
    tasks = [asyncio.create_task(each.listen()) for each in listeners]
    try:
        while not all(each.resets for each in listeners):  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(_AGAIN_SECONDS)
        yield listeners
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
