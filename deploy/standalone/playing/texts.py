"""A short message centre on this machine: it takes every message but those to numbers that it does not know."""

import asyncio
import re
import ssl
import struct
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Self

from deploy.standalone.addresses import LOOPBACK
from deploy.standalone.playing.asking import Answer, Wish

USER, PASSWORD, SENDER = "kipthoi", "laptop", "KIPTHOI"

_UNKNOWN, _SILENT = "0000", "9999"
_CODE: Final = re.compile(r"\b\d{6}\b")
_HEADER: Final = struct.Struct(">IIII")
_BIND, _SUBMIT, _UNBIND, _ANSWER = 0x02, 0x04, 0x06, 0x80000000
_BAD_NUMBER, _BAD_PASSWORD = 0x0B, 0x0E
_UCS2: Final = 0x08

StatusOf = Callable[[str], int | None]
"""What is answered to a message for a number; None: the centre hangs up without a word."""


@dataclass(frozen=True, slots=True)
class Text:
    """A message that was taken, with the bytes of the sentence that brought it."""

    sender: str
    to: str
    text: str
    raw: bytes


def status_of(to: str) -> int | None:
    """Nobody has a number that ends with four zeros; of one that ends with four nines nobody hears whether it came."""
    return {_UNKNOWN: _BAD_NUMBER, _SILENT: None}.get(to[-4:], 0)


class Texts:
    """All that was taken, in its order, while it is entered. With a `context` it is spoken to by TLS."""

    def __init__(self, port: int, status_of: StatusOf = status_of, context: ssl.SSLContext | None = None) -> None:
        self._port, self._context = port, context
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()
        self.status_of = status_of
        self.taken: list[Text] = []

    @property
    def url(self) -> str:
        """As the setting of a service names it."""
        return f"{'smpps' if self._context else 'smpp'}://{USER}:{PASSWORD}@{LOOPBACK}:{self._port}/{SENDER}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self._port, ssl=self._context)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            await asyncio.gather(*self._lines, return_exceptions=True)

    def to(self, number: str) -> list[Text]:
        """What came to a number, written as `+84…`."""
        return [text for text in self.taken if text.to == number.removeprefix("+")]

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        line = asyncio.ensure_future(self._listen(reader, writer))
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)
        await line

    async def _listen(self, reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(IncompleteReadError, OSError):
            is_bound = False
            while True:
                head = await reader.readexactly(_HEADER.size)
                length, command, _, sequence = _HEADER.unpack(head)
                body = await reader.readexactly(length - _HEADER.size)
                status: int | None = 0
                if command == _BIND:
                    is_bound = body.split(b"\0")[:2] == [USER.encode(), PASSWORD.encode()]
                    status = 0 if is_bound else _BAD_PASSWORD
                elif command == _SUBMIT and is_bound:
                    status = self._take(head + body)
                if status is None:
                    break
                said = b"" if command == _UNBIND else b"\0"
                writer.write(_HEADER.pack(_HEADER.size + len(said), command | _ANSWER, status, sequence) + said)
                if command == _UNBIND:
                    break
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    def _take(self, raw: bytes) -> int | None:
        found = _read(raw)
        self.taken.append(found)
        status = self.status_of(found.to)
        if status:
            self.taken.pop()
        return status


def _read(raw: bytes) -> Text:
    """Source: SMPP 3.4, section 4.4.1."""
    rest = raw[_HEADER.size :].partition(b"\0")[2]
    sender, _, rest = rest[2:].partition(b"\0")
    to, _, rest = rest[2:].partition(b"\0")
    rest = rest[3:].partition(b"\0")[2].partition(b"\0")[2]
    coding, length = rest[2], rest[4]
    words = rest[5 : 5 + length].decode("utf-16-be" if coding == _UCS2 else "ascii")
    return Text(sender.decode(), to.decode(), words, raw)


def at_texts(texts: Texts, wish: Wish) -> Answer:
    """See what came to a number, as `{items, count}`."""
    found = texts.to(str(wish.values["to"]))
    return Answer(200, {"items": [_shown(text) for text in found], "count": len(found)}, 0.0)


def _shown(text: Text) -> dict[str, Any]:
    """`code` is the code that proves a telephone; empty when there is none."""
    code = _CODE.search(text.text)
    return {"sender": text.sender, "text": text.text, "code": code[0] if code else ""}
