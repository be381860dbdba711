"""A service is started with one of its failpoints armed, and must die there."""

import asyncio
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from deploy.standalone.errors import UnitFailedError
from deploy.standalone.supervisor import Supervisor
from shared.runtime.failpoints import Failpoint


@dataclass(frozen=True, slots=True)
class Step:
    """Where a service dies, and at which hit."""

    service: str
    point: Failpoint
    hit: int


@dataclass(frozen=True, slots=True)
class Deaths:
    """`environments` are what the supervisor starts each service with."""

    supervisor: Supervisor
    environments: Mapping[str, dict[str, str]]
    within_seconds: float = 60.0

    async def arm(self, step: Step) -> None:
        """Start the service anew. Work waits for it at the door: it may die before it is ready."""
        with suppress(UnitFailedError):
            await self._start(step.service, f"{step.point}:{step.hit}")

    async def come(self, step: Step, given: str) -> None:
        """Wait for the death; `given` is what should lead to it.

        Raises: UnitFailedError when it does not come or comes otherwise, with the last lines of the service's log.
        """
        wanted = f"was given {given}, to die at hit {step.hit} of {step.point}"
        try:
            async with asyncio.timeout(self.within_seconds):
                code = await self.supervisor.ended(step.service)
        except TimeoutError:
            raise self.supervisor.failure(
                step.service, f"{wanted}, and lived on for {self.within_seconds:.0f} s"
            ) from None
        if code != -signal.SIGKILL:
            raise self.supervisor.failure(step.service, f"{wanted}, and ended with exit code {code}")

    async def heal(self, service: str) -> None:
        """Start the service with nothing armed. Raises: UnitFailedError."""
        await self._start(service, "")

    async def _start(self, service: str, failpoint: str) -> None:
        self.environments[service][f"{service.upper()}_FAILPOINT"] = failpoint
        await self.supervisor.restart(service)


def steps(reached: Mapping[str, Sequence[Failpoint]], groups: Mapping[str, int]) -> Iterator[Step]:
    """Every point of every service, at the first and the third hit; the end of a process in each part that it has.

    `groups` says how many a service reads as: they end first, then the relay, then the store.
    """
    for service, points in reached.items():
        for point in points:
            ends = (1, groups[service] + 1, groups[service] + 2)
            yield from (Step(service, point, hit) for hit in (ends if point is Failpoint.DURING_CLOSE else (1, 3)))
