"""What a service does by itself, again and again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from shared.runtime.metrics import JOB_FAILURES

log: structlog.stdlib.BoundLogger = structlog.get_logger("jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """Something done every so many seconds. Its causes are derived from what fell due, so a second run is harmless."""

    name: str
    every_seconds: float
    act: Callable[[], Awaitable[None]]


class Schedule:
    """Runs jobs beside each other; the runs of one job never overlap, and a failed run is logged and tried again."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = {job.name: job for job in jobs}
        if len(self._jobs) != len(jobs):
            raise ValueError("two jobs have one name")
        self._locks = {name: asyncio.Lock() for name in self._jobs}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; each job runs at once and then every so many seconds."""
        self._tasks = [asyncio.create_task(self._repeat(job), name=f"job {job.name}") for job in self._jobs.values()]

    async def stop(self) -> None:
        """End between runs or in the middle of one: what a run saves, it saves whole."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def run_all(self) -> None:
        """Run each job once now, after a run that is under way: for scenarios that set the clock."""
        for job in self._jobs.values():
            await self._run(job)

    async def _repeat(self, job: Job) -> None:
        while True:
            await self._run(job)
            await asyncio.sleep(job.every_seconds)

    async def _run(self, job: Job) -> None:
        async with self._locks[job.name]:
            try:
                await job.act()
            except Exception:
                JOB_FAILURES.labels(job.name).inc()
                log.exception("job failed", job=job.name)
