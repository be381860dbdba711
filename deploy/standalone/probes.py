"""Asking a unit whether it is ready, without any client library."""

import asyncio
import struct
from functools import partial
from urllib.parse import urlsplit

from deploy.standalone.unit import Probe

_LIMIT_SECONDS = 2.0
_HTTP_OK = b"200"
_API_VERSIONS, _VERSION, _CORRELATION = 18, 0, 7


def http_ready(url: str) -> Probe:
    """Ready when the address answers 200."""
    return partial(_limited, partial(_http, url))


def kafka_ready(port: int) -> Probe:
    """Ready when the broker answers a client's first question."""
    return partial(_limited, partial(_kafka, port))


async def _limited(ask: Probe) -> bool:
    try:
        async with asyncio.timeout(_LIMIT_SECONDS):
            return await ask()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False


async def _http(url: str) -> bool:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        status = (await reader.readline()).split()
        return len(status) > 1 and status[1] == _HTTP_OK
    finally:
        writer.close()


async def _kafka(port: int) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        request = struct.pack(">hhih", _API_VERSIONS, _VERSION, _CORRELATION, -1)
        writer.write(struct.pack(">i", len(request)) + request)
        _, correlation, error = struct.unpack(">iih", await reader.readexactly(10))
        return (correlation, error) == (_CORRELATION, 0)
    finally:
        writer.close()
