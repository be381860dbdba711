"""A whole service: HTTP, store, relay, groups and jobs put together, started and stopped in order."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Final, Protocol

import structlog
from fastapi import APIRouter
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.kernel.clock import Clock, now_utc
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.bus.relay import Relay
from shared.runtime.bus.subscription import Group
from shared.runtime.health import Faults, LoopWatch, reachable
from shared.runtime.jobs import Job, Schedule
from shared.runtime.operating.pruning import Pruning
from shared.runtime.operating.read_model import ReadModel
from shared.runtime.settings import ServiceSettings
from shared.runtime.store.client import MongoStore
from shared.runtime.store.indexes import Index
from shared.runtime.web.application import build_inner
from shared.runtime.web.auth import IssuerKeys, StandIn, Tokens, over_http
from shared.runtime.web.edge import API_HEADERS, PAGE_HEADERS, Edge, refuse

_OPEN_WAITS: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
_ANSWER_SECONDS: Final = 1.0
_PRUNE_EVERY_SECONDS: Final = 60.0

log: structlog.stdlib.BoundLogger = structlog.get_logger("service")


class Part(Protocol):
    """Something that runs beside HTTP and groups, such as a live stream. It starts without the store answering."""

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """End promptly; open connections too."""


def _tokens(settings: ServiceSettings, name: str, stand_in: StandIn | None, gateway: Tokens | None) -> Tokens:
    return Tokens(settings.issuer, name, IssuerKeys(over_http(settings.jwks_url)), now_utc, stand_in, also=gateway)


class Service:
    """One service as an ASGI application that also reads the bus and does its jobs.

    Starting never fails because Kafka or MongoDB is away: the service is unready and answers 503 until the store is
    open and its indexes are as declared; one that `makes_indexes` makes those that are missing, and tries
    again when it cannot. `api` is a router of
    `doors`; the console hands over its own `app` instead, with what to answer while the store is `closed`. `closing`
    ends what requests need until the last of them is answered. `concerns` says what an operator should mend before it
    matters. `gateway` reads the tokens of the gateway, which asks in the name of systems outside.
    """

    makes_indexes = False

    def __init__(
        self,
        *,
        name: str,
        settings: ServiceSettings,
        store: MongoStore,
        clock: Clock = now_utc,
        indexes: Sequence[Index] = (),
        api: APIRouter | None = None,
        app: Starlette | None = None,
        closed: ASGIApp = refuse,
        groups: Sequence[Group] = (),
        read_models: Sequence[ReadModel] = (),
        jobs: Sequence[Job] = (),
        parts: Sequence[Part] = (),
        closing: Sequence[Callable[[], Awaitable[None]]] = (),
        tokens: Tokens | None = None,
        stand_in: StandIn | None = None,
        gateway: Tokens | None = None,
        concerns: Callable[[], Faults] = tuple,
    ) -> None:
        self.name, self.settings = name, settings
        self.store, self.clock, self.concerns = store, clock, concerns
        self.indexes = tuple(indexes)
        self.read_models = {model.name: model for model in read_models}
        self.schedule = Schedule([*jobs, *self._pruning()])
        self.tokens = tokens or _tokens(settings, name, stand_in, gateway)
        self.app = app or build_inner(api or APIRouter(), title=name, tokens=self.tokens, show_pages=settings.api_pages)
        self.app.state.mark = settings.mark
        self._edge = self._wrapped(closed, PAGE_HEADERS if app else API_HEADERS)
        self.relay = Relay(
            store, service=name, bootstrap=settings.kafka_bootstrap, clock=clock, namespace=settings.namespace
        )
        self.pipelines = tuple(self.pipeline(group) for group in groups)
        self._parts, self._closing = tuple(parts), tuple(closing)
        self._watch = LoopWatch()
        self._opened = asyncio.Event()
        self._is_begun = self._is_drained = self._is_stopping = False
        self._opening: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, or follow the server's lifespan."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._edge(scope, receive, send)

    async def start(self) -> None:
        """Begin; returns at once, while the store is opened in the background."""
        self._watch.start()
        self._opening = asyncio.create_task(self._open(), name=f"opening {self.name}")

    async def opened(self) -> None:
        """Wait until the store is open and everything behind it runs."""
        await self._opened.wait()

    def refuse(self) -> None:
        """Turn unready and answer every new request with 503; what is under way goes on."""
        self._is_stopping = True

    async def drain(self) -> None:
        """End what would keep connections open for ever."""
        if not self._is_drained:
            self._is_drained = True
            await self._each("part", [part.stop() for part in self._parts])

    async def stop(self) -> None:
        """End in order: no more requests, streams, jobs, groups, relay, store."""
        self.refuse()
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        await self.drain()
        await self.schedule.stop()
        if self._is_begun:
            await self._each("group", [pipeline.stop() for pipeline in self.pipelines])
            await self._each("relay", [self.relay.stop()])
        if self._asking is not None:
            self._asking.cancel()
        await self._each("client", [close() for close in self._closing])
        await self._each("store", [self.store.close()])
        await self._watch.stop()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Service"]:
        """The service from open store to stop, for many services in one process."""
        await self.start()
        try:
            await self.opened()
            yield self
        finally:
            await self.stop()

    def alive(self) -> Faults:
        """What stands still in this process. Kafka and MongoDB may be away."""
        now = time.monotonic()
        still = [f"{pipeline.group.name} stands still" for pipeline in self.pipelines if not pipeline.alive(now)]
        if not self.relay.alive(now):
            still.append("the relay stands still")
        return [*self._watch.faults(), *(still if self._opened.is_set() else [])]

    async def ready(self) -> Faults:
        """Why no work should come here now."""
        if self._is_stopping:
            return ["stopping"]
        if not self._opened.is_set():
            return ["the store is not open"]
        faults = [f"{each.group.name} has no assignment yet" for each in self.pipelines if not each.assigned()]
        if not await self._store_answers():
            faults.append("MongoDB does not answer")
        if not await reachable(self.settings.kafka_bootstrap):
            faults.append("Kafka does not answer")
        return faults

    def pipeline(self, group: Group) -> Pipeline:
        """A pipeline on this service's bus and store; it is not started."""
        return Pipeline(
            group,
            bootstrap=self.settings.kafka_bootstrap,
            parked=self.store.parked,
            clock=self.clock,
            namespace=self.settings.namespace,
            replica=self.settings.replica,
        )

    def live_groups(self) -> list[Group]:
        """The groups under the names of the generations that live, which are known once the store is open."""
        name = self.store.generations.group
        return [replace(each.group, name=name(each.group.name)) for each in self.pipelines]

    async def migrate(self) -> None:
        """Make the declared indexes."""
        await self.store.open()
        try:
            await self.store.ensure_indexes(self.indexes)
        finally:
            await self.store.close()

    async def _store_answers(self) -> bool:
        """One question at a time: without a server each would hold a thread of the driver until it gives up."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self.store.ping())
            self._asking.add_done_callback(_noted)
        done, _ = await asyncio.wait({self._asking}, timeout=_ANSWER_SECONDS)
        return bool(done) and self._asking.exception() is None

    def _wrapped(self, closed: ASGIApp, headers: Mapping[str, str]) -> Edge:
        return Edge(self.app, self._takes_requests, closed, headers, self.settings.named_proxies)

    def _takes_requests(self) -> bool:
        return self._opened.is_set() and not self._is_stopping

    def _pruning(self) -> list[Job]:
        if not self.store.inboxes():
            return []
        pruning = Pruning(self.store, self.live_groups, self.settings, self.clock)
        return [Job("prune inboxes", _PRUNE_EVERY_SECONDS, pruning)]

    async def _open(self) -> None:
        """Open the store, again and again; then start what stands on it."""
        waits = iter(_OPEN_WAITS)
        while True:
            try:
                await self.store.open()
                await (self.store.ensure_indexes if self.makes_indexes else self.store.check_indexes)(self.indexes)
                break
            except Exception as error:  # noqa: BLE001 - whatever it is, a later try may do better
                log.warning("not open", error=f"{type(error).__name__}: {error}")
                await asyncio.sleep(next(waits, _OPEN_WAITS[-1]))
        self._is_begun = True
        self.store.on_kept = self.relay.nudge
        self.relay.start()
        self.pipelines = tuple(self.pipeline(group) for group in self.live_groups())
        for pipeline in self.pipelines:
            pipeline.start()
        for part in self._parts:
            await part.start()
        self.schedule.start()
        self._opened.set()
        log.info("open")
        for concern in self.concerns():
            log.warning("to be mended soon", concern=concern)

    async def _each(self, what: str, endings: Sequence[Any]) -> None:
        for result in await asyncio.gather(*endings, return_exceptions=True):
            if isinstance(result, Exception):
                log.warning("not ended well", part=what, error=repr(result))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})


def _noted(task: asyncio.Task[None]) -> None:
    """Look at how a question ended, so that nobody complains that nobody looked."""
    if not task.cancelled():
        task.exception()
