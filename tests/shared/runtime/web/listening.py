"""A source that grows, and a browser's view of a stream, for tests of live streams."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import Response

from shared.kernel.errors import UnavailableError
from shared.kernel.policy import PUBLIC
from shared.runtime.web.application import build_web
from shared.runtime.web.doors import door, doors
from shared.runtime.web.frames import Item
from shared.runtime.web.live import LiveStream
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer


@dataclass
class Log:
    epoch: str = "e1"
    items: list[Item] = field(default_factory=list)
    oldest: int = 1
    is_down: bool = False
    reads: int = 0

    def grow(self, count: int = 1, event: str = "award", text: str = "") -> None:
        for _ in range(count):
            seq = len(self.items) + 1
            self.items.append(Item(seq, event, text or f'{{"n": {seq}}}'))

    async def after(self, seq: int, limit: int) -> list[Item]:
        await self._answer()
        self.reads += 1
        return self.items[seq : seq + limit]

    async def head(self) -> int:
        await self._answer()
        return len(self.items)

    async def first(self) -> int:
        await self._answer()
        return self.oldest

    async def _answer(self) -> None:
        await asyncio.sleep(0)
        if self.is_down:
            raise UnavailableError("log")


@dataclass
class Seen:
    """What a browser keeps of a stream: its events, and the last event id."""

    events: list[tuple[str, str]] = field(default_factory=list)
    last_id: str = ""
    retry: int = 0

    @property
    def numbers(self) -> list[int]:
        return [int(event_id.rpartition("-")[2]) for event_id, name in self.events if name != "reset"]

    def take(self, block: str) -> None:
        fields = [line.partition(": ")[::2] for line in block.split("\n") if line and not line.startswith(":")]
        known = dict(fields)
        self.last_id = known.get("id", self.last_id)
        self.retry = int(known.get("retry", self.retry))
        if "data" in known:
            self.events.append((self.last_id, known.get("event", "message")))


@asynccontextmanager
async def live(log: Log, **options: Any) -> AsyncIterator[LiveStream]:
    following = LiveStream(log, name="0", **{"poll_seconds": 0.02, **options})
    await following.start()
    try:
        yield following
    finally:
        await following.stop()


@asynccontextmanager
async def opened(
    following: LiveStream, allows: Callable[[Item], bool] = lambda _: True
) -> AsyncIterator[httpx.AsyncClient]:
    api = doors()

    @api.get("/live", **door(PUBLIC))
    async def listen(request: Request) -> Response:
        return following.response(request, allows=allows)

    async with serving(build_web(api, tokens=Issuer().tokens("notifications"))) as client:
        for _ in range(100):
            async with client.stream("GET", "/live") as reply:
                if reply.status_code == 200:
                    break
            await asyncio.sleep(0.01)
        yield client


@asynccontextmanager
async def browsing(log: Log, **options: Any) -> AsyncIterator[tuple[httpx.AsyncClient, LiveStream]]:
    async with live(log, **options) as following, opened(following) as client:
        yield client, following


@asynccontextmanager
async def stream(client: httpx.AsyncClient, seen: Seen, **params: str) -> AsyncIterator[AsyncIterator[None]]:
    """Read the stream block by block, as EventSource does after a cut."""
    headers = {"Last-Event-ID": seen.last_id} if seen.last_id else {}
    async with client.stream("GET", "/live", headers=headers, params=params) as reply:
        assert reply.status_code == 200
        assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert reply.headers["x-accel-buffering"] == "no"
        yield _blocks(reply, seen)


async def _blocks(reply: httpx.Response, seen: Seen) -> AsyncIterator[None]:
    rest = ""
    async for part in reply.aiter_text():
        *blocks, rest = (rest + part).split("\n\n")
        for block in blocks:
            seen.take(block)
            yield


async def read_until(blocks: AsyncIterator[None], seen: Seen, count: int) -> None:
    """Read until so many events were seen."""
    async with asyncio.timeout(10):
        while len(seen.events) < count:
            await anext(blocks)


async def until(holds: Callable[[], bool]) -> None:
    """Let the others run until something holds."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.005)
