"""Thousands of browsers as one process: `python -m deploy.bench.notify.crowd ADDRESS PATH CLIENTS FRAMES`.

It writes a line when all of them stand in the stream, and one when each has had so many frames: how long a frame took
from the instant that it names itself to each client, and how many came twice, in a wrong order or not at all.
"""

import json
import re
import select
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import quantiles
from typing import Final

_CONNECTING_AT_ONCE: Final = 200
_READ_BYTES: Final = 65_536
_QUIET_SECONDS: Final = 30.0
_SAID: Final = re.compile(rb'"published_at":"([^"]+)"')


@dataclass(slots=True)
class Browser:
    """One client: what it has read of the frame that is coming, and the places of those it has had among all."""

    socket: socket.socket
    is_streaming: bool = False
    rest: bytes = b""
    had: list[int] = field(default_factory=list)

    def frames(self, data: bytes) -> Iterator[bytes]:
        """What became whole with these bytes."""
        *whole, self.rest = (self.rest + data).split(b"\n\n")
        return (each[each.index(b"id: ") :] for each in whole if b"data: " in each)


class Crowd:
    """All of them, on one poll: asking many sockets must cost as little as it can beside what is measured."""

    def __init__(self, host: str, port: int, path: str) -> None:
        self._where = host, port
        self._ask = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n\r\n".encode()
        self._poll = select.epoll()
        self._browsers: dict[int, Browser] = {}
        self._said: dict[bytes, tuple[int, float]] = {}
        self._streaming = 0
        self.took_ms: list[float] = []

    def join(self, clients: int) -> None:
        """Connect them all, a few at a time."""
        while self._streaming < clients:
            connecting = len(self._browsers) - self._streaming
            for _ in range(min(_CONNECTING_AT_ONCE - connecting, clients - len(self._browsers))):
                self._connect()
            self._look()

    def listen(self, frames: int) -> bool:
        """Read until all have had so many frames; False when nothing comes for a long while."""
        moved_at = time.monotonic()
        while len(self.took_ms) < frames * len(self._browsers):
            if self._look():
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > _QUIET_SECONDS:
                return False
        return True

    def told(self, frames: int) -> dict[str, float]:
        """What was found."""
        cuts = quantiles(self.took_ms, n=100) if len(self.took_ms) > 1 else [0.0] * 99
        had = [each.had for each in self._browsers.values()]
        return {
            "clients": len(had),
            "p50_ms": cuts[49],
            "p99_ms": cuts[98],
            "missing": sum(max(0, frames - len(set(each))) for each in had),
            "twice": sum(len(each) - len(set(each)) for each in had),
            "disordered": sum(each != sorted(each) for each in had),
        }

    def _connect(self) -> None:
        made = socket.create_connection(self._where)
        made.sendall(self._ask)
        made.setblocking(False)
        self._poll.register(made, select.EPOLLIN)
        self._browsers[made.fileno()] = Browser(made)

    def _look(self) -> bool:
        """Read what came; whether anything did."""
        found = self._poll.poll(0.5)
        for number, _ in found:
            self._read(self._browsers[number])
        return bool(found)

    def _read(self, browser: Browser) -> None:
        data = browser.socket.recv(_READ_BYTES)
        if not data:
            raise ConnectionError("a stream ended")
        now = time.time()
        self._streaming += not browser.is_streaming
        browser.is_streaming = True
        for frame in browser.frames(data):
            place, said = self._said.get(frame) or self._said.setdefault(frame, (len(self._said), _instant(frame)))
            browser.had.append(place)
            self.took_ms.append((now - said) * 1000)


def _instant(frame: bytes) -> float:
    """When it was said, in seconds of the clock. Raises: ValueError for a frame that does not say it."""
    found = _SAID.search(frame)
    if found is None:
        raise ValueError(frame)
    return datetime.fromisoformat(found.group(1).decode()).timestamp()


def main(argv: Sequence[str]) -> None:
    """Be the crowd."""
    address, path, clients, frames = argv
    host, _, port = address.rpartition(":")
    crowd = Crowd(host, int(port), path)
    crowd.join(int(clients))
    _tell({"clients": int(clients)})
    crowd.listen(int(frames))
    _tell(crowd.told(int(frames)))


def _tell(told: dict[str, float]) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
