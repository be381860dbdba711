"""The relay, from a real store to a real topic."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from aiokafka import AIOKafkaConsumer

from shared.kernel.cause import job_cause
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.relay import Relay
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.world import TOPIC, Ledger, Noted, ledgers_of, things, until

Keep = Callable[[UUID, int], Awaitable[None]]


@pytest.fixture
async def listened(
    kafka_bootstrap: str, namespace: str, topics: Callable[..., Awaitable[list[str]]]
) -> AsyncIterator[list[Any]]:
    """All records of the topic as a plain consumer gets them, growing."""
    await topics(TOPIC)
    consumer = AIOKafkaConsumer(f"{namespace}.{TOPIC}", bootstrap_servers=kafka_bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    records: list[Any] = []

    async def listen() -> None:
        while True:
            records.append(await consumer.getone())

    task = asyncio.create_task(listen())
    yield records
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await consumer.stop()


@pytest.fixture
async def relay(kafka_bootstrap: str, namespace: str, store: MongoStore) -> AsyncIterator[Relay]:
    relay = Relay(store, service="tests", bootstrap=kafka_bootstrap, namespace=namespace)
    yield relay
    await relay.stop()


async def keep(store: MongoStore, thing: UUID, events: int) -> list[int]:
    """Keep a ledger, one event a save; the numbers of the events."""
    ledger = Ledger(thing)
    for n in range(events):
        event = Noted(thing_id=thing, n=n, unit_id="u", unit_path=("u",))
        await ledgers_of(store).save(ledger, emits=[event], because_of=job_cause("tests", "keep", thing, n))
        ledger = replace(ledger, version=ledger.version + 1)
    return list(range(1, events + 1))


def sequences(records: list[Any], thing: UUID) -> list[int]:
    mine = [dict(record.headers) for record in records if record.key == str(thing).encode()]
    return [int(headers["ce_sequence"]) for headers in mine]


async def is_empty(store: MongoStore) -> bool:
    return not await store.pending_outboxes(1000)


async def test_what_is_kept_is_on_the_bus_at_once_with_exactly_these_headers(
    store: MongoStore, relay: Relay, listened: list[Any]
) -> None:
    kept: list[OutboxEntry] = []

    def tell(entries: list[OutboxEntry]) -> None:
        kept.extend(entries)
        relay.nudge(entries)

    store.on_kept = tell
    relay.start()
    (thing,) = things(1)
    await keep(store, thing, 1)
    began = time.monotonic()
    await until(lambda: len(listened) == 1)
    assert time.monotonic() - began < 2, "the poller would have taken longer"
    record = listened[0]
    assert [(name, text.decode()) for name, text in record.headers] == list(kept[0].headers.items())
    assert (record.key, record.value) == (str(thing).encode(), kept[0].data)
    assert dict(record.headers)["ce_type"] == b"ledger.noted"
    await until(lambda: is_empty(store))
    assert relay.alive(time.monotonic())


async def test_per_aggregate_events_arrive_in_order_and_once(
    store: MongoStore, relay: Relay, listened: list[Any]
) -> None:
    store.on_kept = relay.nudge
    relay.start()
    ids = things(40)
    await asyncio.gather(*(keep(store, thing, 10) for thing in ids))
    await until(lambda: len(listened) >= 400)
    assert all(sequences(listened, thing) == list(range(1, 11)) for thing in ids)


async def test_what_a_crash_left_between_save_and_publish_is_found(
    store: MongoStore, relay: Relay, listened: list[Any]
) -> None:
    (thing,) = things(1)
    numbers = await keep(store, thing, 3)
    relay.start()
    await until(lambda: len(listened) >= 3)
    assert sequences(listened, thing) == numbers
    await until(lambda: is_empty(store))


async def test_a_stop_flushes_what_is_in_memory(store: MongoStore, relay: Relay, listened: list[Any]) -> None:
    store.on_kept = relay.nudge
    relay.start()
    ids = things(30)
    await asyncio.gather(*(keep(store, thing, 5) for thing in ids))
    await asyncio.sleep(0)
    await relay.stop()
    # Cleared without waiting for the journal, read from the majority: visible a moment later.
    await until(lambda: is_empty(store), within=2)
    await until(lambda: len(listened) == 150)
