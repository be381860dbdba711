"""A door in front of mongod that can keep replies back, or fall shut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from pymongo.uri_parser import parse_uri


class Proxy:
    """Forwards bytes both ways; replies pass only while `replies` is set."""

    def __init__(self, mongodb_url: str) -> None:
        self._host, self._port = parse_uri(mongodb_url)["nodelist"][0]
        self.replies = asyncio.Event()
        self.replies.set()
        self._pipes: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection(self._host, self._port)
        self._writers |= {writer, forth}
        for pipe in (self._pipe(reader, forth, None), self._pipe(back, writer, self.replies)):
            task = asyncio.create_task(pipe)
            self._pipes.add(task)
            task.add_done_callback(self._pipes.discard)

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _pipe(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gate: asyncio.Event | None
    ) -> None:
        with suppress(OSError):
            while chunk := await reader.read(65536):
                if gate is not None:
                    await gate.wait()
                writer.write(chunk)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def proxy_to(mongodb_url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy and the URL that leads through it."""
    proxy = Proxy(mongodb_url)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield proxy, f"mongodb://127.0.0.1:{port}/?directConnection=true"
    finally:
        proxy.replies.set()
        server.close()
        proxy.cut()
        await server.wait_closed()
