"""The messages: the same for every shape, made once, poured at once or at a steady rate."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random  # noqa: TID251 - seeded, so that every run has the same messages
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaProducer

from deploy.bench.work import Place, Worked, filler, thing_id
from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.runtime.bus.envelope import OutboxEntry, seal

_NEWEST_SHARE = 0.95
_UNITS = ("BTP", "STP-HP")
_POURED_TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class Load:
    """So many events on things numbered from 0; of every hundred, 95 fall on the `newest` things.

    Of each thing the works are numbered from 1. `name` is the namespace of the topic.
    """

    name: str
    events: int
    things: int
    newest: int = 0
    seed: int = 0

    def works(self) -> Iterator[tuple[UUID, int]]:
        """The thing and the number of each work, in order."""
        chance, counts = Random(f"{self.name}/{self.seed}"), Counter[int]()  # noqa: S311 - no secret
        newest = self.newest or self.things
        for _ in range(self.events):
            is_new = newest == self.things or chance.random() < _NEWEST_SHARE
            number = chance.randrange(self.things - newest, self.things) if is_new else chance.randrange(self.things)
            counts[number] += 1
            yield thing_id(number), counts[number]

    def expected(self) -> dict[UUID, int]:
        """How many works each thing has in the end."""
        return dict(Counter(each for each, _ in self.works()))


@asynccontextmanager
async def sender(bootstrap: str) -> AsyncIterator[Any]:
    """A producer as the relay's, that may gather a little longer."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, linger_ms=2, max_batch_size=262_144
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def pour(place: Place, load: Load) -> None:
    """Write all messages as fast as the broker takes them."""
    async with sender(place.bootstrap) as producer:
        pending: list[Any] = []
        for number, (thing, n) in enumerate(load.works()):
            pending.append(await send(producer, place, _sealed(load, thing, n, number)))
            if len(pending) >= _POURED_TOGETHER:
                await asyncio.gather(*pending)
                pending.clear()
        await asyncio.gather(*pending)


async def drip(place: Place, load: Load, per_second: int) -> None:
    """Write the messages at a steady rate, whether or not anybody keeps up."""
    async with sender(place.bootstrap) as producer:
        began, pending = time.monotonic(), []
        for number, (thing, n) in enumerate(load.works()):
            await asyncio.sleep(began + number / per_second - time.monotonic())
            pending.append(await send(producer, place, _sealed(load, thing, n, number)))
        await asyncio.gather(*pending)


async def send(producer: Any, place: Place, entry: OutboxEntry) -> Any:
    """Write one message as the relay would; what to wait for."""
    return await producer.send(place.source, entry.data, key=entry.key.encode(), headers=entry.raw_headers)


def _sealed(load: Load, thing: UUID, n: int, number: int) -> OutboxEntry:
    event = Worked(
        thing_id=thing, n=n, sent_ns=time.time_ns(), text=filler(number), unit_id=_UNITS[-1], unit_path=_UNITS
    )
    cause = job_cause("bench", load.name, number)
    return seal(event, aggregate_id=thing, seq=n, n=1, cause=cause, source="bench", at=now_utc())
