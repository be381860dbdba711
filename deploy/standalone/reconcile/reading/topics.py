"""Reads topics from their beginning to where they end now, with a plain consumer that belongs to no group."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.standalone.errors import StandaloneError
from deploy.standalone.reconcile.facts import Stray, Told
from deploy.standalone.reconcile.reading.records import Wanted, fact_of
from shared.runtime.bus.subscription import placed

_AT_ONCE = 5_000
_WAIT_MS = 500
# An answer waits so long for more; we come back anyway.
_FETCH_MS = 20


Spans = Mapping[tuple[str, int], tuple[int, int]]
"""Topic and partition → its first offset and the one after its last."""


@dataclass(slots=True)
class OnTopics:
    """All events by topic and aggregate in the order of their offsets, the records that are none, how far we read."""

    told: dict[tuple[str, UUID], list[Told]] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)
    spans: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)


async def read_topics(bootstrap: str, namespace: str, topics: Mapping[str, Wanted]) -> OnTopics:
    """Everything on the topics, which are named without a namespace, each with the groups that read it.

    Raises: StandaloneError.
    """
    found, names = OnTopics(), {placed(name, namespace): name for name in topics}
    async with _connected(bootstrap) as (admin, consumer):
        spans = await _spans(admin, consumer, list(names))
        found.spans |= {(names[place.topic], place.partition): span for place, span in spans.items()}
        async for record in _records(consumer, {place: end for place, (begin, end) in spans.items() if end > begin}):
            topic = names[record.topic]
            fact = fact_of(record, topic, topics[topic])
            if isinstance(fact, Stray):
                found.strays.append(fact)
            else:
                found.told.setdefault((topic, fact.subject), []).append(fact)
    return found


async def read_spans(bootstrap: str, namespace: str, topics: Collection[str]) -> Spans:
    """Only where topics begin and end. Raises: StandaloneError."""
    names = {placed(name, namespace): name for name in topics}
    async with _connected(bootstrap) as (admin, consumer):
        spans = await _spans(admin, consumer, list(names))
        return {(names[place.topic], place.partition): span for place, span in spans.items()}


async def _records(consumer: Any, ends: Mapping[TopicPartition, int]) -> AsyncIterator[Any]:
    """Every record before the ends, in order within a partition."""
    left = set(ends)
    consumer.assign(sorted(left))
    await consumer.seek_to_beginning()
    while left:
        for place, records in (await consumer.getmany(timeout_ms=_WAIT_MS, max_records=_AT_ONCE)).items():
            for record in records:
                if record.offset < ends[place]:
                    yield record
        for place in list(left):
            if await consumer.position(place) >= ends[place]:
                consumer.pause(place)
                left.discard(place)


async def _spans(admin: Any, consumer: Any, topics: Sequence[str]) -> Mapping[TopicPartition, tuple[int, int]]:
    described: list[dict[str, Any]] = await admin.describe_topics(sorted(topics))
    partitions = [
        TopicPartition(topic["topic"], one["partition"]) for topic in described for one in topic["partitions"]
    ]
    # Before it is asked for ends: of topics that it has never heard of it asks a second later.
    consumer.assign(partitions)
    begins, ends = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
    return {place: (begins[place], ends[place]) for place in partitions}


@asynccontextmanager
async def _connected(bootstrap: str) -> AsyncIterator[tuple[Any, Any]]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, group_id=None, enable_auto_commit=False, fetch_max_wait_ms=_FETCH_MS
    )
    try:
        await admin.start()
        await consumer.start()
        yield admin, consumer
    except KafkaError as error:
        raise StandaloneError(f"Kafka does not answer at {bootstrap}: {error}") from error
    finally:
        await consumer.stop()
        await admin.close()
