"""Calls endpoints, within limits that no receiver can stretch."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from services.notifications.adapters.webhook.guarding import ForbiddenAddressError
from services.notifications.domain.outcome import Ended, Outcome, of_status
from shared.kernel.clock import Clock, now_utc

_TIMEOUT: Final = ClientTimeout(total=15.0, sock_connect=5.0)
_MOST_READ_BYTES: Final = 16 * 1024
_MOST_HEADER_BYTES: Final = 16 * 1024
_MOST_ASKED_SECONDS: Final = 86_400.0


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
            max_line_size=_MOST_HEADER_BYTES,
            max_field_size=_MOST_HEADER_BYTES,
        )

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Ended:
        """Send a body; how it ended. Never raises: each end is an outcome."""
        began = time.perf_counter()
        try:
            async with self._session.post(url, headers=headers, data=body, allow_redirects=False) as response:
                ended = await self._told_by(response)
        except TimeoutError:
            ended = Ended(Outcome.RETRY, reason="timeout")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            ended = _ended_by(error)
        ms = round((time.perf_counter() - began) * 1000)
        return Ended(ended.outcome, ended.status, ms, ended.reason, ended.retry_after_seconds)

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    async def _told_by(self, response: ClientResponse) -> Ended:
        outcome = of_status(response.status)
        await _read_some(response)
        reason = "" if outcome is Outcome.OK else f"answered {response.status}"
        return Ended(outcome, response.status, 0, reason, self._asked(response.headers.get("Retry-After", "")))

    def _asked(self, text: str) -> float | None:
        """`Retry-After` in seconds, as a number or a date. Source: RFC 9110, section 10.2.3."""
        if text.isdecimal():
            return min(float(text), _MOST_ASKED_SECONDS)
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return None
        return max(0.0, (_aware(at) - self._clock()).total_seconds())


async def _read_some(response: ClientResponse) -> None:
    """What was read whole leaves its connection for the next call; a longer answer loses it."""
    read = 0
    async for chunk in response.content.iter_any():
        read += len(chunk)
        if read > _MOST_READ_BYTES:
            response.close()
            return


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _ended_by(error: Exception) -> Ended:
    rule = _forbidding(error)
    if rule is not None:
        return Ended(Outcome.BLOCKED, reason=f"forbidden: {rule}")
    if isinstance(error, aiohttp.ClientSSLError):
        return Ended(Outcome.RETRY, reason="tls")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Ended(Outcome.RETRY, reason="dns")
    if isinstance(error, aiohttp.ClientConnectorError):
        return Ended(Outcome.RETRY, reason="connect")
    return Ended(Outcome.RETRY, reason="connection")


def _forbidding(error: BaseException | None) -> str | None:
    """The guard's rule, wherever in the chain of causes it stands."""
    while error is not None and not isinstance(error, ForbiddenAddressError):
        error = error.__cause__ or error.__context__
    return error.rule if error is not None else None
