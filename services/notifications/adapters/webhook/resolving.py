"""Looks names up for calls that go out."""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

MOST_AT_ONCE: Final = 32

_Name = tuple[str, int, socket.AddressFamily]
_Found = Sequence[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]]
_FAMILIES: Final = frozenset({socket.AF_INET, socket.AF_INET6})
_NUMERIC: Final = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class SystemResolver(AbstractResolver):
    """Asks the system, in threads of its own: a name server that keeps silent takes none from other work.

    A lookup goes on after whoever asked has given up. So a name is looked up once at a time, and all who ask meanwhile
    share the answer.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="dns")
        self._under_way: dict[_Name, asyncio.Future[_Found]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All addresses of a name. Raises: OSError."""
        found = await asyncio.shield(self._look(host, port, family))
        return [_result(host, of, protocol, where) for of, _, protocol, _, where in found if of in _FAMILIES]

    async def close(self) -> None:
        """Begin no more lookups; those under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _look(self, *name: *_Name) -> asyncio.Future[_Found]:
        if name not in self._under_way:
            loop = asyncio.get_running_loop()
            self._under_way[name] = loop.run_in_executor(self._threads, _ask, *name)
            self._under_way[name].add_done_callback(lambda over: self._ended(name, over))
        return self._under_way[name]

    def _ended(self, name: _Name, over: asyncio.Future[_Found]) -> None:
        """It may have ended badly when nobody waits any more."""
        del self._under_way[name]
        if not over.cancelled():
            over.exception()


def _ask(host: str, port: int, family: socket.AddressFamily) -> _Found:
    return socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)


def _result(host: str, family: int, protocol: int, where: tuple[Any, ...]) -> ResolveResult:
    return ResolveResult(hostname=host, host=where[0], port=where[1], family=family, proto=protocol, flags=_NUMERIC)
