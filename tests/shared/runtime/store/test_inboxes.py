from datetime import timedelta
from typing import Any
from uuid import uuid4

from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.inboxes import IS_LARGE, LARGE, LARGE_INDEX, Inboxes
from tests.shared.runtime.store.things import EPOCH, Thing, a_cause, document_of, reread

LATER = EPOCH + timedelta(days=1)


def inboxes_of(store: MongoStore) -> Inboxes:
    (inboxes,) = store.inboxes()
    return inboxes


def closable(store: MongoStore) -> Aggregates[Thing]:
    return store.aggregates("things", Thing, is_closed=lambda thing: thing.size > 0)


async def closed(store: MongoStore) -> Thing:
    thing = Thing(uuid4(), size=1)
    assert await closable(store).save(thing, because_of=a_cause())
    return await reread(closable(store), thing)


async def test_closed_things_come_oldest_first_and_open_ones_never(store: MongoStore) -> None:
    await closable(store).save(Thing(uuid4()), because_of=a_cause())
    first, second = await closed(store), await closed(store)
    inboxes = inboxes_of(store)
    due = await inboxes.closed_between(EPOCH, LATER, 10)
    assert [inbox.id for inbox in due] == [first.id, second.id]
    assert due[0].entries[0].source == "things.v1/0/7"
    assert await inboxes.closed_between(EPOCH, due[0].closed_at, 10) == []
    assert [inbox.id for inbox in await inboxes.closed_between(due[1].closed_at, LATER, 10)] == [second.id]


async def test_a_thing_that_was_saved_since_forgets_nothing(store: MongoStore) -> None:
    thing = await closed(store)
    (inbox,) = await inboxes_of(store).closed_between(EPOCH, LATER, 10)
    await closable(store).save(thing, because_of=a_cause())
    await inboxes_of(store).forget(inbox, [inbox.entries[0].cause_id])
    assert len((await document_of(store, thing))["inbox"]) == 2
    (inbox,) = await inboxes_of(store).closed_between(EPOCH, LATER, 10)
    await inboxes_of(store).forget(inbox, [entry.cause_id for entry in inbox.entries])
    assert await inboxes_of(store).closed_between(EPOCH, LATER, 10) == []


async def test_only_what_may_be_pruned_is_read(store: MongoStore) -> None:
    for _ in range(10):
        await closable(store).save(Thing(uuid4()), because_of=a_cause())
    await closed(store)
    wanted = {"closed_at": {"$gte": EPOCH, "$lt": LATER}, "inbox.src": {"$exists": True}}
    plan: dict[str, Any] = await store.rows("things").find(wanted).sort("closed_at", 1).explain()
    assert plan["executionStats"]["totalDocsExamined"] == 1


async def test_the_largest_inbox_is_found_by_its_index_alone(store: MongoStore) -> None:
    thing = await closed(store)
    assert await inboxes_of(store).largest() == 0
    await store.rows("things").update_one(
        {"_id": thing.id}, {"$push": {"inbox": {"$each": [{"k": uuid4(), "at": EPOCH} for _ in range(LARGE)]}}}
    )
    assert await inboxes_of(store).largest() == LARGE + 1
    plan: dict[str, Any] = await store.rows("things").find(IS_LARGE).hint(LARGE_INDEX).explain()
    assert plan["executionStats"]["totalDocsExamined"] == 1
