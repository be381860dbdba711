"""What the broker knows of consumer groups: how far each one is, who reads, and from where it shall read again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from shared.kernel.errors import UnavailableError
from shared.runtime.bus.progress import Partition

_ANSWER_SECONDS = 15.0
_LOOK_SECONDS = 3.0
_AGAIN_SECONDS = 0.2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a group stands in one partition. `committed` is the first offset that it has not handled for good."""

    partition: Partition
    begin: int
    end: int
    committed: int

    @property
    def lag(self) -> int:
        """Records that are not handled."""
        return max(self.end - max(self.committed, self.begin), 0)


class Broker:
    """Asks and tells the broker about groups, by their placed names."""

    def __init__(self, bootstrap: str, admin: AIOKafkaAdminClient) -> None:
        self._bootstrap = bootstrap
        self._admin = admin

    async def committed(self, group: str) -> Mapping[Partition, int]:
        """The committed offsets of a group; a partition that it never committed is missing. Raises: KafkaError."""
        found = await _patiently(lambda: self._admin.list_consumer_group_offsets(group))
        return {(place.topic, place.partition): each.offset for place, each in found.items() if each.offset >= 0}

    async def places(self, group: str, topics: Collection[str]) -> Sequence[Place]:
        """Where a group stands in every partition of its topics, in their order. Raises: KafkaError."""
        committed = await self.committed(group)
        async with _reading(self._bootstrap) as consumer:
            partitions = await self._partitions(topics)
            begins, ends = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
        return [
            Place(
                (each.topic, each.partition), begins[each], ends[each], committed.get((each.topic, each.partition), 0)
            )
            for each in partitions
        ]

    async def oldest(self, places: Sequence[Place]) -> Mapping[Partition, datetime]:
        """When the first record that is not handled was written, where one is waiting. Raises: KafkaError."""
        behind = {TopicPartition(*place.partition): max(place.committed, place.begin) for place in places if place.lag}
        found: dict[Partition, datetime] = {}
        if not behind:
            return found
        async with _reading(self._bootstrap) as consumer:
            for partition, offset in behind.items():
                consumer.assign([partition])
                consumer.seek(partition, offset)
                read = await consumer.getmany(timeout_ms=int(_LOOK_SECONDS * 1000), max_records=1)
                for record in read.get(partition, ()):
                    at = datetime.fromtimestamp(record.timestamp / 1000, UTC)
                    found[(partition.topic, partition.partition)] = at
        return found

    async def written_since(self, places: Sequence[Place], instant: datetime) -> Mapping[Partition, int]:
        """The offset of the first record that was written at an instant or later; the end when there is none.

        Raises: KafkaError.
        """
        if not places:
            return {}
        at_ms = int(instant.timestamp() * 1000)
        async with _reading(self._bootstrap) as consumer:
            found = await consumer.offsets_for_times({TopicPartition(*each.partition): at_ms for each in places})
        return {
            each.partition: first.offset if (first := found.get(TopicPartition(*each.partition))) else each.end
            for each in places
        }

    async def members(self, group: str) -> int:
        """How many consumers belong to a group now. Raises: KafkaError."""
        answers = await _patiently(lambda: self._admin.describe_consumer_groups([group]))
        return sum(len(described[5]) for answer in answers for described in answer.groups)

    async def rewind(self, group: str, topics: Collection[str]) -> int:
        """Let a group without consumers begin anew; how many records it will read. Raises: KafkaError."""
        places = await self.places(group, topics)
        async with _reading(self._bootstrap, group) as consumer:
            offsets = {TopicPartition(*place.partition): place.begin for place in places}
            consumer.assign(list(offsets))
            async with asyncio.timeout(_ANSWER_SECONDS):
                await consumer.commit(offsets)
        return sum(place.end - place.begin for place in places)

    async def _partitions(self, topics: Collection[str]) -> list[TopicPartition]:
        described: list[dict[str, Any]] = await self._admin.describe_topics(sorted(topics))
        return [
            TopicPartition(topic["topic"], number)
            for topic in sorted(described, key=lambda each: str(each["topic"]))
            for number in sorted(each["partition"] for each in topic["partitions"])
        ]


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask again while the broker says "not yet": a new one has no coordinator until somebody asked for it."""
    async with asyncio.timeout(_ANSWER_SECONDS):
        while True:
            try:
                return await ask()
            except KafkaError as error:
                if not error.retriable:
                    raise
                await asyncio.sleep(_AGAIN_SECONDS)


@asynccontextmanager
async def asking(bootstrap: str) -> AsyncIterator[Broker]:
    """A connection to the broker for a few questions. Raises: UnavailableError when it does not answer them."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=int(_ANSWER_SECONDS * 1000))
    try:
        await admin.start()
        yield Broker(bootstrap, admin)
    except (KafkaError, TimeoutError) as error:
        raise UnavailableError(f"Kafka: {type(error).__name__}") from error
    finally:
        await admin.close()


@asynccontextmanager
async def _reading(bootstrap: str, group: str | None = None) -> AsyncIterator[Any]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()
