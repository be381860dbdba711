"""A save may put its events in place of published ones, and never in place of one that is still owed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.store import lately
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.lately import Lately, Seen
from tests.shared.runtime.store.things import INDEXES, Thing, a_cause, document_of, grown, things_of


@pytest.fixture
async def other(mongodb_url: str, store: MongoStore) -> AsyncIterator[MongoStore]:
    """The same things in another process."""
    second = MongoStore(mongodb_url, store.rows("things").database.name)
    things_of(second)
    yield second
    await second.close()


async def grow(things: Aggregates[Thing], thing: Thing, events: int = 1) -> Thing:
    """Save the thing as it was kept before, by heart; as it is read afterwards."""
    await things.save(thing, emits=[grown(thing.id)] * events, because_of=a_cause())
    return replace(thing, version=thing.version + 1)


async def owed(store: MongoStore, thing: Thing) -> list[int]:
    return [entry["seq"] for entry in (await document_of(store, thing))["outbox"]]


async def test_events_take_the_place_of_published_ones(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await grow(things, Thing(uuid4()), events=2)
    old = await store.pending_outboxes(1)
    store.published(old)
    await grow(things, thing)
    assert await owed(store, thing) == [3]
    await store.clear_outbox(old)
    assert await owed(store, thing) == [3]


async def test_an_event_that_may_not_be_on_the_bus_stays(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await grow(things, Thing(uuid4()), events=2)
    store.published((await store.pending_outboxes(1))[1:])
    await grow(things, thing)
    assert await owed(store, thing) == [1, 2, 3]


async def test_what_another_process_kept_is_not_taken_for_published(
    store: MongoStore, things: Aggregates[Thing], other: MongoStore
) -> None:
    thing = await grow(things, Thing(uuid4()))
    store.published(await store.pending_outboxes(1))
    thing = await grow(things_of(other), thing)
    assert (await things.find(thing.id)) is not None
    await grow(things, thing)
    assert await owed(store, thing) == [1, 2, 3]


async def test_what_comes_to_the_bus_while_a_save_is_under_way_owes_nothing_any_more(
    store: MongoStore, things: Aggregates[Thing]
) -> None:
    thing = await grow(things, Thing(uuid4()))
    first = await store.pending_outboxes(1)
    saving = asyncio.create_task(grow(things, thing))
    await asyncio.sleep(0)
    store.published(first)
    thing = await saving
    store.published((await store.pending_outboxes(1))[1:])
    await grow(things, thing)
    assert await owed(store, thing) == [3]


async def test_what_is_found_cleared_owes_nothing_any_more(
    store: MongoStore, things: Aggregates[Thing], other: MongoStore
) -> None:
    thing = await grow(things, Thing(uuid4()))
    await other.clear_outbox(await store.pending_outboxes(1))
    await store.next_number("barrier")
    assert await things.find(thing.id) is not None
    thing = await grow(things, thing)
    store.published(await store.pending_outboxes(1))
    await grow(things, thing)
    assert await owed(store, thing) == [3]


async def test_a_save_without_events_takes_nothing_out(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await grow(things, Thing(uuid4()))
    old = await store.pending_outboxes(1)
    store.published(old)
    await grow(things, thing, events=0)
    assert await owed(store, thing) == [1]
    await store.clear_outbox(old)
    await store.next_number("barrier")
    assert await owed(store, thing) == []


def test_who_was_not_seen_for_long_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "_REMEMBERED", 2)
    seen, ids = Lately(), [uuid4() for _ in range(3)]
    for thing_id in (*ids[:2], ids[0], ids[2]):
        seen.saved(thing_id, Seen(1, 1))
    assert [seen.of(thing_id) is not None for thing_id in ids] == [True, False, True]


@dataclass
class Two:
    """Two processes that save, publish and clear the events of one thing; and what is on the bus."""

    here: MongoStore
    there: MongoStore
    thing: Thing = field(default_factory=lambda: Thing(uuid4()))
    handed: dict[bool, list[OutboxEntry]] = field(default_factory=lambda: {True: [], False: []})
    on_the_bus: set[int] = field(default_factory=set)
    confirmed: dict[bool, list[OutboxEntry]] = field(default_factory=lambda: {True: [], False: []})
    told: int = 0

    def store(self, is_here: bool) -> MongoStore:
        return self.here if is_here else self.there

    async def does(self, is_here: bool, act: str, number: int) -> None:
        store = self.store(is_here)
        if act == "save":
            await self._saves(store, number)
        elif act == "publish":
            self._publishes(is_here, number)
        elif act == "clear":
            done, self.confirmed[is_here] = self.confirmed[is_here], []
            await store.clear_outbox(done)
        else:
            await things_of(store).find(self.thing.id)

    async def _saves(self, store: MongoStore, events: int) -> None:
        self.thing = await grow(things_of(store), self.thing, events)
        self.told += events
        await asyncio.sleep(0)  # what is kept is handed over in the next turn

    def _publishes(self, is_here: bool, number: int) -> None:
        mine = self.handed[is_here][: number + 1]
        del self.handed[is_here][: number + 1]
        self.on_the_bus |= {entry.seq for entry in mine}
        self.confirmed[is_here] += mine
        self.store(is_here).published(mine)


Step = tuple[bool, str, int]
STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(("save", "publish", "clear", "read")), st.integers(0, 2)), max_size=20
)


async def played(here: MongoStore, there: MongoStore, steps: Sequence[Step]) -> None:
    two = Two(here, there)
    here.on_kept, there.on_kept = two.handed[True].extend, two.handed[False].extend
    await two.does(is_here=True, act="save", number=1)
    for is_here, act, number in steps:
        await two.does(is_here, act, number)
        await here.next_number("barrier")
        kept = set(await owed(here, two.thing))
        assert kept | two.on_the_bus == set(range(1, two.told + 1)), "an event is neither owed nor on the bus"


def test_no_event_leaves_the_store_before_it_is_on_the_bus(mongodb_url: str, namespace: str) -> None:
    with asyncio.Runner() as runner:
        here, there = (MongoStore(mongodb_url, f"{namespace}_things") for _ in range(2))
        for store in (here, there):
            runner.run(store.open())
            things_of(store)
        runner.run(here.ensure_indexes(INDEXES))

        @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(STEPS)
        def check(steps: Sequence[Step]) -> None:
            runner.run(played(here, there, steps))

        try:
            check()
        finally:
            for store in (here, there):
                runner.run(store.close())
