"""A short message centre: how a message gets there, and what it says of it."""

import asyncio
import ssl
import time
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

import structlog

from services.notifications.adapters.sms import pdu
from services.notifications.adapters.sms.pdu import Pdu
from services.notifications.adapters.webhook.tls import tls_context, tls_reason
from services.notifications.domain.centre import MOST_AT_ONCE, Centre
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.short_text import as_text

_CONNECT_SECONDS, _TRY_SECONDS = 3.0, 10.0
"""A process that stops lets a try end: none may last as long as it waits, or nobody would know what became of it."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("sms")


class Smsc:
    """Hands each message over by a connection of its own, eight at once, codes among them. Without a centre it is off.

    `context` is whom a centre with TLS is believed by, where other than the machine says.
    """

    def __init__(self, centre: Centre | None, context: ssl.SSLContext | None = None) -> None:
        self._centre = centre
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._context = (context or tls_context()) if centre and centre.has_tls else None

    @property
    def is_on(self) -> bool:
        """Whether there is a centre at all."""
        return self._centre is not None

    async def carry(self, _delivery_id: UUID, message: Message, language: Language, to: str) -> Ended:
        """Hand the text of a message over."""
        return await self.hand_over(as_text(message, language), to)

    async def hand_over(self, text: str, to: str) -> Ended:
        """Try once; how it ended. Never raises for what the centre does.

        REFUSED: nobody has the number. UNKNOWN: it was handed over, and the centre said nothing to it.
        """
        if self._centre is None:
            return Ended(Outcome.RETRY, reason="no centre is named")
        began = time.perf_counter()
        ended = await self._tried(self._centre, text, to)
        return replace(ended, ms=round((time.perf_counter() - began) * 1000))

    async def _tried(self, centre: Centre, text: str, to: str) -> Ended:
        line: _Line | None = None
        try:
            async with asyncio.timeout(_TRY_SECONDS), self._places:
                line = await self._opened(centre)
                if status := await line.asked(pdu.BIND_TRANSMITTER, pdu.bind_body(centre.user, centre.password)):
                    log.warning("the centre lets nobody in", status=hex(status))
                    return Ended(Outcome.RETRY, reason=f"bind answered {status:#x}")
                line.is_handed = True
                return _of_status(await line.asked(pdu.SUBMIT, pdu.submit_body(centre.sender, to, text)))
        except (OSError, TimeoutError, IncompleteReadError, ValueError) as error:
            return Ended(Outcome.UNKNOWN if line and line.is_handed else Outcome.RETRY, reason=_why(error))
        finally:
            if line is not None:
                line.close()

    async def _opened(self, centre: Centre) -> "_Line":
        async with asyncio.timeout(_CONNECT_SECONDS):
            return _Line(*await asyncio.open_connection(centre.host, centre.port, ssl=self._context))


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return tls_reason(error)
    return "timeout" if isinstance(error, TimeoutError) else "connection"


def _of_status(status: int) -> Ended:
    if status == pdu.OK:
        return Ended(Outcome.OK)
    outcome = Outcome.REFUSED if status == pdu.BAD_NUMBER else Outcome.RETRY
    return Ended(outcome, reason=f"answered {status:#x}")


@dataclass(slots=True)
class _Line:
    """One connection. `is_handed` from the moment in which the message may have arrived."""

    reader: StreamReader
    writer: StreamWriter
    sequence: int = 0
    is_handed: bool = False

    async def asked(self, command: int, body: bytes) -> int:
        """The status that is answered to a request."""
        self.sequence += 1
        await self._say(Pdu(command, self.sequence, body))
        while True:
            heard = await self._heard()
            if heard.command == pdu.ENQUIRE_LINK:
                await self._say(Pdu(pdu.ENQUIRE_LINK | pdu.NACK, heard.sequence))
            elif heard.sequence == self.sequence and heard.command in (command | pdu.NACK, pdu.NACK):
                return heard.status

    def close(self) -> None:
        """Say goodbye, and wait for no answer."""
        with suppress(OSError, RuntimeError):
            self.writer.write(Pdu(pdu.UNBIND, self.sequence + 1).packed())
        self.writer.close()

    async def _say(self, said: Pdu) -> None:
        self.writer.write(said.packed())
        await self.writer.drain()

    async def _heard(self) -> Pdu:
        length, command, status, sequence = pdu.HEADER.unpack(await self.reader.readexactly(pdu.HEADER.size))
        if not pdu.HEADER.size <= length <= pdu.LONGEST:
            raise ValueError("no sentence is so long")
        return Pdu(command, sequence, await self.reader.readexactly(length - pdu.HEADER.size), status)
