"""The four services in one process, on a clock that can be set, in a namespace of their own."""

import asyncio
import importlib
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from deploy.standalone.addresses import LOOPBACK, Addresses
from deploy.standalone.errors import StandaloneError
from deploy.standalone.parts import service_units
from deploy.standalone.playing.asking import Requests
from deploy.standalone.playing.clock import SetClock
from deploy.standalone.playing.expectations import Judge
from deploy.standalone.playing.letters import Letters
from deploy.standalone.playing.player import Stage
from deploy.standalone.playing.quiet import quiet_bus
from deploy.standalone.playing.receivers import Receivers
from deploy.standalone.playing.texts import Texts
from deploy.standalone.playing.watcher import Watcher
from deploy.standalone.settings import SERVICES
from deploy.standalone.site import Site
from deploy.standalone.topics import provision
from shared.kernel.clock import Clock
from shared.runtime.law.loading import load_calendar
from shared.runtime.serve import serve
from shared.runtime.service import Service
from shared.runtime.web.client import http_client

_READY_SECONDS = 60.0
_POLL_SECONDS = 0.05
_NONE: Mapping[str, Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Theatre:
    """Everything that a scenario needs, up and running."""

    stage: Stage
    addresses: Addresses
    services: Sequence[Service]


@asynccontextmanager
async def theatre(
    site: Site, clock: SetClock, *, partitions: int | None = None, settings: Mapping[str, Mapping[str, str]] = _NONE
) -> AsyncIterator[Theatre]:
    """Open a theatre on a site whose bus, store and issuer run. It is closed in order, its data is left.

    `partitions` are those of each topic, where other than declared; `settings` are further ones of a service, by its
    name.
    Raises: StandaloneError when a service does not become ready.
    """
    await provision(site.kafka_bootstrap, site.namespace, partitions=partitions)
    async with AsyncExitStack() as stack:
        receivers = await stack.enter_async_context(Receivers(site.ports.receiver))
        letters = await stack.enter_async_context(Letters(site.ports.mail))
        texts = await stack.enter_async_context(Texts(site.ports.texts))
        services = [
            await stack.enter_async_context(_served(site, name, clock, settings.get(name, {}))) for name in SERVICES
        ]
        await _all_ready(services)
        watcher = await stack.enter_async_context(Watcher(site.kafka_bootstrap, site.namespace))
        reads = {pipeline.group.name: pipeline.group.topics for one in services for pipeline in one.pipelines}
        quiet = await stack.enter_async_context(quiet_bus(watcher, reads, partial(_is_owed, services)))
        client = await stack.enter_async_context(http_client())
        requests = Requests.to(site.addresses, client)
        judge, run_jobs = Judge(load_calendar()), partial(_run_jobs, services)
        stage = Stage(requests, watcher, quiet, judge, receivers, letters, texts, clock.set, run_jobs)
        yield Theatre(stage, site.addresses, services)


@asynccontextmanager
async def _served(site: Site, name: str, clock: Clock, more: Mapping[str, str]) -> AsyncIterator[Service]:
    service, stopping = _built(site, name, clock, more), asyncio.Event()
    service.makes_indexes = True
    serving = asyncio.create_task(serve(service, stopping), name=f"serving {name}")
    try:
        yield service
    finally:
        stopping.set()
        await serving


async def _is_owed(services: Sequence[Service]) -> bool:
    return any([await service.store.pending_outboxes(1) for service in services])


async def _run_jobs(services: Sequence[Service]) -> None:
    for service in services:
        await service.schedule.run_all()


def _built(site: Site, name: str, clock: Clock, more: Mapping[str, str]) -> Service:
    settings = importlib.import_module(f"services.{name}.settings").Settings
    build = importlib.import_module(f"services.{name}.app").build
    service = build(settings(**{**_settings(site, name), **more}), clock)
    if not isinstance(service, Service):
        raise TypeError(f"services.{name}.app.build gives no Service")
    return service


def _settings(site: Site, name: str) -> Mapping[str, str]:
    """What the service's process would find in its environment, by the names in its settings. Mail and SMS are on."""
    unit = next(unit for unit in service_units(site) if unit.name == name)
    found = {key.removeprefix(f"{name.upper()}_").lower(): value for key, value in unit.environment.items()}
    mail = {"mail_host": LOOPBACK, "mail_port": str(site.ports.mail), "mail_tls": "none"}
    texts = {"sms_url": Texts(site.ports.texts).url}
    return {**found, **(mail | texts if name == "notifications" else {})}


async def _all_ready(services: Sequence[Service]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    for service in services:
        while faults := await service.ready():
            if time.monotonic() > deadline:
                raise StandaloneError(f"{service.name} is not ready: {', '.join(faults)}")
            await asyncio.sleep(_POLL_SECONDS)
