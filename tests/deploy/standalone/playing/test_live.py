import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from deploy.standalone.playing.live import Arrival, LiveEar

ONE = b": beat\n\nretry: 100\n\nid: e-1\nevent: card\ndata: <b>12/Q\xc4\x90</b>\ndata: second line\n\n"
TWO = b"id: e-2\ndata: later\n\nid: e-3\ndata: cut off before its e"


class CuttingServer:
    """Says one part of a stream to each caller and hangs up; keeps what the callers asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.left_alone = asyncio.Event()
        self._parts = [ONE, TWO]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        if self._parts:
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
            writer.write(head + self._parts.pop(0))
            await writer.drain()
        else:
            self.left_alone.set()
        writer.close()


@pytest.fixture
async def server() -> AsyncIterator[tuple[CuttingServer, str]]:
    cutting = CuttingServer()
    listening = await asyncio.start_server(cutting.answer, "127.0.0.1", 0)
    async with listening:
        yield cutting, f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"


async def test_items_are_kept_as_they_arrive_also_after_a_cut(server: tuple[CuttingServer, str]) -> None:
    cutting, url = server
    now = datetime(2026, 10, 6, tzinfo=UTC)
    async with asyncio.timeout(10), LiveEar(url, clock=lambda: now) as ear:
        await ear.connected(5)
        await cutting.left_alone.wait()
    assert ear.arrivals == [
        Arrival(now, "card", "<b>12/QĐ</b>\nsecond line"),
        Arrival(now, "message", "later"),
    ]
    assert (ear.first("none", "12/QĐ"), ear.first("cut off")) == (now, None)
    assert ["e-1" in asked.lower() for asked in cutting.asked[:2]] == [False, True]
    assert "last-event-id: e-2" in cutting.asked[2].lower()
