import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from services.notifications.adapters.mongo.events import EVENTS, STILL_WAITING, UNFINISHED, MongoEvents
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import UnkeepableError
from tests.notifications.conftest import SetClock
from tests.notifications.facts import FILE, event_of, record_of


async def test_an_event_comes_back_as_it_was_kept(store: MongoStore) -> None:
    for kind in ("award.published", "nomination.submitted", "council.convened"):
        record = record_of(event_of(kind))
        events = MongoEvents(store)
        assert await events.keep(record) == record
        assert await events.keep(replace(record, messages=(), facts={"changed": True})) == record


async def test_of_events_that_come_together_one_that_cannot_be_kept_holds_up_no_other(store: MongoStore) -> None:
    events, well = MongoEvents(store), record_of(event_of("award.published"))
    ill = replace(well, id=uuid4(), facts={"number": 2**70})
    found = await asyncio.gather(events.keep(ill), events.keep(well), return_exceptions=True)
    assert isinstance(found[0], UnkeepableError)
    assert found[1] is well
    assert await events.get(well.id) == well


async def test_a_marked_event_comes_back_marked(store: MongoStore) -> None:
    record = record_of(event_of("award.published"))
    events = MongoEvents(store)
    await events.keep(record)
    await events.mark_planned(record.id)
    assert (await events.keep(record)).is_planned


async def test_a_thousand_that_wait_cost_the_sweep_and_the_count_nothing(store: MongoStore, clock: SetClock) -> None:
    events, rows = MongoEvents(store), store.rows(EVENTS)
    waiting = replace(record_of(event_of("review.closed")), messages=(), waits_for_file=True)
    await asyncio.gather(*(events.keep(replace(waiting, id=uuid4(), about_id=uuid4())) for _ in range(1000)))
    await events.keep(record_of(event_of("award.published")))
    assert (await events.still_waiting()).count == 1000
    swept = rows.find(UNFINISHED | {"recorded_at": {"$lt": clock() + timedelta(days=1)}}).sort("recorded_at", 1)
    oldest = rows.find(STILL_WAITING).sort("recorded_at", 1).limit(1)
    for cursor, examined in ((swept, 1), (oldest, 1)):
        assert (await cursor.explain())["executionStats"]["totalDocsExamined"] == examined
    counted = await rows.find(STILL_WAITING).explain()
    assert "COLLSCAN" not in str(counted["queryPlanner"]["winningPlan"])


async def test_those_who_wait_for_a_file_are_given_in_their_order_a_page_at_a_time(store: MongoStore) -> None:
    events = MongoEvents(store)
    for n in (2, 0, 1):
        await events.keep(replace(record_of(event_of("review.closed"), n), messages=(), waits_for_file=True))
    assert [record.sequence for record in await events.unplanned_of(FILE, 2)] == [1, 2]
