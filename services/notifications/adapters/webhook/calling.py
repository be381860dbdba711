"""Calls endpoints, within limits that no receiver can stretch."""

import asyncio
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from services.notifications.adapters.webhook.guarding import ForbiddenAddressError, GuardedResolver, connected
from services.notifications.adapters.webhook.line import Heard, Line
from services.notifications.adapters.webhook.tls import tls_reason
from services.notifications.domain.address import Network
from services.notifications.domain.outcome import LONGEST_RETRY_AFTER, Ended, Outcome, Phase, Seen, of_status
from shared.kernel.clock import Clock, now_utc
from shared.runtime.metrics import NOTIFY_GUARD_BLOCKED

_TOTAL_SECONDS: Final = 15.0
_CONNECT_SECONDS: Final = 5.0
_IDLE_SECONDS: Final = 60.0
_MOST_PLACES: Final = 4096
_MOST_ASKED_SECONDS: Final = LONGEST_RETRY_AFTER.total_seconds()
_SNIPPET_BYTES: Final = 2 * 1024
PORTS: Final[Mapping[str, int]] = {"https": 443, "http": 80}
"""Where one listens who does not say where."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a call ended, and what was answered: headers with small names, and the body as far as it was read."""

    ended: Ended
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class _Place(NamedTuple):
    """Where a URL leads: host, port and scheme; and what a request to it begins with behind its method."""

    name: tuple[str, int, str]
    head: bytes

    @property
    def host(self) -> str:
        """The name to be looked up."""
        return self.name[0]

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.name[1]

    @property
    def is_tls(self) -> bool:
        """Whether it has to say who it is."""
        return self.name[2] == "https"


class _UnreachedError(Exception):
    """A call did not come further than a phase."""

    def __init__(self, phase: Phase, reason: str = "") -> None:
        super().__init__(phase)
        self.phase, self.reason = phase, reason or phase.value


class Caller:
    """One pool of connections. A call ends within 15 seconds whatever the other side does, and is told how it ended.

    `opened` are networks inside that it may reach as well, `context` is what those who listen are known by.
    """

    def __init__(
        self, opened: Sequence[Network], *, agent: str, context: ssl.SSLContext, clock: Clock = now_utc
    ) -> None:
        self._opened, self._agent, self._context, self._clock = opened, agent, context, clock
        self._resolver = GuardedResolver(opened)
        self._places: dict[str, _Place] = {}
        self._idle: dict[tuple[str, int, str], list[Line]] = {}
        self._is_closed = False

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Ended:
        """Send a body; how it ended. Never raises: each end is an outcome."""
        return (await self.ask("POST", url, headers, body)).ended

    async def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """The same for a call of which the answer counts."""
        began = time.perf_counter()
        try:
            heard, ip = await self._heard(self._place(url), method, headers, body)
        except (_UnreachedError, OSError, ValueError) as error:
            return Answer(_ended_by(error, _ms_since(began)))
        outcome = of_status(heard.status)
        reason = "" if outcome is Outcome.OK else f"answered {heard.status}"
        seen = Seen(Phase.ANSWER, ip, heard.body[:_SNIPPET_BYTES].decode(errors="replace"))
        asked = self._asked(heard.headers.get("retry-after", ""))
        return Answer(Ended(outcome, heard.status, _ms_since(began), reason, asked, seen), heard.headers, heard.body)

    async def close(self) -> None:
        """Close all connections, and those that are in use after their call."""
        self._is_closed = True
        for line in (line for lines in self._idle.values() for line in lines):
            line.close()
        self._idle.clear()
        await self._resolver.close()

    async def _heard(self, place: _Place, method: str, headers: Mapping[str, str], body: bytes) -> tuple[Heard, str]:
        """Raises: OSError, _UnreachedError, ValueError."""
        until = asyncio.get_running_loop().time() + _TOTAL_SECONDS
        request = _request(place, method, headers, body)
        line = self._taken(place) or await self._opened_to(place)
        try:
            return await line.call(request, until), line.ip
        finally:
            if line.is_free and not self._is_closed:
                self._idle.setdefault(place.name, []).append(line)
            else:
                line.close()

    def _taken(self, place: _Place) -> Line | None:
        """A connection that is open; the one that was used last is the likeliest to be."""
        lines = self._idle.get(place.name)
        while lines:
            line = lines.pop()
            if line.is_free:
                return line
        return None

    async def _opened_to(self, place: _Place) -> Line:
        """Raises: ForbiddenAddressError, _UnreachedError."""
        if self._is_closed:
            raise _UnreachedError(Phase.CONNECT)
        try:
            found = await self._resolver.resolve(place.host, place.port)
        except ForbiddenAddressError:
            raise
        except OSError as error:
            raise _UnreachedError(Phase.DNS) from error
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                return await self._line(place, await connected(found, self._opened))
        except ForbiddenAddressError:
            raise
        except TimeoutError as error:
            raise _UnreachedError(Phase.CONNECT, "timeout") from error
        except ssl.SSLError as error:
            raise _UnreachedError(Phase.TLS, tls_reason(error)) from error
        except OSError as error:
            raise _UnreachedError(Phase.CONNECT) from error

    async def _line(self, place: _Place, made: socket.socket) -> Line:
        context, name = (self._context, place.host) if place.is_tls else (None, None)
        try:
            loop = asyncio.get_running_loop()
            _, line = await loop.create_connection(Line, sock=made, ssl=context, server_hostname=name)
        except BaseException:
            made.close()
            raise
        return line

    def sweep(self) -> None:
        """Close what nobody used for a minute."""
        now = asyncio.get_running_loop().time()
        for name, lines in list(self._idle.items()):
            self._idle[name] = [line for line in lines if line.is_free and now - line.free_since < _IDLE_SECONDS]
            for line in lines:
                if line not in self._idle[name]:
                    line.close()
            if not self._idle[name]:
                del self._idle[name]

    def _place(self, url: str) -> _Place:
        """Raises: ValueError."""
        place = self._places.get(url)
        if place is None:
            if len(self._places) >= _MOST_PLACES:
                self._places.clear()
            place = self._places[url] = _place_of(url, self._agent)
        return place

    def _asked(self, text: str) -> float | None:
        """`Retry-After` in seconds, a day at most, as a number or a date. Source: RFC 9110, section 10.2.3."""
        if not text:
            return None
        try:
            seconds = float(text) if text.isdecimal() else self._until(parsedate_to_datetime(text))
        except (ValueError, OverflowError):
            return None
        return min(max(0.0, seconds), _MOST_ASKED_SECONDS)

    def _until(self, at: datetime) -> float:
        return (_aware(at) - self._clock()).total_seconds()


def _place_of(url: str, agent: str) -> _Place:
    """Raises: ValueError."""
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in PORTS:
        raise ValueError("not a URL")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = f" {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n"
    port = parts.port or PORTS[parts.scheme]
    return _Place((parts.hostname, port, parts.scheme), head.encode("ascii"))


def _request(place: _Place, method: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Raises: ValueError for a header that would end before its line does."""
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    if lines.count("\n") != len(headers) or lines.count("\r") != len(headers):
        raise ValueError("a header is one line")
    length = f"Content-Length: {len(body)}\r\n\r\n" if body else "\r\n"
    return b"".join((method.encode(), place.head, lines.encode("latin-1"), length.encode(), body))


def _ms_since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _ended_by(error: Exception, ms: int) -> Ended:
    if isinstance(error, ForbiddenAddressError):
        NOTIFY_GUARD_BLOCKED.labels(error.rule).inc()
        return Ended(Outcome.BLOCKED, ms=ms, reason=f"forbidden: {error.rule}", seen=Seen(Phase.CONNECT))
    if isinstance(error, _UnreachedError):
        return Ended(Outcome.RETRY, ms=ms, reason=error.reason, seen=Seen(error.phase))
    if isinstance(error, ssl.SSLError):
        # TLS 1.3: whether our certificate is taken comes with the first answer.
        return Ended(Outcome.RETRY, ms=ms, reason=tls_reason(error), seen=Seen(Phase.TLS))
    reason = "timeout" if isinstance(error, TimeoutError) else "connection"
    return Ended(Outcome.RETRY, ms=ms, reason=reason, seen=Seen(Phase.ANSWER))
