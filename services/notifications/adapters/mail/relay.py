"""One relay: few connections, each for many letters, and how a letter fared there."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final

import structlog
from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from services.notifications.adapters.mail.answers import says_nobody, status_in
from services.notifications.domain.outcome import Ended, Outcome

MOST_CONNECTIONS: Final = 4
MOST_LETTERS: Final = 100
"""So many letters by one connection; relays want to be greeted again now and then."""

_SLOT_SECONDS, _TRY_SECONDS, _STEP_SECONDS, _FAREWELL_SECONDS = 10.0, 15.0, 10.0, 2.0
"""A lease lasts 30 s: who gets no connection in 10 s waits for another round; a try ends after 15 s."""

_FOR_OTHERS: Final = MOST_CONNECTIONS // 2
"""So many connections are for repeats and letters to many; the others are left for what is for somebody."""

_MOST_WAITING: Final = 32
_MOST_OTHERS_WAITING: Final = 128

CUT: Final = "cut after the body"
_PERMANENT: Final = 500

log: structlog.stdlib.BoundLogger = structlog.get_logger("mail")


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """Where the relay is and how it is spoken to. `tls` is `starttls`, `tls` from the start, or `none`."""

    host: str
    port: int
    tls: str = "starttls"
    username: str = ""
    password: str = ""
    context: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """How a try ended, and whether that says that the address itself is dead."""

    ended: Ended
    is_address_dead: bool = False


@dataclass(slots=True)
class _Line:
    """One connection, and what is known of the letter on it."""

    client: SMTP
    letters: int = 0
    is_body_sent: bool = False


class _AllBusyError(Exception):
    """No connection became free in time."""


class Relay:
    """Keeps connections for the next letter; one that anything went wrong on is not used again.

    What `can_wait`, repeats and letters to many, waits among itself: no letter to somebody waits behind it.
    """

    def __init__(self, address: RelayAddress) -> None:
        self._address = address
        self._slots = asyncio.Semaphore(MOST_CONNECTIONS)
        self._for_others = asyncio.Semaphore(_FOR_OTHERS)
        self._idle: list[_Line] = []
        self._waiting = {False: 0, True: 0}

    @property
    def is_named(self) -> bool:
        """Whether there is a relay at all."""
        return bool(self._address.host)

    def is_busy(self, *, can_wait: bool = False) -> bool:
        """Whether so many such letters wait for a connection that another had better come later."""
        return self._waiting[can_wait] >= (_MOST_OTHERS_WAITING if can_wait else _MOST_WAITING)

    async def hand_over(self, message: bytes, *, sender: str, to: str, can_wait: bool = False) -> Fate:
        """Try once; how it ended. Never raises for what the relay does."""
        if not self.is_named:
            return Fate(Ended(Outcome.THROTTLE, reason="no relay is named"))
        began = time.perf_counter()
        try:
            async with self._slot(can_wait=can_wait):
                fate = await self._tried(message, sender, to)
        except _AllBusyError:
            return Fate(Ended(Outcome.THROTTLE, reason="all connections are busy"))
        ms = round((time.perf_counter() - began) * 1000)
        return replace(fate, ended=replace(fate.ended, ms=ms))

    @asynccontextmanager
    async def _slot(self, *, can_wait: bool) -> AsyncIterator[None]:
        """A connection's turn. Raises: _AllBusyError."""
        async with AsyncExitStack() as held:
            self._waiting[can_wait] += 1
            try:
                async with asyncio.timeout(_SLOT_SECONDS):
                    if can_wait:
                        await held.enter_async_context(self._for_others)
                    await held.enter_async_context(self._slots)
            except TimeoutError as error:
                raise _AllBusyError from error
            finally:
                self._waiting[can_wait] -= 1
            yield

    async def close(self) -> None:
        """Say goodbye on all connections."""
        while self._idle:
            await _quit(self._idle.pop().client)

    async def _tried(self, message: bytes, sender: str, to: str) -> Fate:
        line = _Line(self._client())
        try:
            async with asyncio.timeout(_TRY_SECONDS):
                line = await self._opened(sender)
                fate = await _spoken(line, message, to)
        except SMTPResponseException as error:
            return _answered(error)
        except (SMTPException, OSError, TimeoutError) as error:
            line.client.close()
            return Fate(Ended(Outcome.RETRY, reason=CUT if line.is_body_sent else _reason(error)))
        except BaseException:
            line.client.close()
            raise
        await self._leave(line, was_taken=fate.ended.outcome is Outcome.OK)
        return fate

    async def _opened(self, sender: str) -> _Line:
        """A connection on which this sender may name a recipient; one that the relay gave up is replaced."""
        while self._idle:
            line = self._idle.pop()
            try:
                await line.client.mail(sender)
            except (SMTPServerDisconnected, SMTPResponseException):
                line.client.close()
                continue
            except BaseException:
                line.client.close()
                raise
            return replace(line, letters=line.letters + 1, is_body_sent=False)
        client = self._client()
        try:
            await client.connect()
            await client.mail(sender)
        except BaseException:
            client.close()
            raise
        return _Line(client, letters=1)

    def _client(self) -> SMTP:
        address = self._address
        return SMTP(
            hostname=address.host,
            port=address.port,
            username=address.username or None,
            password=address.password or None,
            timeout=_STEP_SECONDS,
            use_tls=address.tls == "tls",
            start_tls=address.tls == "starttls",
            tls_context=address.context,
        )

    async def _leave(self, line: _Line, *, was_taken: bool) -> None:
        if line.letters >= MOST_LETTERS:
            await _quit(line.client)
            return
        try:
            if not was_taken:
                await line.client.rset(timeout=_FAREWELL_SECONDS)
        except (SMTPException, OSError):
            line.client.close()
        else:
            self._idle.append(line)


async def _spoken(line: _Line, message: bytes, to: str) -> Fate:
    try:
        await line.client.rcpt(to)
        line.is_body_sent = True
        reply = await line.client.data(message)
    except SMTPResponseException as error:
        return _answered(error)
    return Fate(Ended(Outcome.OK, reply.code))


def _answered(error: SMTPResponseException) -> Fate:
    """What follows from an answer. The relay's words are not kept: they often quote the address."""
    status = status_in(error.message)
    reason = f"answered {error.code} {status}".rstrip()
    is_about_letter = isinstance(error, SMTPRecipientRefused | SMTPDataError)
    if error.code < _PERMANENT or not is_about_letter:
        return Fate(Ended(Outcome.RETRY, error.code, reason=reason))
    is_of_recipient = isinstance(error, SMTPRecipientRefused)
    is_dead = says_nobody(error.code if is_of_recipient else 0, status)
    if is_of_recipient and not is_dead:
        log.warning("the relay takes no letter, though it does not say that the address is dead", answer=reason)
        return Fate(Ended(Outcome.RETRY, error.code, reason=reason))
    return Fate(Ended(Outcome.REFUSED, error.code, reason=reason), is_address_dead=is_dead)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    return "tls" if isinstance(error, ssl.SSLError) else "connection"


async def _quit(client: SMTP) -> None:
    try:
        await client.quit(timeout=_FAREWELL_SECONDS)
    except (SMTPException, OSError):
        client.close()
