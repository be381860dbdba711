"""A mail server that takes every letter and notes when, for whom."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, cast

from deploy.standalone.addresses import LOOPBACK, Ports

_END: Final = b"\r\n.\r\n"
_LINE: Final = b"\r\n"
_ANSWERS: Final = {b"QUIT": b"221 bye\r\n", b"DATA": b"354 go on\r\n"}
_LOOK_SECONDS: Final = 0.02
_OK: Final = b"250 ok\r\n"


@dataclass(slots=True)
class Postbox:
    """What came: monotonic nanoseconds of each letter by its address; a second letter to one address counts only."""

    port: int
    letters: int = 0
    came: dict[str, int] = field(default_factory=dict)

    def note(self, to: str) -> None:
        """One letter was read whole."""
        self.letters += 1
        self.came.setdefault(to, time.monotonic_ns())

    async def has_all(self, wanted: Collection[str], within: float) -> bool:
        """Whether a letter comes to each of these within so many seconds."""
        deadline = time.monotonic() + within
        while not all(to in self.came for to in wanted):
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(_LOOK_SECONDS)
        return True


class _Session(asyncio.Protocol):
    def __init__(self, postbox: Postbox) -> None:
        self._postbox = postbox
        self._to, self._rest, self._is_letter = "", b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._transport.write(b"220 ready\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while self._read_on():
            pass

    def _read_on(self) -> bool:
        """Whether something became whole."""
        end = _END if self._is_letter else _LINE
        piece, found, rest = self._rest.partition(end)
        if not found:
            return False
        self._rest = rest
        if self._is_letter:
            self._postbox.note(self._to)
            self._is_letter = False
            self._transport.write(_OK)
        else:
            self._obey(piece)
        return True

    def _obey(self, line: bytes) -> None:
        word = line[:4].upper()
        if word == b"RCPT":
            self._to = line.partition(b"<")[2].partition(b">")[0].decode()
        self._is_letter = word == b"DATA"
        self._transport.write(_ANSWERS.get(word, _OK))


@asynccontextmanager
async def postbox() -> AsyncIterator[Postbox]:
    """One that listens on loopback."""
    box = Postbox(Ports.free().console)
    server = await asyncio.get_running_loop().create_server(lambda: _Session(box), LOOPBACK, box.port)
    try:
        yield box
    finally:
        server.close()
