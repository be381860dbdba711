"""The pools of connections: one for the open internet, and one for each place inside that an operator opened."""

import asyncio
from collections.abc import Sequence
from ssl import SSLContext
from urllib.parse import urlsplit

from services.notifications.adapters.webhook.calling import Caller
from services.notifications.adapters.webhook.guarding import guarded_connector
from services.notifications.domain.address import Opened, networks_for
from shared.kernel.clock import Clock, now_utc

_PORTS = {"https": 443, "http": 80}


class Callers:
    """Whoever calls asks here for the pool that may go to a URL. A part of the service: its end closes them all."""

    def __init__(self, opened: Sequence[Opened], *, agent: str, clock: Clock = now_utc) -> None:
        self._opened, self._agent, self._clock = opened, agent, clock
        self._pools: dict[tuple[tuple[str, int] | None, SSLContext | None], Caller] = {}
        self._left: set[asyncio.Task[None]] = set()

    def to(self, url: str, context: SSLContext | None = None) -> Caller:
        """The pool for a URL that was judged. No pool that may go inside is ever used for another place.

        With a TLS of its own it shares no connection with calls under another.
        """
        parts = urlsplit(url)
        place = (parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 443))
        networks = networks_for(*place, self._opened)
        name = (place if networks else None, context)
        if name not in self._pools:
            connector = guarded_connector(networks, context=context)
            self._pools[name] = Caller(connector, agent=self._agent, clock=self._clock)
        return self._pools[name]

    def leave(self, context: SSLContext) -> None:
        """Nobody is called with this TLS any more: its connections are closed, whatever they carry."""
        for name in [name for name in self._pools if name[1] is context]:
            closing = asyncio.create_task(self._pools.pop(name).close())
            self._left.add(closing)
            closing.add_done_callback(self._left.discard)

    async def start(self) -> None:
        """Pools are made when they are needed."""

    async def stop(self) -> None:
        """Close all of them."""
        while self._pools:
            await self._pools.popitem()[1].close()
        await asyncio.gather(*self._left)
