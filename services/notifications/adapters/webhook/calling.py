"""Calls endpoints, within limits that no receiver can stretch."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.connector import Connection

from services.notifications.adapters.webhook.guarding import ForbiddenAddressError
from services.notifications.domain.outcome import LONGEST_RETRY_AFTER, Ended, Outcome, Phase, Seen, of_status
from shared.kernel.clock import Clock, now_utc
from shared.runtime.metrics import NOTIFY_GUARD_BLOCKED

_TIMEOUT: Final = ClientTimeout(total=15.0, sock_connect=5.0)
_MOST_READ_BYTES: Final = 16 * 1024
_MOST_HEADER_BYTES: Final = 16 * 1024
_MOST_ASKED_SECONDS: Final = LONGEST_RETRY_AFTER.total_seconds()
_SNIPPET_BYTES: Final = 2 * 1024
_PHASES: Final = (
    (aiohttp.ClientSSLError, Phase.TLS),
    (aiohttp.ClientConnectorDNSError, Phase.DNS),
    (aiohttp.ClientConnectorError, Phase.CONNECT),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a call ended, and what was answered: headers with small names, and the body as far as it was read."""

    ended: Ended
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class _Answered(ClientResponse):
    """Knows by which address it came; when it has no body, its connection serves the next call already."""

    ip = ""

    async def start(self, connection: Connection) -> "_Answered":
        peer = connection.transport.get_extra_info("peername") if connection.transport else None
        self.ip = str(peer[0]) if peer else ""
        await super().start(connection)
        return self


class Caller:
    """One pool of connections. A call ends within 15 seconds whatever the other side does, and is told how it ended."""

    def __init__(self, connector: TCPConnector, *, agent: str, clock: Clock = now_utc) -> None:
        self._clock = clock
        self._session = ClientSession(
            connector=connector,
            timeout=_TIMEOUT,
            headers={"User-Agent": agent},
            skip_auto_headers=("Accept-Encoding",),
            auto_decompress=False,
            cookie_jar=DummyCookieJar(),
            response_class=_Answered,
            max_line_size=_MOST_HEADER_BYTES,
            max_field_size=_MOST_HEADER_BYTES,
        )

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Ended:
        """Send a body; how it ended. Never raises: each end is an outcome."""
        return (await self.ask("POST", url, headers, body)).ended

    async def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """The same for a call of which the answer counts."""
        began = time.perf_counter()
        try:
            # Without a body there is no `Content-Type` either.
            sent = self._session.request(method, url, headers=headers, data=body or None, allow_redirects=False)
            async with sent as response:
                answer = await self._told_by(response)
        except TimeoutError as error:
            phase = Phase.CONNECT if isinstance(error, aiohttp.ConnectionTimeoutError) else Phase.ANSWER
            answer = Answer(Ended(Outcome.RETRY, reason="timeout", seen=Seen(phase)))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            answer = Answer(_ended_by(error))
        ms = round((time.perf_counter() - began) * 1000)
        return replace(answer, ended=replace(answer.ended, ms=ms))

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    async def _told_by(self, response: ClientResponse) -> Answer:
        outcome, ip = of_status(response.status), getattr(response, "ip", "")
        body = await _read_some(response)
        reason = "" if outcome is Outcome.OK else f"answered {response.status}"
        seen = Seen(Phase.ANSWER, ip, body[:_SNIPPET_BYTES].decode(errors="replace"))
        ended = Ended(outcome, response.status, 0, reason, self._asked(response.headers.get("Retry-After", "")), seen)
        return Answer(ended, {name.lower(): value for name, value in response.headers.items()}, body)

    def _asked(self, text: str) -> float | None:
        """`Retry-After` in seconds, a day at most, as a number or a date. Source: RFC 9110, section 10.2.3."""
        try:
            seconds = float(text) if text.isdecimal() else self._until(parsedate_to_datetime(text))
        except (ValueError, OverflowError):
            return None
        return min(max(0.0, seconds), _MOST_ASKED_SECONDS)

    def _until(self, at: datetime) -> float:
        return (_aware(at) - self._clock()).total_seconds()


async def _read_some(response: ClientResponse) -> bytes:
    """What was read whole leaves its connection for the next call; a longer answer loses it, and counts for nothing."""
    read = bytearray()
    async for chunk in response.content.iter_any():
        read += chunk
        if len(read) > _MOST_READ_BYTES:
            response.close()
            return b""
    return bytes(read)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _ended_by(error: Exception) -> Ended:
    rule = _forbidding(error)
    if rule is not None:
        NOTIFY_GUARD_BLOCKED.labels(rule).inc()
        return Ended(Outcome.BLOCKED, reason=f"forbidden: {rule}", seen=Seen(Phase.CONNECT))
    phase = next((phase for kind, phase in _PHASES if isinstance(error, kind)), Phase.ANSWER)
    reason = "connection" if phase is Phase.ANSWER else phase.value
    return Ended(Outcome.RETRY, reason=reason, seen=Seen(phase))


def _forbidding(error: BaseException | None) -> str | None:
    """The guard's rule, wherever in the chain of causes it stands."""
    while error is not None and not isinstance(error, ForbiddenAddressError):
        error = error.__cause__ or error.__context__
    return error.rule if error is not None else None
