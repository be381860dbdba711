"""What the bus tests share: an event, a ledger that keeps it, records as another program would write them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from aiokafka import AIOKafkaProducer

from shared.contracts.event import Event
from shared.kernel.cause import Cause, job_cause
from shared.kernel.clock import now_utc
from shared.kernel.ids import id_from
from shared.runtime.bus.envelope import OutboxEntry, seal
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore

TOPIC = "results.v1"


class Told(Event):
    type = "thing.told"
    topic = TOPIC
    key = "thing_id"

    thing_id: UUID
    n: int


class Noted(Event):
    type = "ledger.noted"
    topic = TOPIC
    key = "thing_id"

    thing_id: UUID
    n: int


KNOWN: Mapping[str, type[Event]] = {Told.type: Told, Noted.type: Noted}


@dataclass(frozen=True)
class Ledger:
    """All that was told of one thing, in the order of its effects."""

    id: UUID
    version: int = 0
    told: tuple[int, ...] = ()


def ledgers_of(store: MongoStore) -> Aggregates[Ledger]:
    return store.aggregates("ledgers", Ledger)


def ledger_id(thing_id: UUID) -> UUID:
    return id_from("ledger", thing_id)


@dataclass(frozen=True)
class Note:
    """Writes an event into the ledger of its thing."""

    ledgers: Aggregates[Ledger]

    async def __call__(self, event: Told, cause: Cause) -> None:
        found = await self.ledgers.find(ledger_id(event.thing_id))
        ledger = Ledger(ledger_id(event.thing_id)) if found is None else await self.ledgers.get(found.thing.id, cause)
        await self.ledgers.save(replace(ledger, told=(*ledger.told, event.n)), emits=[], because_of=cause)


def told(thing_id: UUID, n: int) -> OutboxEntry:
    event = Told(thing_id=thing_id, n=n, unit_id="u", unit_path=("u",))
    cause = job_cause("tests", "tell", thing_id, n)
    return seal(event, aggregate_id=thing_id, seq=n + 1, n=0, cause=cause, source="tests", at=now_utc())


async def tell(producer: AIOKafkaProducer, namespace: str, entries: Sequence[OutboxEntry]) -> None:
    """Write events as the relay would."""
    for entry in entries:
        await write(producer, namespace, entry.key, entry.data, entry.headers)
    await producer.flush()


async def write(
    producer: AIOKafkaProducer,
    namespace: str,
    key: str,
    value: bytes | None,
    headers: Mapping[str, str] | Sequence[tuple[str, bytes | None]],
) -> None:
    """Write one record, as good or bad as it may be."""
    rows = [(name, text.encode()) for name, text in headers.items()] if isinstance(headers, Mapping) else list(headers)
    await producer.send(f"{namespace}.{TOPIC}", value, key=key.encode(), headers=rows)


async def until(condition: Callable[[], bool | Awaitable[bool]], within: float = 15.0) -> None:
    """Wait for something that happens elsewhere."""
    deadline = time.monotonic() + within
    while not (await answer if isinstance(answer := condition(), Awaitable) else answer):
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


def things(count: int) -> list[UUID]:
    return [uuid4() for _ in range(count)]
