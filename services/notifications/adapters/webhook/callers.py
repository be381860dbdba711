"""The pools of connections: one for the open internet, and one for each client and place inside that was opened."""

import asyncio
import ssl
from collections.abc import Sequence
from urllib.parse import urlsplit

from services.notifications.adapters.webhook.calling import PORTS, Caller
from services.notifications.adapters.webhook.tls import tls_context
from services.notifications.domain.address import Opened, networks_for, opened_for
from shared.kernel.clock import Clock, now_utc

_MOST_KNOWN = 4096
_SWEEP_SECONDS = 10.0


class Callers:
    """Whoever calls asks here for the pool that may go to a URL. A part of the service: its end closes them all."""

    def __init__(self, opened: Sequence[Opened], *, agent: str, clock: Clock = now_utc) -> None:
        self._opened, self._agent, self._clock = opened, agent, clock
        self._trusted = tls_context()
        self._pools: dict[tuple[tuple[str, str, int] | None, ssl.SSLContext], Caller] = {}
        self._known: dict[tuple[str, str, ssl.SSLContext], Caller] = {}
        self._left: set[asyncio.Task[None]] = set()
        self._sweeping: asyncio.Task[None] | None = None

    def to(self, url: str, client_ref: str, context: ssl.SSLContext | None = None) -> Caller:
        """The pool for a client's URL. No pool that may go inside is ever used for another place or client.

        Whoever listens there is known by `context`; without one, by the authorities of the system.
        """
        asked = url, client_ref, context or self._trusted
        if asked not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[asked] = self._pool(*asked)
        return self._known[asked]

    def leave(self, context: ssl.SSLContext) -> None:
        """Nobody is known by it any more: its connections are closed, those under way when they are done."""
        self._known.clear()
        for name in [name for name in self._pools if name[1] is context]:
            closing = asyncio.create_task(self._pools.pop(name).close())
            self._left.add(closing)
            closing.add_done_callback(self._left.discard)

    async def start(self) -> None:
        """Pools are made when they are needed; from now on what nobody uses is closed."""
        self._sweeping = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Close all of them."""
        if self._sweeping is not None:
            self._sweeping.cancel()
        self._known.clear()
        while self._pools:
            await self._pools.popitem()[1].close()
        await asyncio.gather(*self._left)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            for pool in list(self._pools.values()):
                pool.sweep()

    def _pool(self, url: str, client_ref: str, context: ssl.SSLContext) -> Caller:
        parts = urlsplit(url)
        place = (parts.hostname or "", parts.port or PORTS.get(parts.scheme, 443))
        networks = networks_for(*place, opened_for(client_ref, self._opened))
        name = (client_ref, *place) if networks else None, context
        if name not in self._pools:
            self._pools[name] = Caller(networks, agent=self._agent, context=context, clock=self._clock)
        return self._pools[name]
