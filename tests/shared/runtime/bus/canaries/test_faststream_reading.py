"""How FastStream reads: what vanishes before or after our code, and what nobody hears of."""

import asyncio
import time
from collections import Counter
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaMessage, KafkaPublishMessage

from tests.shared.runtime.bus.canaries.conftest import Consuming, Coordinator, Listening
from tests.shared.runtime.bus.world import until


async def write(producer: AIOKafkaProducer, topic: str, *values: bytes, header: bytes | None = b"good") -> None:
    """Write into the first partition; the header stands on the first record alone."""
    for n, value in enumerate(values):
        await producer.send(topic, value, partition=0, headers=[("ce_type", header if n == 0 else b"good")])
    await producer.flush()


@pytest.mark.parametrize("bad", [b"\xff", None], ids=["not UTF-8", "null"])
async def test_bad_header_drops_batch_with_all_its_good_records(
    bad: bytes | None, topic: str, producer: AIOKafkaProducer, listening: Listening
) -> None:
    heard: list[bytes] = []

    async def hear(message: KafkaMessage) -> None:
        heard.extend(record.value for record in message.raw_message)

    await write(producer, topic, b"bad", b"good", b"good too", header=bad)
    station = await listening(hear, batch=True, batch_timeout_ms=10, ack_policy=AckPolicy.MANUAL)
    place = TopicPartition(topic, 0)

    async def is_past() -> bool:
        position: int = await station.subscriber.consumer.position(place)
        return position == 3

    await until(is_past)
    await write(producer, topic, b"later")
    await until(lambda: bool(heard))
    assert heard == [b"later"]


async def test_raise_is_swallowed_and_the_next_batch_comes_as_if_nothing_had_been(
    topic: str, producer: AIOKafkaProducer, listening: Listening
) -> None:
    heard: list[bytes] = []

    async def hear(message: KafkaMessage) -> None:
        heard.extend(record.value for record in message.raw_message)
        if len(heard) == 1:
            raise ConnectionError("the store is away for a moment")

    await write(producer, topic, b"failed")
    station = await listening(hear, batch=True, batch_timeout_ms=10, ack_policy=AckPolicy.MANUAL)
    await until(lambda: len(heard) == 1)
    await write(producer, topic, b"later")
    await until(lambda: len(heard) == 2)
    assert heard == [b"failed", b"later"]
    assert not any(task.done() for task in station.subscriber.tasks), "no task has noticed"


async def test_empty_poll_sleeps_as_long_again_as_it_has_polled(topic: str, listening: Listening) -> None:
    assert topic
    station = await listening(batch=True, batch_timeout_ms=300)
    began = time.monotonic()
    assert await station.subscriber.get_msg(station.subscriber.consumer) == ()
    assert time.monotonic() - began > 0.59


async def test_workers_close_first_and_another_replica_gets_what_their_handlers_still_work_at(
    topic: str,
    group: str,
    producer: AIOKafkaProducer,
    listening: Listening,
    consuming: Consuming,
    coordinator: Coordinator,
) -> None:
    begun, done, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def hear(_: KafkaMessage) -> None:
        begun.set()
        await done.wait()
        ended.set()

    await write(producer, topic, b"{}")
    station = await listening(hear, max_workers=2, ack_policy=AckPolicy.MANUAL, heartbeat_interval_ms=100)
    await asyncio.wait_for(begun.wait(), 15)
    stopping = asyncio.create_task(station.broker.stop())

    async def is_empty() -> bool:
        return await coordinator.members(group) == 0

    await until(is_empty)
    other = await consuming()
    again = await asyncio.wait_for(other.getone(), 15)
    assert (again.partition, again.offset) == (0, 0)
    assert not stopping.done()
    done.set()
    await stopping
    assert ended.is_set(), "the first handler was neither cancelled nor told"


async def test_message_id_collides_where_offset_and_time_are_the_same(
    topic: str, producer: AIOKafkaProducer, listening: Listening
) -> None:
    heard: list[str] = []

    async def hear(message: KafkaMessage) -> None:
        heard.append(message.message_id)

    for partition in (0, 1):
        await producer.send_and_wait(topic, b"{}", partition=partition, timestamp_ms=1_735_689_600_000)
    await listening(hear)
    await until(lambda: len(heard) == 2)
    assert len(set(heard)) == 1


async def test_ping_is_blind_to_a_consumer_that_reads_no_more(
    topic: str, group: str, producer: AIOKafkaProducer, listening: Listening, coordinator: Coordinator
) -> None:
    heard: list[KafkaMessage] = []

    async def hear(message: KafkaMessage) -> None:
        heard.append(message)

    station = await listening(hear, ack_policy=AckPolicy.MANUAL)
    await station.subscriber.consumer.stop()
    await until(lambda: all(task.done() for task in station.subscriber.tasks))
    await write(producer, topic, b"{}")
    assert await station.broker.ping(timeout=10)
    assert await coordinator.members(group) == 0
    assert station.subscriber.running
    assert not heard


async def test_publish_scatters_a_key_over_partitions(topic: str, listening: Listening, consuming: Consuming) -> None:
    station, consumer = await listening(), await consuming(group_id=None)
    twins = [KafkaPublishMessage(body, key=b"one and the same") for body in (b"first", b"second")]
    for _ in range(12):
        await station.broker.publish_batch(*twins, topic=topic)
    keys = Counter[bytes]()
    places = set[int]()

    async def are_all_read() -> bool:
        found: dict[TopicPartition, list[Any]] = await consumer.getmany(timeout_ms=100)
        keys.update(record.key for records in found.values() for record in records)
        places.update(place.partition for place in found)
        return keys.total() == 24

    await until(are_all_read)
    assert set(keys) == {b"one and the same"}
    assert len(places) > 1, "by the key it would be one"
