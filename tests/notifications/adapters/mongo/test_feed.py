import asyncio

from services.notifications.adapters.mongo.feed import MongoFeed
from shared.contracts.notifications import NotificationPosted
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.facts import event_of, record_of


async def owed_in_the_end(store: MongoStore, count: int) -> list[OutboxEntry]:
    """Clearing waits for no majority, and what is owed is read from one."""
    async with asyncio.timeout(5):
        while len(found := await store.pending_outboxes(10)) != count:  # noqa: ASYNC110 - nothing tells when
            await asyncio.sleep(0.01)
    return list(found)


async def test_each_item_owes_one_posted_event_until_it_is_published(store: MongoStore, clock: SetClock) -> None:
    told: list[OutboxEntry] = []
    store.on_kept = told.extend
    record = record_of(event_of("award.granted"))
    await MongoFeed(store, clock).post(record)
    await asyncio.sleep(0)
    owed = await store.pending_outboxes(10)
    assert {entry.key for entry in owed} == {str(message.id) for message in record.messages}
    assert {entry.id: entry for entry in told} == {entry.id: entry for entry in owed}
    posted = [NotificationPosted.model_validate_json(entry.data) for entry in owed]
    assert sorted(event.feed_seq for event in posted) == [1, 2]
    assert {event.event_id for event in posted} == {record.id}
    assert {event.message for event in posted} == {message.text_vi for message in record.messages}
    await store.clear_outbox([entry for entry in told if entry.id == owed[0].id])
    assert await owed_in_the_end(store, 1) == list(owed[1:])


async def test_a_store_that_forgot_where_an_event_lies_still_clears_it(store: MongoStore, clock: SetClock) -> None:
    feed = MongoFeed(store, clock)
    await feed.post(record_of(event_of("award.granted")))
    owed = await store.pending_outboxes(10)
    await store.clear_outbox(owed)
    await store.clear_outbox(owed)
    await owed_in_the_end(store, 0)
    assert len(await feed.after(0, 10)) == 2


async def test_a_repeat_owes_nothing_more(store: MongoStore, clock: SetClock) -> None:
    feed = MongoFeed(store, clock)
    record = record_of(event_of("award.granted"))
    await feed.post(record)
    await store.clear_outbox(await store.pending_outboxes(10))
    await owed_in_the_end(store, 0)
    await feed.post(record)
    assert await store.pending_outboxes(10) == []


async def test_the_queries_of_inbox_and_outbox_use_their_indexes(store: MongoStore, clock: SetClock) -> None:
    feed = MongoFeed(store, clock)
    await feed.post(record_of(event_of("award.granted")))
    rows = store.rows("feed_0")
    inbox = await rows.find({"audience": {"$in": ["person:A", "all"]}, "hidden_from": {"$ne": "person:A"}}).explain()
    cleared = await rows.find({"entry": record_of(event_of("award.granted")).messages[0].id}).explain()
    for plan in (inbox, cleared):
        assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
