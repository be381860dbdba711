"""One open stream: what waits for one client, and how it is written without ever holding up the others."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.kernel.errors import UnavailableError
from shared.runtime.waiting import set_within
from shared.runtime.web.frames import Item, heartbeat, retry

MOST_FRAMES: Final = 200
MOST_BYTES: Final = 64 * 1024
_FAREWELL_SECONDS: Final = 1.0

log: structlog.stdlib.BoundLogger = structlog.get_logger("live")

Allows = Callable[[Item], bool]
Write = Callable[[bytes], Awaitable[None]]


def everything(_: Item) -> bool:
    """Every item is for this client."""
    return True


@dataclass(eq=False, slots=True)
class Client:
    """What waits for one client. Past its bounds the client is dropped: it comes back with its cursor.

    `seq` is the number of the last item handed over. `unsent` counts the frames that wait or are being written.
    """

    seq: int
    allows: Allows = everything
    reason: str = ""
    unsent: int = 0
    size: int = 0
    _waiting: list[bytes] = field(default_factory=list)
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _scope: asyncio.Timeout | None = None

    def put(self, item: Item, frame: bytes) -> None:
        """Hand over the next item. An item for others only moves the cursor on; one seen before does nothing."""
        if item.seq <= self.seq or self.reason:
            return
        self.seq = item.seq
        if not self._is_for_me(item):
            return
        if self.unsent and (self.unsent >= MOST_FRAMES or self.size + len(frame) > MOST_BYTES):
            self.close("slow")
            return
        self._waiting.append(frame)
        self.unsent += 1
        self.size += len(frame)
        self._stirred.set()

    def _is_for_me(self, item: Item) -> bool:
        try:
            return self.allows(item)
        except Exception:
            # One client's filter must not cost the others their items.
            log.exception("filter failed")
            self.close("failed")
            return False

    def close(self, reason: str) -> None:
        """End this stream, even in the middle of a write: slow, gone or stopped. The first reason counts."""
        self.reason = self.reason or reason
        if self._scope is not None and not self._scope.expired():
            self._scope.reschedule(asyncio.get_running_loop().time())

    @contextlib.asynccontextmanager
    async def open_for(self, seconds: float) -> AsyncIterator[None]:
        """What runs inside ends when the stream is closed, or aged after so many seconds."""
        try:
            async with asyncio.timeout(seconds) as self._scope:
                yield
        except TimeoutError:
            self.reason = self.reason or "aged"
        finally:
            self._scope = None

    async def flush(self, write: Write) -> None:
        """Write all that waits, what gathers meanwhile as one piece."""
        while self._waiting:
            frames, self._waiting = self._waiting, []
            self._stirred.clear()
            await write(b"".join(frames))
            self.unsent -= len(frames)
            self.size -= sum(map(len, frames))

    async def stirred(self, within_seconds: float) -> bool:
        """Wait until something is to be written; False when the time is over and nothing is."""
        await set_within(self._stirred, within_seconds)
        return bool(self._waiting)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long things take on one stream; a little different for each, so that not all come back at once."""

    retry_milliseconds: int
    heartbeat_seconds: float
    age_seconds: float


class StreamResponse(Response):
    """Writes one client's stream until somebody ends it.

    `open_stream` runs before anything is sent, so that it may still refuse; it gives the client and what comes first.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        open_stream: Callable[[], Awaitable[tuple[Client, AsyncGenerator[bytes, None]]]],
        leave: Callable[[Client], None],
        cursor: Callable[[int], str],
        rhythm: Rhythm,
    ) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._open_stream = open_stream
        self._leave = leave
        self._cursor = cursor
        self._rhythm = rhythm

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the stream; returns when it is over."""
        del scope
        client, first = await self._open_stream()
        listening = asyncio.create_task(_listen(client, receive))
        try:
            async with client.open_for(self._rhythm.age_seconds):
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                await self._write(client, first, send)
        except UnavailableError:
            client.close("unavailable")
        finally:
            self._leave(client)
            listening.cancel()
        await _farewell(client, send)

    async def _write(self, client: Client, first: AsyncGenerator[bytes, None], send: Send) -> None:
        async def write(piece: bytes) -> None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})

        await write(retry(self._rhythm.retry_milliseconds))
        async with contextlib.aclosing(first):
            async for piece in first:
                await write(piece)
        while True:
            await client.flush(write)
            if not await client.stirred(self._rhythm.heartbeat_seconds):
                await write(heartbeat(self._cursor(client.seq)))


async def _listen(client: Client, receive: Receive) -> None:
    """Notice that the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    client.close("gone")


async def _farewell(client: Client, send: Send) -> None:
    """End the answer properly where the client still reads; else the server cuts the connection."""
    if client.reason in ("aged", "stopped"):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
