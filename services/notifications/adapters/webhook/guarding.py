"""Judges every connect of calls that go out: no name and no answer of DNS leads into the house.

A name is judged by all its answers, and each socket once more by the address that it is made for, so an answer that
changes between the two gains nothing. Redirects are not followed at all.
"""

import asyncio
import socket
from collections.abc import Sequence
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

from services.notifications.adapters.webhook.resolving import SystemResolver
from services.notifications.domain.address import Network, forbidden

DNS_SECONDS: Final = 3.0
_EACH_SECONDS: Final = 1.5
"""So long an address is tried while there is another."""


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


def require_allowed(address: str, opened: Sequence[Network]) -> None:
    """Raises: ForbiddenAddressError."""
    rule = forbidden(address, opened)
    if rule is not None:
        raise ForbiddenAddressError(rule)


async def connected(answers: Sequence[ResolveResult], opened: Sequence[Network]) -> socket.socket:
    """A socket to the first of these addresses that takes a connection. `opened` are networks inside it may reach too.

    Raises: ForbiddenAddressError, OSError of the last one.
    """
    error: OSError = OSError("no address")
    for left, answer in enumerate(answers, start=1 - len(answers)):
        require_allowed(answer["host"], opened)
        try:
            async with asyncio.timeout(_EACH_SECONDS if left else None):
                return await _connected_to(answer)
        except OSError as caught:
            error = caught
    raise error


async def _connected_to(answer: ResolveResult) -> socket.socket:
    made = socket.socket(answer["family"], socket.SOCK_STREAM, answer["proto"])
    try:
        made.setblocking(False)
        await asyncio.get_running_loop().sock_connect(made, (answer["host"], answer["port"]))
    except BaseException:
        made.close()
        raise
    return made
