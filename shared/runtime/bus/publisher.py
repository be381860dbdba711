"""The relay's own producer, replaced on any failure: one refused batch leaves an idempotent producer dead."""

import asyncio
from collections.abc import Container, Coroutine, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2

from shared.runtime import metrics
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.subscription import placed

_LOG = structlog.get_logger("bus")

_CONFIRMED_WITHIN = 30.0
_CLOSED_WITHIN = 5.0


class Publisher:
    """Sends entries and says which of them the broker has confirmed."""

    def __init__(self, service: str, bootstrap: str, namespace: str) -> None:
        self._service = service
        self._bootstrap = bootstrap
        self._namespace = namespace
        self._producer: Any = None

    async def publish(self, entries: Sequence[OutboxEntry]) -> list[OutboxEntry]:
        """Send entries, in the given order of each aggregate, and give those that are on the bus.

        Of each aggregate they are the first ones without a gap. When any is missing the producer is given up.
        """
        on_the_bus: set[UUID] = set()
        try:
            producer = await self._ready()
            async with asyncio.timeout(_CONFIRMED_WITHIN):
                await _all(self._send(producer, topic, owed, on_the_bus) for topic, owed in _by_topic(entries).items())
        except Exception as error:  # noqa: BLE001 - whatever failed, only what is confirmed counts
            metrics.PUBLISH_FAILURES.labels(self._service).inc()
            _LOG.warning("not published", service=self._service, count=len(entries), error=repr(error))
            await self.close()
            return _confirmed(entries, on_the_bus)
        return list(entries)

    async def close(self) -> None:
        """Give the producer up; what it has not sent is not sent any more."""
        producer, self._producer = self._producer, None
        if producer is None:
            return
        try:
            async with asyncio.timeout(_CLOSED_WITHIN):
                # Without this the library would wait for a broker that may never come back, and then send.
                producer._message_accumulator.fail_all(KafkaError("given up"))  # noqa: SLF001
                await producer.client.close()
                await producer.stop()
        except Exception as error:  # noqa: BLE001 - it is given up either way
            _LOG.warning("producer not closed", service=self._service, error=repr(error))

    async def _ready(self) -> Any:
        if self._producer is None:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap,
                client_id=self._service,
                acks="all",
                enable_idempotence=True,
                linger_ms=0,
                max_batch_size=131_072,
                request_timeout_ms=60_000,
                retry_backoff_ms=250,
            )
            self._producer = producer
            async with asyncio.timeout(_CONFIRMED_WITHIN):
                await producer.start()
        return self._producer

    async def _send(self, producer: Any, topic: str, entries: Sequence[OutboxEntry], on_the_bus: set[UUID]) -> None:
        name = placed(topic, self._namespace)
        numbers = sorted(await producer.partitions_for(name))
        partitions: dict[int, list[OutboxEntry]] = {}
        for entry in entries:
            partitions.setdefault(numbers[_hash_of(entry.key) % len(numbers)], []).append(entry)
        await _all(_fill(producer, name, number, owed, on_the_bus) for number, owed in partitions.items())


@lru_cache(maxsize=65_536)
def _hash_of(key: str) -> int:
    """What Kafka's own clients choose a partition by. The library's takes longer than all else about a record."""
    number: int = murmur2(key.encode())
    return number & 0x7FFFFFFF


async def _fill(
    producer: Any, topic: str, partition: int, entries: Sequence[OutboxEntry], on_the_bus: set[UUID]
) -> None:
    # Batches made here, because an answer for each record costs more than the record itself. Each is answered before
    # the next one goes: behind a refused one nothing may follow.
    for batch, held in _batches(producer, entries):
        answer = await producer.send_batch(batch, topic, partition=partition)
        await answer
        on_the_bus.update(entry.id for entry in held)


def _batches(producer: Any, entries: Sequence[OutboxEntry]) -> Iterator[tuple[Any, list[OutboxEntry]]]:
    """Full batches, each with what it holds; one may hold a single entry that is larger than a batch."""
    batch: Any = producer.create_batch()
    held: list[OutboxEntry] = []
    for entry in entries:
        if not _is_held(batch, entry):
            yield batch, held
            batch, held = producer.create_batch(), []
            _is_held(batch, entry)
        held.append(entry)
    yield batch, held


def _is_held(batch: Any, entry: OutboxEntry) -> bool:
    key = entry.key.encode()
    return batch.append(timestamp=None, key=key, value=entry.data, headers=entry.raw_headers) is not None


async def _all(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Let all of them end, then raise what the first one failed with: none stops because another one fails."""
    for failure in await asyncio.gather(*works, return_exceptions=True):
        if failure is not None:
            raise failure


def _by_topic(entries: Sequence[OutboxEntry]) -> dict[str, list[OutboxEntry]]:
    topics: dict[str, list[OutboxEntry]] = {}
    for entry in entries:
        topics.setdefault(entry.topic, []).append(entry)
    return topics


def _confirmed(entries: Sequence[OutboxEntry], on_the_bus: Container[UUID]) -> list[OutboxEntry]:
    confirmed: list[OutboxEntry] = []
    gaps: set[str] = set()
    for entry in entries:
        if entry.id not in on_the_bus:
            gaps.add(entry.key)
        elif entry.key not in gaps:
            confirmed.append(entry)
    return confirmed
