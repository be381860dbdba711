"""The connection of one consumer group: FastStream's subscriber, watched and built anew when it stands still."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import FAKE_CONSUMER, KafkaMessage

from shared.runtime import metrics
from shared.runtime.bus.backoff import Backoff
from shared.runtime.bus.pulse import Pulse

_LOG = structlog.get_logger("bus")

_STILL = 30.0
"""Seconds without a poll or an assignment after which the connection is built anew; a rebalance takes up to 30."""
_CLOSING = 4.0
_IDLE_MS = 250
"""A poll ends with the first record; FastStream rests for `batch_timeout_ms` after one that brought none."""


class Reader(Protocol):
    """Who takes what arrives."""

    def on_polled(self) -> None:
        """A poll has just returned; if it brought records, `on_batch` follows."""

    async def on_batch(self, records: tuple[Any, ...]) -> None:
        """Records have come. Never raises."""

    async def on_revoked(self) -> None:
        """All partitions are being taken away. Never raises."""

    async def on_assigned(self, partitions: Sequence[tuple[str, int]]) -> None:
        """These partitions are ours, and no others. Never raises."""


class Connection:
    """Keeps a group connected, whatever happens to the broker, until it is stopped."""

    def __init__(
        self,
        reader: Reader,
        *,
        bootstrap: str,
        group_id: str,
        topics: Sequence[str],
        client_id: str,
        replica: str = "",
    ) -> None:
        self._reader = reader
        self._bootstrap = bootstrap
        self._group_id = group_id
        self._topics = tuple(topics)
        self._client_id = client_id
        self._replica = replica
        self._backoff = Backoff(first=1.0, most=5.0)
        self._stopping = asyncio.Event()
        self._pulse = Pulse()
        self._subscriber: Any = None
        self._task: asyncio.Task[None] | None = None
        self._ticked_at = self._polled_at = time.monotonic()

    @property
    def consumer(self) -> Any:
        """The consumer that is connected now, or None."""
        return self._subscriber.consumer if self._subscriber is not None else None

    def start(self) -> None:
        """Begin to connect; returns at once, and never fails because the broker is away."""
        self._task = asyncio.create_task(self._run(), name=f"connection of {self._group_id}")

    async def stop(self) -> None:
        """Leave the group and disconnect."""
        self._stopping.set()
        if self._task is not None:
            await self._task

    def alive(self, now: float) -> bool:
        """Whether the watch over the connection itself moves; `now` is the monotonic clock."""
        return self._task is not None and not self._task.done() and now - self._ticked_at < _STILL

    def on_polled(self) -> None:
        """Note that the consumer's loop moves."""
        self._polled_at = time.monotonic()
        self._reader.on_polled()

    def on_failed(self, error: Exception) -> None:
        """Note that a poll failed; FastStream waits and polls again."""
        self._note("poll failed", error)

    async def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            broker = self._build()
            try:
                await self._open(broker)
                failures = 0
                await self._watch()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next connection may do better
                failures += 1
                self._note("not connected", error)
            await self._close(broker)
            await self._pause(self._backoff.after(failures))

    def _build(self) -> KafkaBroker:
        broker = KafkaBroker(
            self._bootstrap,
            client_id=self._client_id,
            consumer_only=True,
            allow_auto_create_topics=False,
            apply_types=False,
            retry_backoff_ms=250,
            logger=None,
            graceful_timeout=_CLOSING / 2,
        )
        subscriber = broker.subscriber(
            *self._topics,
            group_id=self._group_id,
            group_instance_id=self._replica or None,
            batch=True,
            max_records=200,
            batch_timeout_ms=10,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
            heartbeat_interval_ms=3_000,
            rebalance_timeout_ms=30_000,
            max_poll_interval_ms=300_000,
            listener=_Listener(self._reader),
            parser=_as_it_came,
            decoder=_undecoded,
            no_reply=True,
        )
        subscriber(self._reader.on_batch)
        self._subscriber = subscriber
        return broker

    async def _open(self, broker: KafkaBroker) -> None:
        await broker.connect()
        config: Any = broker.config.broker_config
        config.builder = partial(_WatchedConsumer, self, **config.builder.keywords)
        starting = asyncio.create_task(broker.start())
        began = time.monotonic()
        try:
            while not starting.done() and not self._stopping.is_set() and time.monotonic() - began < _STILL:
                self._ticked_at = time.monotonic()
                await asyncio.wait({starting}, timeout=0.5)
            if starting.done():
                starting.result()
            elif not self._stopping.is_set():
                raise TimeoutError("no assignment")
        finally:
            if not starting.done():
                starting.cancel()
                await asyncio.wait({starting})
        self._polled_at = time.monotonic()
        self._pulse = Pulse()

    async def _watch(self) -> None:
        while not self._stopping.is_set():
            self._ticked_at = time.monotonic()
            if self._ticked_at - self._polled_at > _STILL:
                raise TimeoutError("no poll")
            if await self._pulse.is_lost(self.consumer):
                raise TimeoutError("no answer to this consumer")
            await self._pause(0.5)

    async def _close(self, broker: KafkaBroker) -> None:
        await self._reader.on_revoked()
        consumer = self.consumer
        _leaves_the_group(consumer)
        try:
            async with asyncio.timeout(_CLOSING):
                await broker.stop()
        except Exception as error:  # noqa: BLE001 - the old connection is given up either way
            self._note("not closed", error)
            if consumer is not None:
                await _abandon(consumer)
        self._subscriber = None

    async def _pause(self, seconds: float) -> None:
        waiting = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({waiting}, timeout=seconds)
        waiting.cancel()

    def _note(self, what: str, error: Exception) -> None:
        metrics.CONSUMER_FAILURES.labels(self._group_id).inc()
        _LOG.warning(what, group=self._group_id, error=repr(error))


def _leaves_the_group(consumer: Any) -> None:
    """Whoever ends in order hands its partitions over at once; a named member would keep them for a session."""
    if consumer is not None and consumer._coordinator is not None:  # noqa: SLF001
        consumer._coordinator._group_instance_id = None  # noqa: SLF001


async def _abandon(consumer: Any) -> None:
    """End what a consumer that does not close would leave running: it would fetch and send heartbeats for ever."""
    coordinator, fetcher, client = consumer._coordinator, consumer._fetcher, consumer._client  # noqa: SLF001
    tasks = (coordinator._coordination_task, coordinator._heartbeat_task) if coordinator else ()  # noqa: SLF001
    for task in filter(None, tasks):
        task.cancel()
    with suppress(Exception):
        async with asyncio.timeout(_CLOSING):
            await asyncio.gather(*(each.close() for each in (fetcher, client) if each), return_exceptions=True)


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def on_partitions_revoked(self, revoked: Any) -> None:  # noqa: ARG002 - eagerly, it is always all of them
        await self._reader.on_revoked()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        await self._reader.on_assigned([(each.topic, each.partition) for each in assigned])


class _WatchedConsumer(AIOKafkaConsumer):  # type: ignore[misc]
    """Tells of each poll, because a consumer that is stuck gives no signal; without records a poll lasts longer."""

    def __init__(self, watch: Connection, **options: Any) -> None:
        self._watch = watch
        super().__init__(**options)

    async def getmany(self, *partitions: Any, timeout_ms: int = 0, max_records: int | None = None) -> Any:  # noqa: ARG002
        try:
            records = await super().getmany(*partitions, timeout_ms=_IDLE_MS, max_records=max_records)
        except KafkaError as error:
            self._watch.on_failed(error)
            raise
        self._watch.on_polled()
        return records


async def _as_it_came(records: Any) -> KafkaMessage:
    # FastStream's own parser decodes headers, and one bad header would lose the whole batch.
    return KafkaMessage(body=b"", raw_message=records, consumer=FAKE_CONSUMER)


async def _undecoded(message: KafkaMessage) -> Any:
    return message.raw_message
