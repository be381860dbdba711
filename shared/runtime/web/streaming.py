"""One open stream: what one client is written, without ever holding up the others."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Final, cast

import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.kernel.errors import UnavailableError
from shared.runtime.web.frames import Item, chunk, heartbeat, last_chunk, retry
from shared.runtime.web.handover import take_over

MOST_FRAMES: Final = 200
MOST_BYTES: Final = 64 * 1024
_ENDED_WELL: Final = frozenset({"aged", "stopped"})

log: structlog.stdlib.BoundLogger = structlog.get_logger("live")

Allows = Callable[[Item], bool]


def everything(_: Item) -> bool:
    """Every item is for this client."""
    return True


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long things take on one stream; a little different for each, so that not all come back at once."""

    retry_milliseconds: int
    heartbeat_seconds: float
    age_seconds: float


class Client(asyncio.Protocol):
    """One client on its connection. Past its bounds it is dropped: it comes back with its cursor.

    `seq` is the number of the last item handed over. Until what it missed is replayed, the new waits here; then each
    frame goes straight to the connection. `left` is called once, when it is gone; `reason` says why.
    """

    __slots__ = (
        *("seq", "allows", "reason", "unsent", "_left", "_rhythm", "_transport", "_waiting", "_size"),
        *("_resumed", "_is_fresh", "_beat_at", "_ends_at"),
    )

    def __init__(self, seq: int, rhythm: Rhythm, left: Callable[["Client"], None], allows: Allows = everything) -> None:
        self.seq, self.allows = seq, allows
        self.reason = ""
        self.unsent = 0
        self._left, self._rhythm = left, rhythm
        self._transport: asyncio.Transport | None = None
        self._waiting: list[bytes] | None = []
        self._size = 0
        self._resumed: asyncio.Event | None = None
        self._is_fresh = False
        now = asyncio.get_running_loop().time()
        self._beat_at, self._ends_at = now + rhythm.heartbeat_seconds, now + rhythm.age_seconds

    def put(self, item: Item, piece: bytes) -> None:
        """Hand over the next item. An item for others only moves the cursor on; one seen before does nothing."""
        if item.seq <= self.seq or self.reason:
            return
        self.seq = item.seq
        if not self._is_for_me(item):
            return
        if self._waiting is None:
            self._write(piece)
        elif self._waiting and (len(self._waiting) >= MOST_FRAMES or self._size + len(piece) > MOST_BYTES):
            self.close("slow")
        else:
            self._waiting.append(piece)
            self._size += len(piece)

    def tick(self, now: float, cursor: Callable[[int], str]) -> None:
        """Give a sign of life when nothing was written for a while; end what is old. `now` is the loop's time."""
        if now >= self._ends_at:
            self.close("aged")
        elif now >= self._beat_at and self._waiting is None:
            if not self._is_fresh:
                self._write(chunk(heartbeat(cursor(self.seq))))
            self._is_fresh = False
            self._beat_at = now + self._rhythm.heartbeat_seconds

    def close(self, reason: str) -> None:
        """End this stream: slow, stopped or aged. The first reason counts. Whoever does not read is cut off."""
        self.reason = self.reason or reason
        if self._transport is None or self._transport.is_closing():
            return
        if self.reason in _ENDED_WELL and not self._transport.get_write_buffer_size():
            self._transport.write(last_chunk())
            self._transport.close()
        else:
            self._transport.abort()

    async def replay(self, first: AsyncGenerator[bytes, None]) -> None:
        """Write what comes first, then what came meanwhile; from then on every item goes out as it comes.

        Until the client has taken all of it nothing counts as unread: else its first new item would find it slow.
        """
        try:
            self._write(chunk(retry(self._rhythm.retry_milliseconds)))
            async for piece in first:
                if not await self._written(piece):
                    return
        except UnavailableError:
            self.close("unavailable")
        finally:
            await first.aclose()
        while await self._drained() and self._waiting:
            waiting, self._waiting, self._size = self._waiting, [], 0
            self._write(b"".join(waiting))
        self._waiting = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is ours; it may be gone already, and then nobody else tells."""
        self._transport = cast("asyncio.Transport", transport)
        if transport.is_closing():
            self.connection_lost(None)
        else:
            self._transport.set_write_buffer_limits(high=MOST_BYTES)

    def connection_lost(self, _: Exception | None) -> None:
        """The client is gone, or was closed."""
        self.reason = self.reason or "gone"
        self.resume_writing()
        self._left(self)

    def pause_writing(self) -> None:
        """Much is unsent: what is replayed waits."""
        self._resumed = asyncio.Event()

    def resume_writing(self) -> None:
        """Go on."""
        if self._resumed is not None:
            self._resumed.set()
            self._resumed = None

    async def _written(self, piece: bytes) -> bool:
        """Write as fast as the client reads; False when it is closed."""
        while self._resumed is not None and not self.reason:
            await self._resumed.wait()
        if self.reason or self._transport is None:
            return False
        self._transport.write(piece)
        return True

    async def _drained(self) -> bool:
        """Wait until the connection holds nothing unsent; False when it is closed."""
        transport = self._transport
        if self.reason or transport is None or transport.is_closing():
            return False
        transport.set_write_buffer_limits(high=0)
        while self._resumed is not None and not self.reason:
            await self._resumed.wait()
        if self.reason or transport.is_closing():
            return False
        transport.set_write_buffer_limits(high=MOST_BYTES)
        return True

    def _write(self, piece: bytes) -> None:
        if self._transport is None or self.reason:
            return
        held = self._transport.get_write_buffer_size()
        self.unsent = self.unsent + 1 if held else 1
        if held and (self.unsent > MOST_FRAMES or held + len(piece) > MOST_BYTES):
            self.close("slow")
        else:
            self._is_fresh = True
            self._transport.write(piece)

    def _is_for_me(self, item: Item) -> bool:
        try:
            return self.allows(item)
        except Exception:
            # One client's filter must not cost the others their items.
            log.exception("filter failed")
            self.close("failed")
            return False


class StreamResponse(Response):
    """Begins one client's stream on its connection; the request is over when what it missed is written.

    `open_stream` runs before anything is sent, so that it may still refuse; it gives the client and what comes first.
    """

    media_type = "text/event-stream"

    def __init__(self, open_stream: Callable[[], Awaitable[tuple[Client, AsyncGenerator[bytes, None]]]]) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._open_stream = open_stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the stream."""
        del receive
        client, first = await self._open_stream()
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            take_over(scope, client)
        except BaseException:
            client.connection_lost(None)
            raise
        await client.replay(first)
