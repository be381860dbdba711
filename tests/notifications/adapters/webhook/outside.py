"""Systems that ask for more than a signature: real TLS, real tokens, on this machine."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from typing import Any
from uuid import uuid4

from aiohttp import web

from services.notifications.adapters.webhook.callers import Callers
from services.notifications.adapters.webhook.reaching import Reach
from services.notifications.adapters.webhook.tls import PemPapers
from services.notifications.domain.access import Access, Certificates, TokenGrant
from services.notifications.domain.address import Opened, network
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.outcome import Ended
from shared.kernel.clock import now_utc
from tests.notifications.authority import Authority, Made, made
from tests.notifications.clients import KEYS
from tests.notifications.endpoints import endpoint_at

AUTHORITY = Authority()
HOUSE = made("kipthoi.example", AUTHORITY.root)
PAPERS = PemPapers()
UNKNOWN = "tls: unknown authority"


@dataclass
class System:
    """A client's system that gives tokens and wants one; `tokens` are what it answers, `takes` what it lets in."""

    runner: web.AppRunner
    port: int = 0
    takes: set[str] = field(default_factory=lambda: {"t1", "t2"})
    tokens: Callable[[int], Any] = lambda n: {"access_token": f"t{n}", "token_type": "Bearer", "expires_in": 3600}
    is_slow: asyncio.Event | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    arrived: list[tuple[str, bytes]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"https://localhost:{self.port}{path}"

    async def is_left(self) -> bool:
        """Whether no connection leads here any more, soon."""
        for _ in range(100):
            if not (self.runner.server and self.runner.server.connections):
                return True
            await asyncio.sleep(0.01)
        return False

    async def token(self, request: web.Request) -> web.Response:
        form = await request.text()
        self.asked.append((request.headers["authorization"], form))
        if self.is_slow is not None:
            self.is_slow.set()
            await asyncio.sleep(0.01)
        told = self.tokens(len(self.asked))
        return web.Response(status=told) if isinstance(told, int) else web.json_response(told)

    async def take(self, request: web.Request) -> web.Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.arrived.append((token, await request.read()))
        return web.Response(status=204 if token in self.takes else 401)


@dataclass
class Outside:
    """What calls, and what listens. Systems are opened to it one after the other."""

    stack: AsyncExitStack
    folder: Path
    callers: Callers = field(default_factory=lambda: Callers([], agent="kipthoi-test"))
    reach: Reach = field(init=False)

    def __post_init__(self) -> None:
        self.reach = Reach(self.callers, KEYS.open)

    async def listening(self, tls: SSLContext) -> System:
        app = web.Application()
        runner = web.AppRunner(app)
        system = System(runner)
        app.router.add_post("/token", system.token)
        app.router.add_post("/", system.take)
        await runner.setup()
        self.stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        system.port = runner.addresses[0][1]
        inside = [Opened("*", "localhost", network(one), system.port) for one in ("127.0.0.0/8", "::1/128")]
        self.callers._opened = [*self.callers._opened, *inside]
        return system

    async def call(self, endpoint: Endpoint) -> Ended:
        return (await self.reach.ask(endpoint, "POST", {"webhook-id": "1"}, b"{}")).ended


def pinned(root: Made = AUTHORITY.root) -> Certificates:
    return PAPERS.authorities(root.pem, now_utc())


def shown(one: Made) -> Access:
    return Access(pinned(), PAPERS.identity(one.pem, one.key_pem, now_utc()), KEYS.seal(one.key_pem))


def granted(system: System, **grant: Any) -> Endpoint:
    told = {"url": system.url("/token"), "client_id": "kip thời", "secret_sealed": KEYS.seal("bí+mật"), "scope": "a b"}
    access = Access(pinned(), grant=TokenGrant(**{**told, **grant}))
    return endpoint_at(system.url("/"), id=uuid4(), access=access)
