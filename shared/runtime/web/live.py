"""Live streams with a cursor: everybody gets each item once, in order, also after a cut."""

import asyncio
import re
import secrets
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from typing import Final, Protocol

import structlog
from starlette.requests import Request
from starlette.responses import Response

from shared.kernel.errors import UnavailableError
from shared.runtime.metrics import STREAM_RESETS, STREAMS_CLOSED, STREAMS_OPEN
from shared.runtime.waiting import set_within
from shared.runtime.web.frames import Item, chunk, frame, reset
from shared.runtime.web.streaming import Allows, Client, Rhythm, StreamResponse, everything

__all__ = ["Item", "LiveStream", "Source"]

_PAGE: Final = 100
_PIECE_BYTES: Final = 32 * 1024
_BREATH_SECONDS: Final = 0.01
_REST_SECONDS: Final = 0.05
"""Whatever came meanwhile is read at once: a busy source costs twenty statements a second."""
_SEQ: Final = re.compile(r"\d{1,15}")

log: structlog.stdlib.BoundLogger = structlog.get_logger("live")


class Source(Protocol):
    """A dense log: numbers without holes, never changed. A restored log has another epoch."""

    @property
    def epoch(self) -> str:
        """The log's life."""

    async def after(self, seq: int, limit: int) -> list[Item]:
        """The items numbered above `seq`, in order. Raises: UnavailableError."""

    async def head(self) -> int:
        """The newest number, 0 for an empty log. Raises: UnavailableError."""

    async def first(self) -> int:
        """The oldest number that is kept. Raises: UnavailableError."""


class LiveStream:
    """One log to many clients. Each item is encoded once; a client that does not keep up is dropped and comes back.

    `name` stands in cursors (`<epoch>-<name>-<seq>`) and metrics. `most_replayed` is how far a cursor may lie back;
    past it the page is told to load anew. The newest `most_remembered` items are replayed from memory. `chance` gives
    numbers from 0 to 1.
    """

    def __init__(
        self,
        source: Source,
        *,
        name: str,
        poll_seconds: float = 0.2,
        heartbeat_seconds: float = 15.0,
        age_seconds: float = 1800.0,
        most_clients: int = 10_000,
        most_replayed: int = 10_000,
        most_remembered: int = 1000,
        chance: Callable[[], float] = lambda: secrets.randbelow(1001) / 1000,
    ) -> None:
        self._source = source
        self._name = name
        self._poll_seconds = poll_seconds
        self._heartbeat_seconds = heartbeat_seconds
        self._age_seconds = age_seconds
        self._most_clients = most_clients
        self._most_replayed = most_replayed
        self._chance = chance
        self._seq = -1
        self._ring: deque[tuple[Item, bytes]] = deque(maxlen=most_remembered)
        self._clients: set[Client] = set()
        self._woken = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []
        self._is_stopping = False

    async def start(self) -> None:
        """Begin to follow the source; until it has answered once, readers are asked to come back."""
        self._running = [
            asyncio.create_task(self._tail(), name=f"live {self._name}"),
            asyncio.create_task(self._tick(), name=f"live {self._name} ticks"),
        ]

    async def stop(self) -> None:
        """End all streams at once; their clients come back elsewhere with their cursors."""
        self._is_stopping = True
        for client in tuple(self._clients):
            client.close("stopped")
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def wake(self) -> None:
        """Look at the source now: something has just been kept here."""
        self._woken.set()

    @property
    def clients(self) -> int:
        """How many streams are open here."""
        return len(self._clients)

    def cursor(self, seq: int) -> str:
        """The event id of an item."""
        return f"{self._source.epoch}-{self._name}-{seq}"

    def response(self, request: Request, *, allows: Allows = everything) -> Response:
        """The stream for one reader, from `Last-Event-ID`, else from `?cursor=`, else from now on."""
        asked = request.headers.get("last-event-id") or request.query_params.get("cursor") or ""

        async def open_stream() -> tuple[Client, AsyncGenerator[bytes, None]]:
            return await self._join(asked, allows)

        return StreamResponse(open_stream)

    def _rhythm(self) -> Rhythm:
        return Rhythm(
            retry_milliseconds=round(2000 + 2000 * self._chance()),
            heartbeat_seconds=self._heartbeat_seconds * (0.75 + 0.5 * self._chance()),
            age_seconds=self._age_seconds * (1 + 0.5 * self._chance()),
        )

    async def _join(self, asked: str, allows: Allows) -> tuple[Client, AsyncGenerator[bytes, None]]:
        """Register first, then replay: what comes meanwhile waits in the client, so nothing falls in between.

        Raises: UnavailableError when no more clients fit, or the source has not answered yet.
        """
        if self._seq < 0:
            raise UnavailableError(self._name)
        since = await self._since(asked) if asked else self._seq
        if self._is_stopping or len(self._clients) >= self._most_clients:
            raise UnavailableError(self._name)
        # No await from here on: the client joins exactly at `head`.
        head = self._seq
        client = Client(head if since is None else max(head, since), self._rhythm(), self._leave, allows)
        self._clients.add(client)
        STREAMS_OPEN.labels(self._name).inc()
        return client, self._lost(head) if since is None else self._replayed(since, head, allows)

    async def _since(self, asked: str) -> int | None:
        """The number that a cursor names; None when it is of another history, or too far back."""
        prefix = self.cursor(0)[:-1]
        number = asked.removeprefix(prefix)
        if not asked.startswith(prefix) or not _SEQ.fullmatch(number):
            return None
        seq = int(number)
        if seq > self._seq and seq > await self._source.head():
            return None
        if self._seq - seq > self._most_replayed or seq + 1 < await self._source.first():
            return None
        return seq

    async def _lost(self, head: int) -> AsyncGenerator[bytes, None]:
        STREAM_RESETS.labels(self._name).inc()
        yield chunk(reset(self.cursor(head)))

    async def _replayed(self, since: int, head: int, allows: Allows) -> AsyncGenerator[bytes, None]:
        """Everything in (since, head], from memory where it reaches back far enough."""
        while since < head:
            if self._ring and self._ring[0][0].seq <= since + 1:
                page = [kept for kept in self._ring if since < kept[0].seq <= head]
            else:
                page = [(item, self._frame(item)) for item in await self._source.after(since, _PAGE)]
            if not page:
                return
            for piece in _pieces([bytes_ for item, bytes_ in page if item.seq <= head and allows(item)]):
                yield piece
            since = page[-1][0].seq

    def _leave(self, client: Client) -> None:
        if client in self._clients:
            self._clients.discard(client)
            STREAMS_OPEN.labels(self._name).dec()
            STREAMS_CLOSED.labels(self._name, client.reason).inc()

    def _frame(self, item: Item) -> bytes:
        return chunk(frame(item, self.cursor(item.seq)))

    async def _tail(self) -> None:
        """Follow the source for ever; while it does not answer, clients stay and wait."""
        while True:
            try:
                await self._advance()
            except UnavailableError as error:
                log.warning("source does not answer", stream=self._name, error=str(error))
            except Exception:
                log.exception("tail failed", stream=self._name)
            await asyncio.sleep(_REST_SECONDS)
            await set_within(self._woken, self._poll_seconds)
            self._woken.clear()

    async def _tick(self) -> None:
        loop, pause = asyncio.get_running_loop(), min(1.0, self._heartbeat_seconds / 4, self._age_seconds / 4)
        while True:
            await asyncio.sleep(pause)
            now = loop.time()
            for client in tuple(self._clients):
                client.tick(now, self.cursor)

    async def _advance(self) -> None:
        if self._seq < 0:
            self._seq = await self._source.head()
        while items := await self._source.after(self._seq, _PAGE):
            written = 0
            for item in items:
                written += self._publish(item)
                if written > _PIECE_BYTES:
                    # Let the writers empty their queues: a burst must not make healthy clients look slow.
                    await asyncio.sleep(_BREATH_SECONDS)
                    written = 0
            if len(items) < _PAGE:
                return
            await asyncio.sleep(_BREATH_SECONDS)

    def _publish(self, item: Item) -> int:
        """Hand an item to all clients in one go, so that nobody joins in the middle."""
        encoded = self._frame(item)
        self._ring.append((item, encoded))
        self._seq = item.seq
        for client in self._clients:
            client.put(item, encoded)
        return len(encoded)


def _pieces(frames: Sequence[bytes]) -> Iterator[bytes]:
    """Frames joined to pieces of a comfortable size."""
    waiting: list[bytes] = []
    size = 0
    for each in frames:
        waiting.append(each)
        size += len(each)
        if size > _PIECE_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
