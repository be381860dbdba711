"""What aiokafka's consumer does in silence: reads again, skips, disturbs its group, or stands still."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import CommitFailedError
from aiokafka.protocol.group import LeaveGroupRequest
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from tests.shared.runtime.bus.canaries.conftest import Consuming, Coordinator, Listening
from tests.shared.runtime.bus.world import until

PARTITIONS = 12


async def read(consumer: AIOKafkaConsumer, count: int) -> list[int]:
    """The partitions of the next records, at least so many."""
    partitions: list[int] = []

    async def are_enough() -> bool:
        found: dict[TopicPartition, list[Any]] = await consumer.getmany(timeout_ms=50)
        partitions.extend(record.partition for records in found.values() for record in records)
        return len(partitions) >= count

    await until(are_enough)
    return partitions


async def test_join_redelivers_to_a_member_what_it_has_read_and_keeps(
    topic: str, producer: AIOKafkaProducer, consuming: Consuming
) -> None:
    for partition in range(PARTITIONS):
        await producer.send(topic, b"{}", partition=partition)
    await producer.flush()
    first = await consuming(heartbeat_interval_ms=100)
    assert sorted(await read(first, PARTITIONS)) == list(range(PARTITIONS))
    await consuming()
    await until(lambda: 0 < len(first.assignment()) < PARTITIONS)
    kept = {place.partition for place in first.assignment()}
    assert set(await read(first, len(kept))) == kept


async def test_cancel_disables_check_of_the_interval_between_polls(
    namespace: str, consuming: Consuming, coordinator: Coordinator
) -> None:
    options = {"max_poll_interval_ms": 1_000, "heartbeat_interval_ms": 200}
    idle = await consuming(group_id=f"{namespace}.idle", **options)
    cancelled = await consuming(group_id=f"{namespace}.cancelled", **options)
    await idle.getmany()
    with suppress(TimeoutError):
        await asyncio.wait_for(cancelled.getmany(timeout_ms=60_000), 0.05)

    async def has_left() -> bool:
        return await coordinator.members(f"{namespace}.idle") == 0

    async def is_inside() -> bool:
        return await coordinator.members(f"{namespace}.cancelled") == 1

    await until(has_left)
    await asyncio.sleep(1)
    # It may only now come back, when its start took so long that it had left before its first poll.
    await until(is_inside)


async def test_late_commit_of_an_expelled_member_brings_it_back_and_takes_partitions_from_another(
    topic: str, group: str, consuming: Consuming, coordinator: Coordinator
) -> None:
    # Its heartbeat is so rare that nothing but the commit can tell the expelled one of its expulsion.
    expelled = await consuming(session_timeout_ms=60_000, heartbeat_interval_ms=20_000)
    inside = expelled._coordinator
    await inside._send_req(LeaveGroupRequest(group, inside.member_id))
    other = await consuming(heartbeat_interval_ms=100)
    assert len(other.assignment()) == PARTITIONS
    await asyncio.sleep(0.5)
    assert await coordinator.members(group) == 1
    assert len(expelled.assignment()) == PARTITIONS, "it believes that all is as it was"
    with pytest.raises(CommitFailedError):
        await expelled.commit({TopicPartition(topic, 0): 1})
    await until(lambda: len(other.assignment()) == PARTITIONS // 2)
    assert await coordinator.members(group) == 2


async def test_restart_resumes_what_a_stuck_handler_holds_though_nothing_tells_of_it(
    topic: str,
    group: str,
    producer: AIOKafkaProducer,
    listening: Listening,
    consuming: Consuming,
    coordinator: Coordinator,
) -> None:
    stuck = asyncio.Event()

    async def hear(_: KafkaMessage) -> None:
        stuck.set()
        await asyncio.Event().wait()

    await producer.send_and_wait(topic, b"{}", partition=0)
    station = await listening(hear, ack_policy=AckPolicy.MANUAL, heartbeat_interval_ms=100)
    await asyncio.wait_for(stuck.wait(), 15)
    await asyncio.sleep(0.5)
    assert await coordinator.members(group) == 1
    assert await station.broker.ping(timeout=10)
    assert not any(task.done() for task in station.subscriber.tasks)
    for task in station.subscriber.tasks:
        task.cancel()
    await station.broker.stop()
    restarted = await consuming()
    record = await asyncio.wait_for(restarted.getone(), 15)
    assert (record.partition, record.offset) == (0, 0)


async def test_reset_default_is_latest_and_a_new_group_skips_what_is_there(
    topic: str, kafka_bootstrap: str, group: str, producer: AIOKafkaProducer
) -> None:
    await producer.send_and_wait(topic, b"{}", partition=0)
    async with AIOKafkaConsumer(topic, bootstrap_servers=kafka_bootstrap, group_id=group) as consumer:
        assert await consumer.position(TopicPartition(topic, 0)) == 1
    broker = KafkaBroker(kafka_bootstrap)
    assert broker.subscriber("any")._connection_args["auto_offset_reset"] == "latest"
