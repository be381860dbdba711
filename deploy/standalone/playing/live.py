"""Follows a live stream as a browser does: server-sent events, and after a cut again from the last one seen."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

import httpx

from shared.kernel.clock import Clock, now_utc

_PAUSE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Arrival:
    """One item of a stream, and the instant at which it had arrived whole."""

    at: datetime
    event: str
    data: str


@dataclass(slots=True)
class LiveEar:
    """Listens to one stream while it is entered, and keeps what arrives."""

    url: str
    clock: Clock = now_utc
    arrivals: list[Arrival] = field(default_factory=list)
    _last_id: str = ""
    _connected: asyncio.Event = field(default_factory=asyncio.Event)
    _task: "asyncio.Task[None] | None" = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name=f"ear at {self.url}")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def connected(self, seconds: float) -> None:
        """Wait until the stream answers. Raises: TimeoutError."""
        async with asyncio.timeout(seconds):
            await self._connected.wait()

    def first(self, *words: str) -> datetime | None:
        """When the first item arrived that holds one of the words."""
        return next((one.at for one in self.arrivals if any(word in one.data for word in words)), None)

    async def _run(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=httpx.Timeout(10.0, read=None)) as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    await self._listen(client)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _listen(self, client: httpx.AsyncClient) -> None:
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": self._last_id} if self._last_id else {})
        async with client.stream("GET", self.url, headers=headers) as reply:
            reply.raise_for_status()
            self._connected.set()
            async for fields in _items(reply.aiter_lines()):
                self._last_id = fields.get("id", self._last_id)
                self.arrivals.append(Arrival(self.clock(), fields.get("event", "message"), fields.get("data", "")))


async def _items(lines: AsyncIterator[str]) -> AsyncIterator[dict[str, str]]:
    """The fields of each item that has data; comments are heartbeats."""
    fields: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.partition(":")
        if line and name:
            text = value.removeprefix(" ")
            fields[name] = f"{fields[name]}\n{text}" if name == "data" and name in fields else text
        elif not line:
            if "data" in fields:
                yield fields
            fields = {}
