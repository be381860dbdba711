from dataclasses import replace

from services.notifications.adapters.mongo.events import MongoEvents
from shared.runtime.store.client import MongoStore
from tests.notifications.facts import event_of, record_of


async def test_an_event_comes_back_as_it_was_kept(store: MongoStore) -> None:
    for kind in ("award.published", "nomination.submitted", "council.convened"):
        record = record_of(event_of(kind))
        events = MongoEvents(store)
        assert await events.keep(record) == record
        assert await events.keep(replace(record, messages=(), facts={"changed": True})) == record


async def test_a_marked_event_comes_back_marked(store: MongoStore) -> None:
    record = record_of(event_of("award.published"))
    events = MongoEvents(store)
    await events.keep(record)
    await events.mark_planned(record.id)
    assert (await events.keep(record)).is_planned
