"""What a client of the bus puts there: records that nobody can read, and records that stand there already."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from deploy.chaos.plan import poison
from deploy.standalone.reconcile.history import Injected
from deploy.standalone.topics import declared
from shared.contracts import topics
from shared.runtime.bus.subscription import placed

TOPICS = (topics.NOMINATIONS, topics.REVIEWS, topics.AWARDS)
_TYPES = {
    topics.NOMINATIONS: "nomination.submitted",
    topics.REVIEWS: "review.case_opened",
    topics.AWARDS: "award.granted",
}
_SOURCE, _OURS = "ce_source", b"/chaos"
_PAUSE_SECONDS = 0.5
_LOOK_MS = 2_000

Header = tuple[str, bytes]


@dataclass(slots=True)
class Poisoner:
    """Puts records on topics and remembers where they came to stand; away or not, the bus gets them."""

    bootstrap: str
    namespace: str
    seed: int
    injected: set[Injected]
    doubled: int = 0
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    async def poison(self, count: int) -> None:
        """Put so many records there that can never be read, each kind in turn, under keys that nobody has."""
        async with self._producer() as producer:
            for number in itertools.islice(self._numbers, count):
                topic, drawn = TOPICS[number % len(TOPICS)], poison(self.seed, number)
                kind, value, headers = _spoilt(number // len(TOPICS), _TYPES[topic], drawn)
                sent = await producer.send_and_wait(
                    placed(topic, self.namespace), value=value, key=_key(drawn), headers=headers
                )
                self.injected.add(Injected(topic, sent.partition, sent.offset, kind))

    async def double(self, count: int) -> None:
        """Put the newest so many records of some partitions there once more, byte for byte."""
        async with self._producer() as producer:
            for record in await self._newest(count):
                await producer.send_and_wait(
                    record.topic,
                    value=record.value,
                    key=record.key,
                    headers=list(record.headers),
                    partition=record.partition,
                )
                self.doubled += 1

    async def _newest(self, count: int) -> Sequence[Any]:
        consumer = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, group_id=None, enable_auto_commit=False)
        await consumer.start()
        try:
            numbers = {topic.name: topic.partitions for topic in declared()}
            places = [
                TopicPartition(placed(topic, self.namespace), n) for topic in TOPICS for n in range(numbers[topic])
            ]
            consumer.assign(places)
            ends = await consumer.end_offsets(places)
            behind = {place: end for place, end in ends.items() if end}
            consumer.assign(list(behind))
            for place, end in behind.items():
                consumer.seek(place, max(end - 2, 0))
            found = await consumer.getmany(timeout_ms=_LOOK_MS, max_records=count)
            return [one for records in found.values() for one in records if dict(one.headers)[_SOURCE] != _OURS]
        finally:
            await consumer.stop()

    @asynccontextmanager
    async def _producer(self) -> AsyncIterator[Any]:
        """Idempotent, so that what is sent again while the bus is away stands there once, where we know of it."""
        producer = AIOKafkaProducer(
            bootstrap_servers=self.bootstrap, acks="all", enable_idempotence=True, request_timeout_ms=60_000
        )
        await _insist(producer)
        try:
            yield producer
        finally:
            await producer.stop()


async def _insist(producer: Any) -> None:
    while True:
        try:
            await producer.start()
        except KafkaError:
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            return


def _key(drawn: Mapping[str, bytes]) -> bytes:
    return str(UUID(bytes=drawn["key"])).encode()


def _spoilt(number: int, kind: str, drawn: Mapping[str, bytes]) -> tuple[str, bytes | None, list[Header]]:
    """One of six kinds of poison: its name, value and headers."""
    envelope = {
        "ce_specversion": b"1.0",
        "ce_id": _key(drawn),
        _SOURCE: _OURS,
        "ce_type": kind.encode(),
        "ce_subject": _key(drawn),
        "ce_sequence": b"0000000001",
    }
    kinds: Sequence[tuple[str, bytes | None, Mapping[str, bytes]]] = (
        ("no JSON", drawn["junk"], envelope),
        ("another form", b'{"nothing": "that anybody asked for"}', envelope),
        ("no value", None, envelope),
        ("unknown type", b"{}", {**envelope, "ce_type": b"chaos.made"}),
        ("of the future", b"{}", {**envelope, "ce_dataschema": kind.encode() + b"/999"}),
        ("no text in a header", b"{}", {**envelope, "ce_subject": b"\xff\xfe" + drawn["junk"]}),
    )
    name, value, headers = kinds[number % len(kinds)]
    return name, value, list(headers.items())
