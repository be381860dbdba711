import asyncio

import pytest
from pymongo.errors import DuplicateKeyError

from services.notifications.adapters.mongo.feed import FEED, MongoFeed
from services.notifications.adapters.mongo.register import REGISTER
from services.notifications.domain.register import Entry, first_broken
from services.notifications.usecases import build_use_cases
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.facts import cause_of, event_of, record_of

WRITERS = 8
EVENTS = 40


async def numbers(store: MongoStore, name: str) -> list[int]:
    return [document["_id"] for document in await store.rows(name).find({}).sort("_id", 1).to_list(None)]


async def test_eight_writers_at_once_leave_no_hole_and_no_double(store: MongoStore, clock: SetClock) -> None:
    """Each writer is a replica with a head of its own; every event is given to two of them."""
    writers = [build_use_cases(mongo_ports(store, clock)) for _ in range(WRITERS)]
    event = event_of("award.published")
    await asyncio.gather(
        *(
            writers[(n + turn * 3) % WRITERS].event.route(event, cause_of(event, n))
            for n in range(EVENTS)
            for turn in range(2)
        )
    )
    whole = list(range(1, EVENTS + 1))
    assert await numbers(store, FEED) == whole
    assert await numbers(store, REGISTER) == whole
    entries: list[Entry] = list(await mongo_ports(store, clock).register.entries(0, 1000))
    assert first_broken(entries) is None
    assert len({entry.key for entry in entries}) == EVENTS


async def test_what_stands_is_skipped_in_the_middle_of_a_batch(store: MongoStore, clock: SetClock) -> None:
    records = [record_of(event_of("award.published"), n) for n in range(4)]
    first, second = mongo_ports(store, clock), mongo_ports(store, clock)
    await first.feed.post(records[1])
    await asyncio.gather(*(second.feed.post(record) for record in records))
    await asyncio.gather(*(first.feed.post(record) for record in records))
    assert await numbers(store, FEED) == [1, 2, 3, 4]


async def test_replicas_and_restarts_agree_on_the_epoch(store: MongoStore, clock: SetClock) -> None:
    first, second = MongoFeed(store, clock), MongoFeed(store, clock)
    one = await first.log.load()
    clock.move(1000)
    assert await second.log.load() == one


async def test_two_entries_of_one_message_cannot_stand(store: MongoStore) -> None:
    await store.rows(FEED).insert_one({"_id": 1, "entry": "a"})
    with pytest.raises(DuplicateKeyError):
        await store.rows(FEED).insert_one({"_id": 2, "entry": "a"})
