"""The systems outside as one process: `python -m deploy.bench.notify.receiver PORT [SECRET]`.

It answers 204 when it has read a call whole, and notes when. The first part of a path says how it behaves (see
`manners.py`); `/checked/…` is checked now and then with the foreign library `standardwebhooks`. `GET /count` and
`GET /arrivals` tell what came.
"""

import asyncio
import json
import re
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

import httptools

from deploy.bench.notify.manners import HOSTILE, REFUSALS, Manner, Mood, Moods, misbehave
from deploy.standalone.addresses import LOOPBACK
from shared.runtime.loop import new_loop

_ROW: Final = struct.Struct("36sHBQ")
_SENDER: Final = re.compile(rb'"source":"//p(\d{1,2})\.')
_CHECKED_OF: Final = 50
_BACKLOG: Final = 1024
_TAKEN: Final = b"HTTP/1.1 204 No Content\r\n\r\n"
_ID_NAMES: Final = frozenset({b"webhook-id", b"svix-id"})


class Arrival(NamedTuple):
    """A call that was read whole: the event's id, the endpoint's number, monotonic nanoseconds of the answer.

    `process` is the number of the one that sent it, where its name in DNS begins with `p` and a number; else 0.
    """

    id: str
    endpoint: int
    at_ns: int
    process: int = 0


def arrivals(told: bytes) -> Iterator[Arrival]:
    """What `GET /arrivals` answers, read again."""
    return (
        Arrival(name.rstrip(b"\0").decode(), number, at, process)
        for name, number, process, at in _ROW.iter_unpack(told)
    )


@dataclass(slots=True)
class Book:
    """What came, `of_checked` where `accepts` judges signatures: of the `checked` ones it `refused` some."""

    accepts: Callable[[bytes, dict[str, str]], bool] | None = None
    rows: bytearray = field(default_factory=bytearray)
    moods: Moods = field(default_factory=Moods)
    calls: int = 0
    of_checked: int = 0
    checked: int = 0
    refused: int = 0

    def note(self, event_id: bytes, endpoint: int, body: bytes | bytearray) -> None:
        """One call was read whole."""
        self.calls += 1
        sender = _SENDER.search(body)
        self.rows += _ROW.pack(event_id, endpoint, int(sender.group(1)) if sender else 0, time.monotonic_ns())

    def check(self, body: bytes, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Ask the foreign library about the first call, and about every fiftieth after it."""
        self.of_checked += 1
        if self.accepts is not None and self.of_checked % _CHECKED_OF == 1:
            self.checked += 1
            told = {name.decode().lower(): value.decode() for name, value in headers}
            self.refused += not self.accepts(body, told)

    def told(self, path: bytes) -> bytes:
        """The answer to a question about the book."""
        if path == b"/arrivals":
            return bytes(self.rows)
        return json.dumps({"calls": self.calls, "checked": self.checked, "refused": self.refused}).encode()


class Call(asyncio.Protocol):
    """One connection."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.WriteTransport | None = None
        self._begin()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what is written to."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        """Forget the call before."""
        self._begin()

    def on_url(self, url: bytes) -> None:
        """Where it goes."""
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep it for the check, and know the event."""
        self._headers.append((name, value))
        if name.lower() in _ID_NAMES:
            self._id = value

    def on_body(self, body: bytes) -> None:
        """A piece of it."""
        self._body += body

    def on_message_complete(self) -> None:
        """Answer as one does there."""
        _, place, number = self._path.split(b"/") if self._path.count(b"/") > 1 else (b"", b"", b"")
        if not place:
            told = self._book.told(self._path)
            self._write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(told) + told)
            return
        manner = Manner(place.decode())
        if manner in HOSTILE:
            self._misbehave(manner)
        elif manner is Manner.MOODY and (mood := self._book.moods.of(self._id)):
            self._refuse(mood)
        else:
            self._take(manner, int(number))

    def _take(self, manner: Manner, number: int) -> None:
        self._book.note(self._id, number, self._body)
        if manner is Manner.CHECKED:
            self._book.check(bytes(self._body), self._headers)
        self._write(_TAKEN)

    def _refuse(self, mood: Mood) -> None:
        self._write(REFUSALS.get(mood, b""))
        if mood is Mood.CUT and self._transport is not None:
            self._transport.abort()

    def _misbehave(self, manner: Manner) -> None:
        if self._transport is not None:
            misbehave(manner, self._transport)

    def _begin(self) -> None:
        self._path, self._id, self._body = b"", b"", bytearray()
        self._headers: list[tuple[bytes, bytes]] = []

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)


def foreign(secret: str) -> Callable[[bytes, dict[str, str]], bool]:
    """The judgement of a library that is not ours."""
    from standardwebhooks.webhooks import Webhook, WebhookVerificationError  # noqa: PLC0415 - needed with a secret only

    webhook = Webhook(secret)

    def accepts(body: bytes, headers: dict[str, str]) -> bool:
        try:
            webhook.verify(body, headers)
        except WebhookVerificationError:
            return False
        return True

    return accepts


async def receive(port: int, book: Book) -> None:
    """Take calls until killed."""
    server = await asyncio.get_running_loop().create_server(lambda: Call(book), LOOPBACK, port, backlog=_BACKLOG)
    await server.serve_forever()


def main(argv: Sequence[str]) -> None:
    """Be the receiver."""
    port, *secret = argv
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(receive(int(port), Book(foreign(secret[0]) if secret else None)))


if __name__ == "__main__":
    main(sys.argv[1:])
