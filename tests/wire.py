"""A wire between a client and a server, which a test can cut, slow down, or let fall silent one way or both."""

import asyncio
import random  # noqa: TID251 - jitter decides nothing
import socket
import struct
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from enum import Enum, auto

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_CHUNK = 65_536


class Way(Enum):
    """A direction: requests go there, replies come back."""

    THERE = auto()
    BACK = auto()


class Wire:
    """Forwards bytes from a port of its own to a server, until told otherwise. `troubled` counts what a fault met."""

    def __init__(self, target: str, port: int = 0) -> None:
        self._host, _, target_port = target.rpartition(":")
        self._target_port = int(target_port)
        self._port = port
        self._server: asyncio.Server | None = None
        self._joined: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._passing = {way: asyncio.Event() for way in Way}
        self._delay = self._jitter = 0.0
        self.troubled = 0
        self.heal()

    @property
    def address(self) -> str:
        """Where clients connect to instead."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    def reset(self) -> None:
        """Reset every connection of a client, as a peer does that was killed; what is on the wire is lost."""
        for task, writer in self._joined.items():
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            writer.transport.abort()
            task.cancel()
            self.troubled += 1

    def delay(self, seconds: float, jitter: float = 0.0) -> None:
        """Let all bytes travel so long, more or less; they stay in order, and many are on their way together."""
        self._delay, self._jitter = seconds, jitter

    def silence(self, ways: Collection[Way] = tuple(Way)) -> None:
        """Let no byte pass in these directions. Connections stand and new ones are accepted: nobody is told."""
        for way in ways:
            self._passing[way].clear()

    def heal(self) -> None:
        """Be an ordinary wire again. What was held back arrives late, as TCP repeats it; `reset` before, or it does."""
        self._delay = self._jitter = 0.0
        for passing in self._passing.values():
            passing.set()

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)

    async def stop(self) -> None:
        """End all connections."""
        assert self._server is not None
        self._server.close()
        tasks = tuple(self._joined)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._join(reader, writer))
        self._joined[task] = writer
        task.add_done_callback(self._joined.pop)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        try:
            there, back = await asyncio.open_connection(self._host, self._target_port)
            ends.append(back)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._forward(Way.THERE, reader, back))
                both.create_task(self._forward(Way.BACK, there, writer))
        except* OSError:
            pass
        finally:
            for each in ends:
                each.close()

    async def _forward(self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take bytes in as they come and let them out when they are due; the end of a stream travels like them."""
        travelling: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(1_000)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._arrive(way, travelling, writer))
            while True:
                chunk = await reader.read(_CHUNK)
                await travelling.put((self._due(), chunk))
                if not chunk:
                    return

    async def _arrive(
        self, way: Way, travelling: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        chunk = b"-"
        while chunk:
            due, chunk = await travelling.get()
            wait = due - asyncio.get_running_loop().time()
            self.troubled += wait > 0 or not self._passing[way].is_set()
            await asyncio.sleep(max(wait, 0))
            await self._passing[way].wait()
            writer.write(chunk)
            await writer.drain()
        writer.close()

    def _due(self) -> float:
        return asyncio.get_running_loop().time() + self._delay + self._jitter * random.uniform(-1, 1)  # noqa: S311


@asynccontextmanager
async def wire_to(target: str, port: int = 0) -> AsyncIterator[Wire]:
    """A wire to `host:port`, on a free port unless one is given."""
    wire = Wire(target, port)
    await wire.start()
    try:
        yield wire
    finally:
        await wire.stop()
