"""Is this process alive, and may it be given work? Answered on the operations port, with the metrics."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.runtime.metrics import CONTENT_TYPE, LOOP_LAG, exposition

Faults = Sequence[str]
_TICK: Final = 0.5
_STILL: Final = 5.0


class LoopWatch:
    """Measures how late the event loop wakes."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._ticked_at = seconds()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to measure."""
        self._ticked_at = self._seconds()
        self._task = asyncio.create_task(self._tick(), name="loop watch")

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def faults(self) -> Faults:
        """What is wrong with the loop, now."""
        return ["the event loop stands still"] if self._seconds() - self._ticked_at > _STILL + _TICK else []

    async def _tick(self) -> None:
        while True:
            before = self._seconds()
            await asyncio.sleep(_TICK)
            self._ticked_at = self._seconds()
            LOOP_LAG.set(max(0.0, self._ticked_at - before - _TICK))


async def reachable(bootstrap: str, *, within_seconds: float = 1.0) -> bool:
    """Whether at least one of the addresses `host:port,host:port` takes connections."""
    for address in bootstrap.split(","):
        host, _, port = address.strip().rpartition(":")
        try:
            async with asyncio.timeout(within_seconds):
                _, writer = await asyncio.open_connection(host, int(port))
        except (OSError, TimeoutError, ValueError):
            continue
        writer.close()
        return True
    return False


def operations(live: Callable[[], Faults], ready: Callable[[], Awaitable[Faults]]) -> Starlette:
    """The application behind the operations port, never public: /livez, /readyz, /metrics."""

    async def livez(_: Request) -> Response:
        return _verdict(live())

    async def readyz(_: Request) -> Response:
        return _verdict(await ready())

    async def metrics(_: Request) -> Response:
        return Response(exposition(), headers={"Content-Type": CONTENT_TYPE})

    return Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)])


def _verdict(faults: Faults) -> Response:
    status = HTTPStatus.SERVICE_UNAVAILABLE if faults else HTTPStatus.OK
    return JSONResponse({"ok": not faults, "faults": list(faults)}, status_code=status)
