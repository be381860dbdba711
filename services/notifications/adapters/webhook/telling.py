"""Endpoints are told how calls to them went, off the way of whoever called."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import structlog

from services.notifications.domain.outcome import Outcome
from shared.kernel.cause import Cause
from shared.kernel.errors import StaleError, UnavailableError

_FINISH_SECONDS: Final = 2.0
_WEIGHT: Final = {Outcome.GONE: 2, Outcome.OK: 1}
"""Of what is told as one a 410 counts, else a success: nothing but failures is another thing. Else the latest."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("webhooks")


class Telling:
    """One change of an endpoint's record at a time; what comes up meanwhile is told as one after it.

    No call waits for that: how it ended is to be kept at once, or a death makes it again. What is lost by a death here
    is told by the next call. `heed` changes the record, `told` hears of each endpoint whose record may have changed.
    """

    def __init__(self, heed: Callable[[UUID, Outcome, Cause], Awaitable[None]], told: Callable[[UUID], None]) -> None:
        self._heed, self._told = heed, told
        self._next: dict[UUID, tuple[Outcome, Cause]] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._gone: set[UUID] = set()

    def is_under_way(self, endpoint_id: UUID) -> bool:
        """Whether its record may not say yet how it stands."""
        return endpoint_id in self._tasks

    def is_gone(self, endpoint_id: UUID) -> bool:
        """Whether it answered 410 and its record may not say so yet."""
        return endpoint_id in self._gone

    def begin(self, endpoint_id: UUID, outcome: Outcome, cause: Cause) -> None:
        """Tell how a call went, soon."""
        if outcome is Outcome.GONE:
            self._gone.add(endpoint_id)
        before = self._next.get(endpoint_id)
        if before is None or _WEIGHT.get(outcome, 0) >= _WEIGHT.get(before[0], 0):
            self._next[endpoint_id] = outcome, cause
        if endpoint_id not in self._tasks:
            self._tasks[endpoint_id] = asyncio.create_task(self._run(endpoint_id), name="telling an endpoint")

    async def finish(self) -> None:
        """Wait up to two seconds for what is under way, then leave it."""
        if tasks := list(self._tasks.values()):
            _, late = await asyncio.wait(tasks, timeout=_FINISH_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, endpoint_id: UUID) -> None:
        try:
            while (ended := self._next.pop(endpoint_id, None)) is not None:
                await self._tell(endpoint_id, *ended)
        finally:
            del self._tasks[endpoint_id]
            self._next.pop(endpoint_id, None)
            self._gone.discard(endpoint_id)
            self._told(endpoint_id)

    async def _tell(self, endpoint_id: UUID, outcome: Outcome, cause: Cause) -> None:
        try:
            await self._heed(endpoint_id, outcome, cause)
        except (StaleError, UnavailableError) as error:
            log.warning("an endpoint's record is behind", endpoint=str(endpoint_id), error=repr(error))
        except Exception:
            log.exception("an endpoint is not told how a call went", endpoint=str(endpoint_id))
