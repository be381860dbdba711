"""Runs a service as a process: two ports, one loop, signals."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Generator
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import structlog
import uvicorn
from starlette.types import ASGIApp

from shared.runtime import failpoints
from shared.runtime.health import operations
from shared.runtime.loop import new_loop, spare_collector
from shared.runtime.metrics import BUILD
from shared.runtime.service import Service
from shared.runtime.watchdog import Watchdog
from shared.runtime.web.handover import HandingProtocol

_REQUESTS_END_SECONDS: Final = 3
_KEEP_ALIVE_SECONDS: Final = 15
"""Longer than clients keep an idle connection (httpx: 5), so that none sends on one that is just being closed."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("serve")


class PortTakenError(Exception):
    """The address cannot be listened on. Stop what uses it, or set another port."""


class _Server(uvicorn.Server):
    """A server that leaves signals to the process: two of them run beside each other here."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Take no signal."""
        yield


def run(service: Service) -> None:
    """Serve until SIGTERM or SIGINT, then end in order; one that is stuck is ended. Raises: PortTakenError."""
    with Watchdog(service.alive), asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(serve(service))


async def serve(service: Service, stopping: asyncio.Event | None = None) -> None:
    """Serve until a signal comes or `stopping` is set. Raises: PortTakenError."""
    settings = service.settings
    failpoints.arm(settings.failpoint)
    with (
        _listen(settings.host, settings.port) as door,
        _listen(settings.operations_host, settings.operations_port) as back_door,
    ):
        stop = stopping or _on_signals()
        watched = operations(service.alive, service.ready)
        public, private = _server(service), _server(watched)
        serving = [
            asyncio.create_task(public.serve(sockets=[door])),
            asyncio.create_task(private.serve(sockets=[back_door])),
        ]
        BUILD.labels(service.name, _version(service.name)).set(1)
        await service.start()
        spare_collector()
        log.info("serving", port=door.getsockname()[1], operations_port=back_door.getsockname()[1])
        await stop.wait()
        await _end(service, public, private, serving)


async def _end(
    service: Service, public: uvicorn.Server, private: uvicorn.Server, serving: list[asyncio.Task[None]]
) -> None:
    log.info("stopping")
    service.refuse()
    await service.drain()
    public.should_exit = True
    await serving[0]
    await service.stop()
    private.should_exit = True
    await serving[1]
    log.info("stopped")


def _server(app: ASGIApp) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            app,
            http=HandingProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            # uvicorn would believe every process on loopback. Whoever needs to know for whom a proxy asks reads it.
            proxy_headers=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_REQUESTS_END_SECONDS,
        )
    )


def _listen(host: str, port: int) -> socket.socket:
    try:
        listening = socket.create_server((host, port), backlog=1024)
    except OSError as error:
        raise PortTakenError(
            f"cannot listen on {host}:{port}: {os.strerror(error.errno) if error.errno else error}"
        ) from error
    # The loop sets this itself only on sockets that name their protocol; without it small answers wait 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.setblocking(False)
    return listening


def _version(name: str) -> str:
    try:
        return version(f"kipthoi-{name}")
    except PackageNotFoundError:
        return "checkout"


def _on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
