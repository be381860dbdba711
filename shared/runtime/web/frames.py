"""Server-sent events as bytes. Source: WHATWG HTML, section 9.2."""

import re
from dataclasses import dataclass
from typing import Final

_LINES: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered thing to show. `data` is JSON or HTML and may have lines; `event` has one."""

    seq: int
    event: str
    data: str


def frame(item: Item, cursor: str) -> bytes:
    """An item as it goes over the wire, the same bytes for everybody."""
    data = "".join(f"data: {line}\n" for line in _LINES.split(item.data))
    return f"id: {cursor}\nevent: {item.event}\n{data}\n".encode()


def retry(milliseconds: int) -> bytes:
    """How long a browser waits before it connects again."""
    return f"retry: {milliseconds}\n\n".encode()


def heartbeat(cursor: str) -> bytes:
    """A sign of life. It moves the browser's cursor on, past items that were for others."""
    return f": \nid: {cursor}\n\n".encode()


def reset(cursor: str) -> bytes:
    """The browser's cursor is of a lost history: it must load anew what it shows."""
    return f"id: {cursor}\nevent: reset\ndata: {{}}\n\n".encode()


def chunk(data: bytes) -> bytes:
    """A piece of an answer whose length nobody knows yet. Source: RFC 9112, section 7.1."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def last_chunk() -> bytes:
    """The end of such an answer."""
    return b"0\r\n\r\n"
