"""A receiver on this machine that behaves well or badly, one way a path."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any

BOMB = gzip.compress(bytes(50_000_000))


@dataclass(frozen=True, slots=True)
class Arrived:
    """One call as it came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The CloudEvent."""
        told: dict[str, Any] = json.loads(self.body)
        return told


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(slots=True)
class Receiver:
    """`status` says what is answered to the n-th call where the path says nothing else; `path` counts for all.

    Nothing is answered before `may_answer` is set, as it is from the beginning.
    """

    status: Callable[[Arrived, int], int] = lambda _, n: 204  # noqa: ARG005
    path: str = ""
    port: int = 0
    arrived: list[Arrived] = field(default_factory=list)
    called: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=_set)
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str = "/") -> str:
        return f"http://localhost:{self.port}{path}"

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                call = await _read(reader)
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                self.arrived.append(call)
                self.called.set()
                await self.may_answer.wait()
                try:
                    await self._answer(call, writer)
                finally:
                    self.at_once -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()

    async def _answer(self, call: Arrived, writer: asyncio.StreamWriter) -> None:
        path = self.path or call.path
        if path in _WAYS:
            await _WAYS[path](writer)
        else:
            status = self.status(call, len(self.arrived))
            await _say(writer, f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())


async def _say(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


async def _hang(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _drip(writer: asyncio.StreamWriter) -> None:
    await _say(writer, b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")
    while True:
        await _say(writer, b".")
        await asyncio.sleep(0.2)


async def _flood(writer: asyncio.StreamWriter) -> None:
    await _say(writer, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        await _say(writer, b"2000\r\n" + bytes(0x2000) + b"\r\n")


async def _bomb(writer: asyncio.StreamWriter) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(BOMB)}\r\n\r\n"
    await _say(writer, head.encode() + BOMB)


async def _reset(writer: asyncio.StreamWriter) -> None:
    await _say(writer, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n...")
    writer.transport.abort()


async def _dawdle(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.2)
    await _say(writer, b"HTTP/1.1 204 No Content\r\n\r\n")


async def _beg(writer: asyncio.StreamWriter) -> None:
    await _say(writer, b"HTTP/1.1 429 X\r\nRetry-After: 90\r\nContent-Length: 0\r\n\r\n")


async def _beg_for_centuries(writer: asyncio.StreamWriter) -> None:
    await _say(writer, b"HTTP/1.1 429 X\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n")


async def _beg_for_nonsense(writer: asyncio.StreamWriter) -> None:
    date = b"Mon, 1 Jan 2020 00:00:00 +99999999999999999999"
    await _say(writer, b"HTTP/1.1 429 X\r\nRetry-After: " + date + b"\r\nContent-Length: 0\r\n\r\n")


async def _complain(writer: asyncio.StreamWriter) -> None:
    await _say(writer, b"HTTP/1.1 500 X\r\nContent-Length: 3000\r\n\r\n" + b"x" * 3_000)


_WAYS: Mapping[str, Callable[[asyncio.StreamWriter], Awaitable[None]]] = {
    "/hangs": _hang,
    "/drips": _drip,
    "/endless": _flood,
    "/bomb": _bomb,
    "/resets": _reset,
    "/slow": _dawdle,
    "/complains": _complain,
    "/patience": _beg,
    "/centuries": _beg_for_centuries,
    "/nonsense": _beg_for_nonsense,
}


@asynccontextmanager
async def receiving(receiver: Receiver, tls: SSLContext | None = None) -> AsyncIterator[Receiver]:
    """The receiver, listening; with TLS as it is given."""
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(receiver(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", receiver.port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> Arrived:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Arrived(head[0].split(" ")[1], headers, body)
