"""Whatever a server does wrong comes out as a transport error, and in time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from shared.runtime.web.client import http_client

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SHORT = httpx.Timeout(0.3)


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[str]:
    over = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer)
        await over.wait()
        writer.transport.abort()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        over.set()
        server.close()


def says(answer: bytes, *, and_hangs_up: bool = False) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        if and_hangs_up:
            writer.close()

    return serve


async def silent(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Take the connection and read nothing."""


@pytest.mark.parametrize(
    ("serve", "error"),
    [
        (says(b""), httpx.ReadTimeout),
        (says(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"), httpx.ReadTimeout),
        (says(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", and_hangs_up=True), httpx.ReadError),
        (says(b"", and_hangs_up=True), httpx.TransportError),
        (says(b"SSH-2.0 no web server\r\n\r\n", and_hangs_up=True), httpx.RemoteProtocolError),
        (says(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 40_000 + b"\r\n\r\n"), httpx.RemoteProtocolError),
    ],
    ids=["says nothing", "stops", "hangs up half way", "hangs up", "speaks something else", "says too much"],
)
async def test_what_goes_wrong_is_a_transport_error(serve: Serve, error: type[Exception]) -> None:
    async with listening(serve) as address, http_client(timeout=SHORT) as client:
        with pytest.raises(error):
            await client.post(address, json={"a": 1})


async def test_a_server_that_reads_nothing_holds_nobody() -> None:
    async def zeros() -> AsyncIterator[bytes]:
        for _ in range(1024):
            yield bytes(64 * 1024)

    async with listening(silent) as address, http_client(timeout=SHORT) as client, asyncio.timeout(5):
        with pytest.raises(httpx.WriteTimeout):
            await client.post(address, content=zeros())


async def test_nobody_listening_is_a_transport_error() -> None:
    async with http_client() as client:
        with pytest.raises(httpx.TransportError):
            await client.get("http://127.0.0.1:1/")


async def test_a_form_that_was_cut_off_is_not_sent_by_itself_again() -> None:
    """A command is repeated by whoever knows its key, never by the connection."""
    heard = 0

    async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal heard
        heard += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with listening(hangs_up) as address, http_client() as client:
        with pytest.raises(httpx.TransportError):
            await client.post(address, json={})
    assert heard == 1
