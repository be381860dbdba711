"""What aiokafka's producer does when a batch is refused, a leader is away, or nobody waits any more."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from inspect import signature
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import LeaderNotAvailableError, MessageSizeTooLargeError, OutOfOrderSequenceNumber

from tests.shared.runtime.bus.canaries.conftest import Consuming

Producing = Callable[..., Awaitable[AIOKafkaProducer]]


@pytest.fixture
async def producing(kafka_bootstrap: str) -> AsyncIterator[Producing]:
    """Starts an idempotent producer, as the relay has one."""
    async with AsyncExitStack() as stack:

        async def start(**options: Any) -> AIOKafkaProducer:
            producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap, enable_idempotence=True, **options)
            await producer.start()
            stack.push_async_callback(producer.stop)
            return producer

        yield start


def hurry(producer: AIOKafkaProducer, seconds: float) -> None:
    """As `request_timeout_ms` does for what waits; given at the start, it would hurry the connecting too."""
    assert producer._message_accumulator._batch_ttl == 40
    producer._message_accumulator._batch_ttl = seconds


async def is_dead(producer: AIOKafkaProducer, topic: str) -> bool:
    """Whether two more sends, both of them harmless, are refused."""
    for _ in range(2):
        with pytest.raises(OutOfOrderSequenceNumber):
            await producer.send_and_wait(topic, b"{}", partition=0)
    return True


async def test_refused_batch_kills_the_idempotent_producer(topic: str, producing: Producing) -> None:
    producer = await producing(max_request_size=2_000_000)
    await producer.send_and_wait(topic, b"{}", partition=0)
    with pytest.raises(MessageSizeTooLargeError):
        await producer.send_and_wait(topic, b"x" * 1_500_000, partition=0)
    assert await is_dead(producer, topic)
    fresh = await producing()
    await fresh.send_and_wait(topic, b"{}", partition=0)


async def test_leaderless_kills_the_idempotent_producer_after_the_request_time_out(
    topic: str, producing: Producing, monkeypatch: pytest.MonkeyPatch
) -> None:
    producer = await producing()
    await producer.send_and_wait(topic, b"{}", partition=0)
    hurry(producer, 0.3)
    with monkeypatch.context() as election:
        # So a client knows a partition whose leader is being elected; one broker alone never elects.
        election.setattr(producer.client.cluster, "leader_for_partition", lambda _: -1)
        with pytest.raises(LeaderNotAvailableError):
            await producer.send_and_wait(topic, b"{}", partition=0)
    assert await is_dead(producer, topic)


def test_send_no_deadline_can_be_asked_for() -> None:
    assert not [name for name in signature(AIOKafkaProducer).parameters if "deliver" in name]


async def test_send_no_deadline_ends_it_and_a_cancelled_one_still_arrives(
    topic: str, producing: Producing, consuming: Consuming, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_ready(*_: object, **__: object) -> bool:
        return False

    consumer = await consuming(group_id=None)
    producer = await producing()
    await producer.send_and_wait(topic, b"first", partition=0)
    hurry(producer, 0.3)
    with monkeypatch.context() as outage:
        # So a client knows a broker to which it finds no connection.
        outage.setattr(producer.client, "ready", is_ready)
        sending = asyncio.create_task(producer.send_and_wait(topic, b"given up", partition=0))
        await asyncio.wait({sending}, timeout=1)
        assert not sending.done(), "what `request_timeout_ms` stands for has passed thrice"
        sending.cancel()
        await asyncio.wait({sending})
    assert sending.cancelled()
    arrived = [await asyncio.wait_for(consumer.getone(), 15) for _ in range(2)]
    assert [record.value for record in arrived] == [b"first", b"given up"]


async def test_linger_delays_a_single_send_though_nothing_joins_it(topic: str, producing: Producing) -> None:
    producer = await producing(linger_ms=400)
    began = time.monotonic()
    await producer.send_and_wait(topic, b"{}", partition=0)
    assert time.monotonic() - began > 0.39
