"""A store, a producer and pipelines of one test, on real Kafka and mongod."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

import pytest
from aiokafka import AIOKafkaProducer

from shared.kernel.cause import Cause
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.bus.subscription import Group, on
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.world import KNOWN, TOPIC, Told, ledgers_of, until

Handler = Callable[[Told, Cause], Awaitable[None]]


class Reading(Protocol):
    """Starts a pipeline of the group that all pipelines of a test share; `replica` is its lasting name."""

    async def __call__(self, handler: Handler, replica: str = "") -> Pipeline:
        """It has joined when it is given."""


@pytest.fixture
async def store(mongodb_url: str, namespace: str) -> AsyncIterator[MongoStore]:
    store = MongoStore(mongodb_url, f"{namespace}_tests")
    await store.open()
    ledgers_of(store)
    await store.ensure_indexes()
    yield store
    await store.close()


@asynccontextmanager
async def _producing(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    yield producer
    await producer.stop()


@pytest.fixture
async def producer(
    kafka_bootstrap: str, topics: Callable[..., Awaitable[list[str]]]
) -> AsyncIterator[AIOKafkaProducer]:
    await topics(TOPIC)
    async with _producing(kafka_bootstrap) as producer:
        yield producer


@pytest.fixture
async def reading(
    kafka_bootstrap: str, namespace: str, store: MongoStore, producer: AIOKafkaProducer
) -> AsyncIterator[Reading]:
    assert producer is not None
    async with AsyncExitStack() as stack:

        async def start(handler: Handler, replica: str = "") -> Pipeline:
            group = Group("tests.ledgers", (on(Told, handler),))
            pipeline = Pipeline(
                group,
                bootstrap=kafka_bootstrap,
                parked=store.parked,
                namespace=namespace,
                known=KNOWN,
                replica=replica,
            )
            pipeline.start()
            stack.push_async_callback(pipeline.stop)
            await until(pipeline.assigned)
            return pipeline

        yield start
