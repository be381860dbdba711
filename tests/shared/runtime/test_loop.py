"""A connection that Kafka resets counts as lost before anything is written to it, on the loop of the services."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
import uvloop
from aiokafka.conn import AIOKafkaConnection, create_conn
from aiokafka.errors import KafkaConnectionError
from aiokafka.protocol.admin import ApiVersionRequest

from shared.runtime.loop import new_loop
from tests.wire import wire_to

_AS_IT_COMES = AIOKafkaConnection.connected

NewLoop = Callable[[], asyncio.AbstractEventLoop]


@pytest.fixture(autouse=True)
def as_it_comes() -> Iterator[None]:
    before, AIOKafkaConnection.connected = AIOKafkaConnection.connected, _AS_IT_COMES
    yield
    AIOKafkaConnection.connected = before


@asynccontextmanager
async def just_reset(kafka_bootstrap: str) -> AsyncIterator[AIOKafkaConnection]:
    """A connection in the very turn of the loop that brought the reset."""
    async with wire_to(kafka_bootstrap) as wire:
        host, port = wire.address.split(":")
        connection = await create_conn(host, int(port))
        wire.reset()
        while connection._reader.exception() is None:  # noqa: ASYNC110 - each turn of the loop counts
            await asyncio.sleep(0)
        yield connection
        connection.close()


async def _is_seen_as_lost(kafka_bootstrap: str) -> None:
    async with just_reset(kafka_bootstrap) as connection:
        assert not connection.connected()
        await asyncio.sleep(0.01)
        with pytest.raises(KafkaConnectionError):
            await connection.send(ApiVersionRequest())


async def _breaks_the_writer(kafka_bootstrap: str) -> None:
    async with just_reset(kafka_bootstrap) as connection:
        assert connection.connected(), "aiokafka sees it now: shared/runtime/loop.py need not mend it any more"
        with pytest.raises(RuntimeError, match="closed"):
            await connection.send(ApiVersionRequest())


def test_a_reset_connection_is_lost_at_once(kafka_bootstrap: str) -> None:
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(_is_seen_as_lost(kafka_bootstrap))


def test_without_the_mend_a_request_would_be_written_to_it(kafka_bootstrap: str) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_breaks_the_writer(kafka_bootstrap))
