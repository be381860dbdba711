import asyncio
from uuid import uuid4

from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.store.things import Thing, a_cause, grown, names


async def test_the_relay_hears_kept_events_in_order_with_those_still_owed(
    store: MongoStore, things: Aggregates[Thing]
) -> None:
    told: list[list[OutboxEntry]] = []
    thing = Thing(uuid4())
    await things.save(thing, emits=[grown(thing.id)], because_of=a_cause())
    store.on_kept = told.append
    cause = a_cause()
    read = await things.get(thing.id, cause)
    await things.save(read, emits=[grown(thing.id), grown(thing.id)], because_of=cause)
    await things.save(read, emits=[grown(thing.id)], because_of=cause)
    await asyncio.sleep(0)
    assert [[entry.seq for entry in entries] for entries in told] == [[1, 2, 3]]
    assert await store.pending_outboxes(10) == told[0]


async def test_a_failing_relay_does_not_fail_the_save(store: MongoStore, things: Aggregates[Thing]) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context["exception"]))

    def fail(_entries: list[OutboxEntry]) -> None:
        raise ValueError("full")

    store.on_kept = fail
    thing = Thing(uuid4())
    assert await things.save(thing, emits=[grown(thing.id)], because_of=a_cause()) is True
    await asyncio.sleep(0)
    assert names(complaints) == ["ValueError"]
