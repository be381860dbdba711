"""Reads server-sent events as a client does."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Heard:
    id: str
    event: str
    data: Any


class Listener:
    """One open stream."""

    def __init__(self, reply: httpx.Response) -> None:
        self.reply = reply
        self._lines = reply.aiter_lines()

    async def next(self) -> Heard:
        """The next event with data."""
        fields: dict[str, str] = {}
        async for line in self._lines:
            name, _, value = line.partition(":")
            if name:
                fields[name] = value.removeprefix(" ")
            elif not line:
                if fields.get("data") and fields.get("id"):
                    return Heard(fields["id"], fields.get("event", "message"), json.loads(fields["data"]))
                fields = {}
        raise EOFError("the stream ended")

    async def some(self, count: int) -> list[Heard]:
        """The next events."""
        return [await self.next() for _ in range(count)]


@asynccontextmanager
async def listening(
    client: httpx.AsyncClient, path: str, headers: Mapping[str, str] | None = None
) -> AsyncIterator[Listener]:
    async with client.stream("GET", path, headers=headers, timeout=10) as reply:
        assert reply.status_code == 200, await reply.aread()
        assert reply.headers["content-type"].startswith("text/event-stream")
        yield Listener(reply)
