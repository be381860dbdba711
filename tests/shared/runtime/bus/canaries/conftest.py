"""What the canaries stand on: a topic, and the libraries' own consumers and subscribers, all on a real broker."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from faststream.kafka import KafkaBroker, KafkaMessage

from tests.shared.runtime.bus.world import TOPIC

Hear = Callable[[KafkaMessage], Awaitable[None]]


@dataclass(frozen=True)
class Station:
    """A FastStream broker with one subscriber, as its documentation would have it."""

    broker: KafkaBroker
    subscriber: Any


class Listening(Protocol):
    """Starts a subscriber to the test's topic; without a handler it joins and does not poll."""

    async def __call__(self, hear: Hear | None = None, **options: Any) -> Station:
        """It has joined when it is given."""


class Consuming(Protocol):
    """Starts a consumer of the test's topic, in the test's group unless another is named."""

    async def __call__(self, **options: Any) -> AIOKafkaConsumer:
        """It has joined when it is given."""


@dataclass(frozen=True)
class Coordinator:
    """What the broker itself knows of groups."""

    admin: AIOKafkaAdminClient

    async def committed(self, group: str) -> Mapping[int, int]:
        """The committed offset of each partition that has one."""
        found = await self.admin.list_consumer_group_offsets(group)
        return {where.partition: what.offset for where, what in found.items()}

    async def members(self, group: str) -> int:
        answers = await self.admin.describe_consumer_groups([group])
        return sum(len(row[5]) for answer in answers for row in answer.groups)


@pytest.fixture
def topic(namespace: str, producer: AIOKafkaProducer) -> str:
    """A topic of twelve partitions, empty at first."""
    assert producer is not None, "it has created the topic"
    return f"{namespace}.{TOPIC}"


@pytest.fixture
def group(namespace: str) -> str:
    return f"{namespace}.canary"


@pytest.fixture
async def coordinator(kafka_bootstrap: str) -> AsyncIterator[Coordinator]:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    yield Coordinator(admin)
    await admin.close()


@pytest.fixture
async def listening(kafka_bootstrap: str, topic: str, group: str) -> AsyncIterator[Listening]:
    async with AsyncExitStack() as stack:

        async def start(hear: Hear | None = None, **options: Any) -> Station:
            broker = KafkaBroker(
                kafka_bootstrap, allow_auto_create_topics=False, apply_types=False, logger=None, graceful_timeout=15.0
            )
            asked: dict[str, Any] = {"group_id": group, "auto_offset_reset": "earliest", "decoder": _undecoded}
            subscriber: Any = broker.subscriber(topic, **(asked | options))
            if hear is not None:
                subscriber(hear)
            stack.push_async_callback(broker.stop)
            await broker.start()
            return Station(broker, subscriber)

        yield start


@pytest.fixture
async def consuming(kafka_bootstrap: str, topic: str, group: str) -> AsyncIterator[Consuming]:
    async with AsyncExitStack() as stack:

        async def start(**options: Any) -> AIOKafkaConsumer:
            asked = {"group_id": group, "enable_auto_commit": False, "auto_offset_reset": "earliest"} | options
            consumer = AIOKafkaConsumer(topic, bootstrap_servers=kafka_bootstrap, **asked)
            stack.push_async_callback(consumer.stop)
            await consumer.start()
            return consumer

        yield start


async def _undecoded(message: KafkaMessage) -> KafkaMessage:
    # So a handler sees the whole message, not only its body; the parser stays FastStream's own.
    return message
