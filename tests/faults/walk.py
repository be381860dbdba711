"""A walk through failpoints: each service dies at one after another, while people work on."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import structlog
from aiokafka import AIOKafkaConsumer

from deploy.chaos.plan import Mixture, files
from deploy.chaos.run import Scene
from deploy.standalone.errors import UnitFailedError
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from shared.runtime.bus.subscription import Group, placed
from shared.runtime.failpoints import Failpoint

_LOG = structlog.get_logger("walk")

REACH_SECONDS = 60.0
PATIENCE_SECONDS = 600.0
"""A service that dies every few seconds may leave one command unanswered for long; it must be answered in the end."""
CLIENTS = 6
AGAIN_SECONDS = 0.3
FEW = 6
READER = "TD-01"


@dataclass(frozen=True, slots=True)
class Step:
    """Where a service dies, and at which hit."""

    service: str
    point: Failpoint
    hit: int


@dataclass(slots=True)
class Walk:
    """`environments` are what the supervisor starts each service with; `groups` are those that each reads as.

    `died` tells how many seconds each step took."""

    site: Site
    scene: Scene
    supervisor: Supervisor
    environments: Mapping[str, dict[str, str]]
    groups: Mapping[str, Sequence[Group]]
    died: dict[Step, float] = field(default_factory=dict)

    async def through(self, steps: Sequence[Step]) -> None:
        """All services at once, each step by step, among people at work; at the end everything runs unharmed."""
        over = asyncio.Event()
        working = asyncio.create_task(self._work(over))
        services = dict.fromkeys(step.service for step in steps)
        try:
            async with asyncio.TaskGroup() as group:
                for service in services:
                    group.create_task(self._along([step for step in steps if step.service == service]))
        finally:
            over.set()
            await working

    async def _along(self, steps: Sequence[Step]) -> None:
        for step in steps:
            began = time.monotonic()
            await self._die(step)
            self.died[step] = time.monotonic() - began
            _LOG.info("died", step=step, seconds=self.died[step])
        await self._start(steps[0].service, "")

    async def _die(self, step: Step) -> None:
        with suppress(UnitFailedError):
            # Work waits for it at the door: it may die before it is ready.
            await self._start(step.service, f"{step.point}:{step.hit}")
        provoking = asyncio.create_task(self._provoke(step))
        try:
            async with asyncio.timeout(REACH_SECONDS):
                code = await self.supervisor.ended(step.service)
        except TimeoutError:
            raise AssertionError(f"{step} was not reached") from None
        finally:
            provoking.cancel()
            await asyncio.gather(provoking, return_exceptions=True)
        assert code == -signal.SIGKILL, (step, code)

    async def _start(self, service: str, failpoint: str) -> None:
        self.environments[service][f"{service.upper()}_FAILPOINT"] = failpoint
        await self.supervisor.restart(service)

    async def _work(self, over: asyncio.Event) -> None:
        """People bring file after file; at the end every begun one is brought to its end, and decided."""
        clerks, seed = self.scene.load.clerks, self.scene.options.seed
        clerks.desk.patience_seconds = PATIENCE_SECONDS
        waiting = iter(files(seed, 5_000, Mixture()))
        working = asyncio.Event()
        working.set()

        async def client() -> None:
            for file in waiting:
                if over.is_set():
                    return
                await clerks.play(file)

        async with asyncio.TaskGroup() as group:
            deciding = group.create_task(self.scene.load.deciding.run(working))
            await asyncio.gather(*(client() for _ in range(CLIENTS)))
            working.clear()
            await deciding

    async def _provoke(self, step: Step) -> None:
        """Bring about what work alone does not."""
        acts: Mapping[Failpoint, Callable[[str], Awaitable[None]]] = {
            Failpoint.BEFORE_PARK: self._poison,
            Failpoint.AFTER_PARK: self._poison,
            Failpoint.ON_REVOKE: self._crowd,
            Failpoint.AFTER_ACK_SENT: self._ask,
            Failpoint.DURING_CLOSE: self._close,
        }
        while act := acts.get(step.point):
            with suppress(httpx.TransportError):
                await act(step.service)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _poison(self, _: str) -> None:
        await self.scene.poisoner.poison(FEW)

    async def _crowd(self, service: str) -> None:
        """Strangers join the groups and leave again: everybody's partitions are taken away twice."""
        await asyncio.gather(*(self._join(group) for group in self.groups[service]))

    async def _join(self, group: Group) -> None:
        stranger = AIOKafkaConsumer(
            *(placed(topic, self.site.namespace) for topic in group.topics),
            bootstrap_servers=self.site.kafka_bootstrap,
            group_id=placed(group.name, self.site.namespace),
            enable_auto_commit=False,
        )
        try:
            await stranger.start()
        finally:
            await stranger.stop()

    async def _ask(self, service: str) -> None:
        """A request that the service answers well: people's commands do it for the owners."""
        requests, addresses = self.scene.requests, self.site.addresses
        if service == "notifications":
            token = await requests.people.token(READER)
            told = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
            await requests.client.post(f"{addresses.notifications}/live/ticket", headers=told)
        if service == "console":
            leave = f"{addresses.console}/dang-xuat"
            await requests.client.post(leave, headers={"Origin": addresses.console})

    async def _close(self, service: str) -> None:
        self.supervisor.kill(service, signal.SIGTERM)


def steps(reached: Mapping[str, Sequence[Failpoint]], hits: Sequence[int] = (1, 3)) -> Iterator[Step]:
    """Every point of every service, at each of the hits."""
    for service, points in reached.items():
        for point in points:
            yield from (Step(service, point, hit) for hit in hits)
