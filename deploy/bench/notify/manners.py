"""How systems outside behave: most take what they are called with, some fail at times, some do what nobody should."""

import asyncio
import gzip
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from zlib import crc32


class Manner(StrEnum):
    """What an endpoint's path begins with."""

    TAKEN = "taken"
    """Every call is taken."""
    CHECKED = "checked"
    """Likewise; the foreign library looks at some."""
    SILENT = "silent"
    """Nobody answers."""
    MOODY = "moody"
    """A quarter of all events is refused once or twice, in different ways, and taken then."""
    DRIPPING = "dripping"
    """A promise of much, then a byte now and then."""
    ENDLESS = "endless"
    """A body without an end, as fast as it is read."""
    BOMB = "bomb"
    """A small body that would be a large one."""
    TORN = "torn"
    """Taken, and cut off within the answer."""


HOSTILE: Final = (Manner.SILENT, Manner.DRIPPING, Manner.ENDLESS, Manner.BOMB, Manner.TORN)

_KINDS: Final = 64
_DRIP_SECONDS: Final = 0.5
_PIECE: Final = bytes(65_536)
_BOMB: Final = gzip.compress(bytes(10_000_000))
_HEAD: Final = b"HTTP/1.1 200 OK\r\n"
_MUCH: Final = _HEAD + b"Content-Length: 1000000000\r\n\r\n"


class Mood(StrEnum):
    """How one that fails at times refuses a call."""

    SILENCE = "silence"
    BUSY = "busy"
    CUT = "cut"
    BROKEN = "broken"


@dataclass(slots=True)
class Moods:
    """How often each event was refused. What is refused and how follows from the event's id."""

    _refused: Counter[bytes] = field(default_factory=Counter)

    def of(self, event_id: bytes) -> Mood | None:
        """How this call is refused; None: it is taken."""
        kind = crc32(event_id) % _KINDS
        mood, times = _REFUSED.get(kind, (Mood.BROKEN, 0))
        if self._refused[event_id] >= times:
            return None
        self._refused[event_id] += 1
        return mood


_REFUSED: Final[Mapping[int, tuple[Mood, int]]] = {
    0: (Mood.SILENCE, 1),
    **dict.fromkeys(range(1, 4), (Mood.BUSY, 1)),
    **dict.fromkeys(range(4, 6), (Mood.CUT, 1)),
    **dict.fromkeys(range(6, 14), (Mood.BROKEN, 1)),
    **dict.fromkeys(range(14, 16), (Mood.BROKEN, 2)),
}
"""Of 64 kinds of ids these, and how often."""

REFUSALS: Final[Mapping[Mood, bytes]] = {
    Mood.BUSY: b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
    Mood.BROKEN: b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
}
"""What is answered; nothing at all in the other moods."""


def misbehave(manner: str, transport: asyncio.WriteTransport) -> None:
    """Answer a call as nobody should."""
    if (answer := _MISBEHAVING.get(manner)) is not None:
        answer(transport)


def _drip(transport: asyncio.WriteTransport) -> None:
    transport.write(_MUCH)
    _go_on(transport, b"x", _DRIP_SECONDS)


def _endless(transport: asyncio.WriteTransport) -> None:
    transport.write(_MUCH)
    _go_on(transport, _PIECE, 0.0)


def _go_on(transport: asyncio.WriteTransport, piece: bytes, pause: float) -> None:
    if transport.is_closing():
        return
    if transport.get_write_buffer_size() < len(_PIECE):
        transport.write(piece)
    asyncio.get_running_loop().call_later(pause or 0.01, _go_on, transport, piece, pause)


def _bomb(transport: asyncio.WriteTransport) -> None:
    transport.write(_HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(_BOMB) + _BOMB)


def _tear(transport: asyncio.WriteTransport) -> None:
    transport.write(_MUCH)
    asyncio.get_running_loop().call_later(0.05, transport.abort)


_MISBEHAVING: Final[Mapping[str, Callable[[asyncio.WriteTransport], None]]] = {
    Manner.DRIPPING: _drip,
    Manner.ENDLESS: _endless,
    Manner.BOMB: _bomb,
    Manner.TORN: _tear,
}
