"""How FastStream acknowledges: too early, too much, too often, or without end. We commit by ourselves instead."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from tests.shared.runtime.bus.canaries.conftest import Coordinator, Listening
from tests.shared.runtime.bus.world import until


def test_policies_lose_by_default_because_the_default_commits_before_work(kafka_bootstrap: str) -> None:
    assert KafkaBroker(kafka_bootstrap).subscriber("any").ack_policy is AckPolicy.ACK_FIRST


async def test_policies_lose_what_was_committed_before_its_work_was_done(
    topic: str, group: str, producer: AIOKafkaProducer, listening: Listening, coordinator: Coordinator
) -> None:
    done = asyncio.Event()

    async def hear(_: KafkaMessage) -> None:
        await done.wait()

    await producer.send_and_wait(topic, b"{}", partition=0)
    await listening(hear, auto_commit_interval_ms=100)

    async def is_committed() -> bool:
        return (await coordinator.committed(group)).get(0) == 1

    await until(is_committed)
    assert not done.is_set(), "a crash now would lose it"
    done.set()


@pytest.mark.filterwarnings("ignore:AckPolicy.REJECT_ON_ERROR has the same effect:UserWarning")
@pytest.mark.parametrize("policy", [AckPolicy.ACK, AckPolicy.REJECT_ON_ERROR])
async def test_policies_lose_what_failed(
    policy: AckPolicy,
    topic: str,
    group: str,
    producer: AIOKafkaProducer,
    listening: Listening,
    coordinator: Coordinator,
) -> None:
    heard = 0

    async def hear(_: KafkaMessage) -> None:
        nonlocal heard
        heard += 1
        raise ConnectionError("the store is away for a moment")

    await producer.send_and_wait(topic, b"{}", partition=0)
    await listening(hear, ack_policy=policy)

    async def is_committed() -> bool:
        return (await coordinator.committed(group)).get(0) == 1

    await until(is_committed)
    assert heard == 1, "it failed at its only try"


async def test_ack_commits_position_of_all_partitions_though_one_message_was_acknowledged(
    topic: str, group: str, producer: AIOKafkaProducer, listening: Listening, coordinator: Coordinator
) -> None:
    heard: list[int] = []

    async def hear(message: KafkaMessage) -> None:
        assert not isinstance(message.raw_message, tuple)
        heard.append(message.raw_message.partition)
        if len(heard) == 2:
            await message.ack()

    for partition in (0, 1):
        await producer.send_and_wait(topic, b"{}", partition=partition)
    await listening(hear, ack_policy=AckPolicy.MANUAL)

    async def are_committed() -> bool:
        found = await coordinator.committed(group)
        return (found.get(0), found.get(1)) == (1, 1)

    await until(are_committed)
    assert sorted(heard) == [0, 1]


async def test_nack_spins_on_a_message_that_fails_without_pause_or_limit(
    topic: str, producer: AIOKafkaProducer, listening: Listening
) -> None:
    offsets: list[int] = []

    async def hear(message: KafkaMessage) -> None:
        assert not isinstance(message.raw_message, tuple)
        offsets.append(message.raw_message.offset)
        raise ValueError("this one will never succeed")

    for _ in range(2):
        await producer.send_and_wait(topic, b"{}", partition=0)
    await listening(hear, ack_policy=AckPolicy.NACK_ON_ERROR)
    # Our own retries of one record would reach ten in a quarter of an hour, and then end.
    await until(lambda: len(offsets) >= 200)
    assert set(offsets) == {0}, "what stands behind it waits for ever"


async def test_commit_per_message_is_what_the_policies_cost(
    topic: str, producer: AIOKafkaProducer, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = commits = 0
    really_commit = AIOKafkaConsumer.commit

    async def commit(consumer: AIOKafkaConsumer, *offsets: object) -> None:
        nonlocal commits
        commits += 1
        await really_commit(consumer, *offsets)

    async def hear(_: KafkaMessage) -> None:
        nonlocal heard
        heard += 1

    monkeypatch.setattr(AIOKafkaConsumer, "commit", commit)
    for _ in range(20):
        await producer.send(topic, b"{}", partition=0)
    await producer.flush()
    await listening(hear, ack_policy=AckPolicy.ACK)
    await until(lambda: commits == 20)
    assert heard == 20
