"""One connection to an endpoint: HTTP/1.1, one call after the other, and never more read than is worth reading.

Source: RFC 9112. The bytes are parsed by httptools; nothing is decompressed, and nothing is asked twice.
"""

import asyncio
from typing import Final, NamedTuple, cast

import httptools

MOST_BODY_BYTES: Final = 16 * 1024
MOST_HEAD_BYTES: Final = 16 * 1024
_MOST_BYTES: Final = 2 * (MOST_BODY_BYTES + MOST_HEAD_BYTES)
"""What stands around the pieces of a body counts too."""

_FINAL: Final = 200
_SWITCHED: Final = 101
_MEASURES: Final = frozenset({"content-length", "transfer-encoding"})


class Heard(NamedTuple):
    """What was answered: headers with small names, and the body; empty of one that was too long to be read."""

    status: int
    headers: dict[str, str]
    body: bytes


class Line(asyncio.Protocol):
    """Carries calls one after the other. `is_free`: an answer was read whole, and another call may follow it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[Heard] = self._loop.create_future()
        self._answer.cancel()
        self._timer: asyncio.TimerHandle | None = None
        self.ip = ""
        self.is_free = False
        self.free_since = 0.0

    def call(self, request: bytes, until: float) -> "asyncio.Future[Heard]":
        """Send a request, and be told the answer. The future ends with TimeoutError at `until` on the loop's clock.

        It ends with OSError when the other side breaks off, or answers what is no HTTP.
        """
        self._read = self._head = 0
        self._answer = self._loop.create_future()
        self.on_message_begin()
        if self._transport is None:
            self._fail(ConnectionResetError("the connection is closed"))
        else:
            self._timer = self._loop.call_at(until, self._give_up)
            self._transport.write(request)
        return self._answer

    def close(self) -> None:
        """Break it off, at once."""
        self.is_free = False
        if self._timer is not None:
            self._timer.cancel()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what is written to, and know where it leads."""
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self.ip = str(peer[0]) if peer else ""

    def eof_received(self) -> None:
        """Nothing more comes; then it closes by itself."""
        self.is_free = False

    def connection_lost(self, exc: Exception | None) -> None:
        """An answer without a length ends so; any other is broken off."""
        self._transport, self.is_free = None, False
        if self._is_waiting and self._is_headed and not self._is_measured and exc is None:
            self._end()
        self._fail(exc if isinstance(exc, OSError) else ConnectionResetError("broken off"))

    def data_received(self, data: bytes) -> None:
        """Read on; whoever speaks unasked, too much or no HTTP is not listened to any more."""
        if self._is_waiting:
            self._read += len(data)
            try:
                self._parser.feed_data(data)
            except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
                self._fail(ConnectionResetError(f"no HTTP: {error}"))
            self._judge()
        else:
            self.is_free = False
        if not (self._is_waiting or self.is_free):
            self.close()

    def on_message_begin(self) -> None:
        """An answer begins. What follows one unasked makes an end of the connection."""
        self.is_free = False
        self._status, self._body = 0, b""
        self._headers: dict[str, str] = {}
        self._is_headed = self._is_measured = self._is_too_long = False

    def on_status(self, reason: bytes) -> None:
        """A word about the status is part of the head."""
        self._head += len(reason)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep it."""
        self._head += len(name) + len(value)
        if self._head <= MOST_HEAD_BYTES:
            key = name.decode("latin-1").lower()
            self._headers[key] = value.decode("latin-1")
            self._is_measured |= key in _MEASURES

    def on_headers_complete(self) -> None:
        """From here on it is known what was answered."""
        self._status = self._parser.get_status_code()
        self._is_headed = True

    def on_body(self, body: bytes) -> None:
        """A piece of it, while it is worth reading."""
        self._is_too_long |= len(self._body) + len(body) > MOST_BODY_BYTES
        self._body = b"" if self._is_too_long else self._body + body

    def on_message_complete(self) -> None:
        """What only says that the answer will come is not the answer."""
        if not self._is_waiting or self._head > MOST_HEAD_BYTES:
            return
        if self._status >= _FINAL:
            self._end(is_free=self._parser.should_keep_alive() and not self._is_too_long)
        elif self._status == _SWITCHED:
            self._end()

    @property
    def _is_waiting(self) -> bool:
        return not self._answer.done()

    def _judge(self) -> None:
        """Break off what came to its end in no other way, and is too much."""
        if self._is_waiting and (self._head if self._is_headed else self._read) > MOST_HEAD_BYTES:
            self._fail(ConnectionResetError("too long a head"))
        elif self._is_waiting and (self._is_too_long or self._read > _MOST_BYTES):
            self._body = b""
            self._end()

    def _give_up(self) -> None:
        self._fail(TimeoutError())
        self.close()

    def _fail(self, error: Exception) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._is_waiting:
            self._answer.set_exception(error)

    def _end(self, *, is_free: bool = False) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self.is_free, self.free_since = is_free and self._transport is not None, self._loop.time()
        self._answer.set_result(Heard(self._status, self._headers, self._body))
