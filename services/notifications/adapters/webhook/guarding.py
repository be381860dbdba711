"""Judges every connect of calls that go out: no name and no answer of DNS leads into the house.

A name is judged by all its answers, and each socket once more by the address that it is made for, so an answer that
changes between the two gains nothing. Redirects are not followed at all.
"""

import asyncio
import socket
from collections.abc import Sequence
from ssl import SSLContext
from typing import Final

from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from services.notifications.adapters.webhook.resolving import SystemResolver
from services.notifications.domain.address import Network, forbidden

DNS_SECONDS: Final = 3.0
_MOST_CONNECTIONS: Final = 512
_IDLE_SECONDS: Final = 60.0

AddressInfo = tuple[int, int, int, str, tuple[object, ...]]


class ForbiddenAddressError(OSError):
    """The address guard does not let a call go there. `rule` names which of its rules."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"forbidden: {rule}")
        self.rule = rule


class GuardedResolver(AbstractResolver):
    """Resolves names, and refuses one of which any answer is forbidden."""

    def __init__(self, opened: Sequence[Network], resolver: AbstractResolver | None = None) -> None:
        self._opened = opened
        self._resolver = resolver or SystemResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All addresses of a name. Raises: ForbiddenAddressError, OSError, TimeoutError."""
        async with asyncio.timeout(DNS_SECONDS):
            found = await self._resolver.resolve(host, port, family)
        for answer in found:
            require_allowed(answer["host"], self._opened)
        return found

    async def close(self) -> None:
        """Release what resolves."""
        await self._resolver.close()


class _Connector(TCPConnector):
    """Ends what resolves for it, too."""

    async def close(self, *, abort_ssl: bool = False) -> None:
        await super().close(abort_ssl=abort_ssl)
        await self._resolver.close()


def require_allowed(address: str, opened: Sequence[Network]) -> None:
    """Raises: ForbiddenAddressError."""
    rule = forbidden(address, opened)
    if rule is not None:
        raise ForbiddenAddressError(rule)


def guarded_connector(
    opened: Sequence[Network] = (), resolver: AbstractResolver | None = None, context: SSLContext | None = None
) -> TCPConnector:
    """A pool of connections to allowed addresses only. `opened` are networks inside that it may reach as well.

    `context` is a TLS other than that of the open internet.
    """

    def guarded_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, where = info
        require_allowed(str(where[0]), opened)
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    return _Connector(
        resolver=GuardedResolver(opened, resolver),
        socket_factory=guarded_socket,
        ssl=context or True,
        limit=_MOST_CONNECTIONS,
        keepalive_timeout=_IDLE_SECONDS,
        use_dns_cache=False,
    )
