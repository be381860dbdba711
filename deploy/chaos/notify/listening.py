"""Browsers that stay through all lives: whenever a stream ends they go to the next process with their last id."""

import asyncio
import contextlib
import itertools
import re
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from deploy.standalone.addresses import LOOPBACK

_AGAIN_SECONDS: Final = 0.1
_SLOW_OF: Final = 10
_DOZES_AFTER, _DOZES_SECONDS = 100, 5.0
_SMALL_BYTES, _LIMIT_BYTES = 4_096, 65_536
_ID: Final = re.compile(rb"^id: (\S*-(\d+))\r?$", re.MULTILINE)


@dataclass(slots=True)
class Listener:
    """One of them: the numbers of the items that it had, how often it came back, and how often it was told to reset.

    It knows the ports of all processes. One that `is_slow` has little room, and does not read for a while now and then.
    """

    ports: Sequence[int]
    turn: int = 0
    is_slow: bool = False
    had: list[int] = field(default_factory=list)
    last_id: str = "0"
    streams: int = 0
    resets: int = 0

    async def listen(self) -> None:
        """Listen for ever."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._stream()
            self.turn += 1
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _stream(self) -> None:
        reader, writer = await self._connected()
        try:
            ask = f"GET /live/public HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {self.last_id}\r\n\r\n"
            writer.write(ask.encode())
            if b" 200 " not in await reader.readline():
                return
            self.streams += 1
            for number in itertools.count(1):
                self._take(await reader.readuntil(b"\n\n"))
                if self.is_slow and number % _DOZES_AFTER == 0:
                    await asyncio.sleep(_DOZES_SECONDS)
        finally:
            writer.transport.abort()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        made = socket.socket()
        made.setblocking(False)
        if self.is_slow:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BYTES)
        try:
            await asyncio.get_running_loop().sock_connect(made, (LOOPBACK, self.ports[self.turn % len(self.ports)]))
        except OSError:
            made.close()
            raise
        return await asyncio.open_connection(sock=made, limit=_SMALL_BYTES if self.is_slow else _LIMIT_BYTES)

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
async def listening(ports: Sequence[int], count: int) -> AsyncIterator[list[Listener]]:
    """So many, every tenth a slow one; all have been told that their cursor is of a lost history."""
    listeners = [Listener(ports, turn=number, is_slow=number % _SLOW_OF == 0) for number in range(count)]
    tasks = [asyncio.create_task(each.listen()) for each in listeners]
    try:
        while not all(each.resets for each in listeners):  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(_AGAIN_SECONDS)
        yield listeners
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
