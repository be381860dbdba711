"""The relay's producer against a real broker: what is confirmed counts, and a refusal ends the producer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.publisher import Publisher, _hash_of

WIDE, NARROW = "awards.v1", "reviews.v1"
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
async def publisher(kafka_bootstrap: str, namespace: str) -> AsyncIterator[Publisher]:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    narrow = NewTopic(f"{namespace}.{NARROW}", 1, 1, topic_configs={"max.message.bytes": "500"})
    await admin.create_topics([NewTopic(f"{namespace}.{WIDE}", 1, 1), narrow])
    await admin.close()
    publisher = Publisher("tests", kafka_bootstrap, namespace)
    yield publisher
    await publisher.close()


def entry(topic: str, about: UUID, seq: int = 1, size: int = 20) -> OutboxEntry:
    return OutboxEntry(uuid4(), seq, "tests.noted", NOON, topic, str(about), {"ce_id": str(uuid4())}, b"x" * size)


async def test_what_the_broker_refuses_ends_the_producer_and_the_next_one_publishes(publisher: Publisher) -> None:
    good, bad, after = entry(WIDE, uuid4()), entry(NARROW, uuid4(), size=2_000), entry(WIDE, uuid4())
    first = await publisher._ready()
    assert await publisher.publish([good, bad]) in ([good], []), "only what is confirmed counts"
    assert await publisher.publish([after]) == [after]
    assert await publisher._ready() is not first


async def test_of_each_aggregate_those_before_the_refused_one_count(publisher: Publisher) -> None:
    about = uuid4()
    assert await publisher.publish([entry(NARROW, about, 1)]) != []
    refused, later = entry(NARROW, about, 2, size=2_000), entry(NARROW, about, 3)
    confirmed = await publisher.publish([refused, later])
    assert refused not in confirmed
    assert later not in confirmed


async def test_nothing_follows_a_refused_batch_not_even_from_a_new_producer(
    publisher: Publisher, kafka_bootstrap: str, namespace: str
) -> None:
    about = uuid4()
    refused, later = entry(NARROW, about, 1, size=150_000), entry(NARROW, about, 2)
    assert await publisher.publish([refused, later]) == []
    last = entry(NARROW, uuid4(), size=33)
    assert await publisher.publish([last]) == [last]
    assert await sizes(kafka_bootstrap, f"{namespace}.{NARROW}", 1) == [33]


async def test_a_topic_that_is_missing_holds_up_no_other(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.runtime.bus.publisher._CONFIRMED_WITHIN", 3.0)
    lost, good = entry("nowhere.v1", uuid4()), entry(WIDE, uuid4())
    assert await publisher.publish([lost, good]) == [good]


@given(key=st.uuids().map(str), partitions=st.integers(1, 64))
def test_an_entry_goes_where_any_other_client_would_send_it(key: str, partitions: int) -> None:
    numbers = list(range(partitions))
    assert numbers[_hash_of(key) % partitions] == DefaultPartitioner()(key.encode(), numbers, numbers)


async def test_more_than_one_batch_of_a_partition_arrives_whole_and_in_order(
    publisher: Publisher, kafka_bootstrap: str, namespace: str
) -> None:
    about = uuid4()
    owed = [entry(WIDE, about, n, size=n + (200_000 if n % 7 == 0 else 9_000)) for n in range(1, 60)]
    assert await publisher.publish(owed) == owed
    assert await sizes(kafka_bootstrap, f"{namespace}.{WIDE}", len(owed)) == [len(each.data) for each in owed]


async def sizes(bootstrap: str, topic: str, count: int) -> list[int]:
    """How many bytes the values of a topic's records have, in their order, once there are as many as `count`."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    found: list[int] = []
    try:
        async with asyncio.timeout(20):
            while len(found) < count:
                for records in (await consumer.getmany(timeout_ms=1_000)).values():
                    found += [len(record.value) for record in records]
    finally:
        await consumer.stop()
    return found
