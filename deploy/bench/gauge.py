"""Looking at a race from outside: how far it is, and what each process has used."""

import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from deploy.standalone.topics import declared

_TICKS = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM = 11, 12
"""Where proc(5) has the times, counted from the field behind the command's name."""

_STATE, _MEMBERS = 2, 5
"""Where Kafka's answer about a group has them."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A moment: monotonic seconds, events published so far, CPU seconds of the clients and of mongod."""

    at: float
    done: int
    client: float
    mongod: float


def cpu_seconds(*pids: int) -> float:
    """User and system time of processes, all threads."""
    return sum(_ticks(pid) for pid in pids) / _TICKS


def largest_mb(*pids: int) -> float:
    """The most memory that processes ever held, together."""
    return sum(_peak_kb(pid) for pid in pids) / 1024


class Meter:
    """Counts what was published on a topic since it began to look."""

    def __init__(self, consumer: Any, places: Sequence[Any]) -> None:
        self._consumer = consumer
        self._places = places
        self._start = 0

    async def begin(self) -> None:
        """Count from here."""
        self._start = await self._end()

    async def done(self) -> int:
        """How many records came since."""
        return await self._end() - self._start

    async def sample(self, clients: Sequence[int], mongod: int) -> Sample:
        """How it stands now."""
        done = await self.done()
        return Sample(time.monotonic(), done, cpu_seconds(*clients), cpu_seconds(mongod))

    async def _end(self) -> int:
        return sum((await self._consumer.end_offsets(self._places)).values())


async def members(bootstrap: str, group: str) -> int:
    """How many consumers a group has, once it is settled; until then 0."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        (answer,) = await admin.describe_consumer_groups([group])
    finally:
        await admin.close()
    (found,) = answer.groups
    return len(found[_MEMBERS]) if found[_STATE] == "Stable" else 0


async def stamped_by_the_broker(bootstrap: str, topic: str) -> None:
    """Let a topic's records bear the time of their arrival: some clients give an effect the time of its cause."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        changed = {"message.timestamp.type": "LogAppendTime"}
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs=changed)])
    finally:
        await admin.close()


@asynccontextmanager
async def meter(bootstrap: str, topic: str) -> AsyncIterator[Meter]:
    """A meter of a topic."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        partitions = next(each.partitions for each in declared() if topic.endswith(each.name))
        found = Meter(consumer, [TopicPartition(topic, number) for number in range(partitions)])
        await found.begin()
        yield found
    finally:
        await consumer.stop()


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[_USER]) + int(fields[_SYSTEM])


def _peak_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
