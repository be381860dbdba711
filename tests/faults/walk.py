"""A walk through failpoints: services die at one after another, while people work on."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from deploy.chaos.run import Scene
from deploy.standalone.site import Site
from shared.runtime.bus.subscription import Group, placed
from shared.runtime.failpoints import Failpoint
from tests.faults.death import Deaths, Step
from tests.faults.work import GIVEN, Work

_LOG = structlog.get_logger("walk")

ROUNDS = (("nominations", "console"), ("reviews", "notifications"))
"""Who dies at the same time: what either is given comes from those who stay alive."""
PATIENCE_SECONDS = 300.0
"""A service that dies every few seconds may leave one command unanswered for long; it must be answered in the end."""
AGAIN_SECONDS = 0.3
FEW = 6
READER = "TD-01"


@dataclass(slots=True)
class Walk:
    """`groups` are those that each service reads as. `died` tells how many seconds each step took."""

    site: Site
    scene: Scene
    deaths: Deaths
    groups: Mapping[str, Sequence[Group]]
    died: dict[Step, float] = field(default_factory=dict)

    async def through(self, steps: Sequence[Step]) -> None:
        """Round by round among people at work; then everything runs unharmed, and every begun file is at its end.

        Raises: UnitFailedError, UnansweredError; then nobody works on.
        """
        load, work = self.scene.load, Work(self.scene)
        load.ways.desk.patience_seconds = PATIENCE_SECONDS
        async with asyncio.TaskGroup() as group:
            group.create_task(load.run())
            for services in ROUNDS:
                await self._round(work, {each: [step for step in steps if step.service == each] for each in services})
            load.close()

    async def _round(self, work: Work, steps: Mapping[str, Sequence[Step]]) -> None:
        over = asyncio.Event()
        async with asyncio.TaskGroup() as acting:
            for service in steps:
                acting.create_task(work.give(service, over))
            async with asyncio.TaskGroup() as dying:
                for service in steps:
                    dying.create_task(self._along(steps[service], acting))
            over.set()

    async def _along(self, steps: Sequence[Step], acting: asyncio.TaskGroup) -> None:
        for step in steps:
            began, died = time.monotonic(), asyncio.Event()
            await self.deaths.arm(step)
            acting.create_task(self._provoke(step, died))
            await self.deaths.come(step, GIVEN[step.service])
            died.set()
            self.died[step] = time.monotonic() - began
            _LOG.info("died", step=step, seconds=self.died[step])
        await self.deaths.heal(steps[0].service)

    async def _provoke(self, step: Step, died: asyncio.Event) -> None:
        """Bring about what work alone does not. No act is cut short: poison that nobody noted would be a finding."""
        acts: Mapping[Failpoint, Callable[[str], Awaitable[None]]] = {
            Failpoint.BEFORE_PARK: self._poison,
            Failpoint.AFTER_PARK: self._poison,
            Failpoint.ON_REVOKE: self._crowd,
            Failpoint.AFTER_ACK_SENT: self._ask,
            Failpoint.DURING_CLOSE: self._close,
        }
        act = acts.get(step.point)
        while act is not None and not died.is_set():
            with suppress(httpx.TransportError, KafkaError):
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
        """A request that the service answers well: its own work does it for the owners."""
        requests, addresses = self.scene.requests, self.site.addresses
        if service == "notifications":
            token = await requests.people.token(READER)
            told = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
            await requests.client.post(f"{addresses.notifications}/live/ticket", headers=told)
        if service == "console":
            leave = f"{addresses.console}/dang-xuat"
            await requests.client.post(leave, headers={"Origin": addresses.console})

    async def _close(self, service: str) -> None:
        self.deaths.supervisor.kill(service, signal.SIGTERM)
