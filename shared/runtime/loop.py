"""The event loop of a service: uvloop, and what aiokafka lacks to live on it."""

import asyncio
import gc
from typing import Final

import uvloop
from aiokafka.conn import AIOKafkaConnection

_GC_THRESHOLD: Final = 50_000


def new_loop() -> asyncio.AbstractEventLoop:
    """A new loop on which a lost connection to Kafka is seen as lost at once."""
    AIOKafkaConnection.connected = _is_open
    return uvloop.new_event_loop()


def spare_collector() -> None:
    """Call once everything is built: what lives as long as the process is never looked through for garbage again."""
    gc.freeze()
    gc.set_threshold(_GC_THRESHOLD)


def _is_open(connection: AIOKafkaConnection) -> bool:
    """Whether a request may be written.

    When a broker resets a connection, aiokafka calls it connected for two more turns of the loop. A write then raises
    RuntimeError on uvloop, which ends the task that keeps the metadata: the group never finds its coordinator again
    (aiokafka issue 1038). `tests/shared/runtime/test_loop.py` tells when this is needed no more.
    """
    writer = connection._writer  # noqa: SLF001 - nothing public knows
    return writer is not None and not writer.is_closing() and not connection._reader.at_eof()  # noqa: SLF001
