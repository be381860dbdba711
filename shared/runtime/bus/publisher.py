"""The relay's own producer, replaced on any failure: one refused batch leaves an idempotent producer dead."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

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
        sent: dict[UUID, asyncio.Future[Any]] = {}
        try:
            producer = await self._ready()
            async with asyncio.timeout(_CONFIRMED_WITHIN):
                await asyncio.gather(*(self._send(producer, each, sent) for each in _by_topic(entries)))
                await asyncio.wait(sent.values())
            for answer in sent.values():
                answer.result()
        except Exception as error:  # noqa: BLE001 - whatever failed, only what is confirmed counts
            metrics.PUBLISH_FAILURES.labels(self._service).inc()
            _LOG.warning("not published", service=self._service, count=len(entries), error=repr(error))
            confirmed = _confirmed(entries, sent)
            await self.close()
            for answer in sent.values():
                # Asked for, or asyncio reports each one once more when it is collected.
                if answer.done() and not answer.cancelled():
                    answer.exception()
            return confirmed
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

    async def _send(self, producer: Any, entries: Sequence[OutboxEntry], sent: dict[UUID, asyncio.Future[Any]]) -> None:
        for entry in entries:
            sent[entry.id] = await producer.send(
                placed(entry.topic, self._namespace),
                value=entry.data,
                key=entry.key.encode(),
                headers=entry.raw_headers,
            )


def _by_topic(entries: Sequence[OutboxEntry]) -> list[list[OutboxEntry]]:
    topics: dict[str, list[OutboxEntry]] = {}
    for entry in entries:
        topics.setdefault(entry.topic, []).append(entry)
    return list(topics.values())


def _confirmed(entries: Sequence[OutboxEntry], sent: dict[UUID, asyncio.Future[Any]]) -> list[OutboxEntry]:
    confirmed: list[OutboxEntry] = []
    gaps: set[str] = set()
    for entry in entries:
        answer = sent.get(entry.id)
        if answer is None or not answer.done() or answer.cancelled() or answer.exception() is not None:
            gaps.add(entry.key)
        elif entry.key not in gaps:
            confirmed.append(entry)
    return confirmed
