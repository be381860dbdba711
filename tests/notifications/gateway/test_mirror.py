import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, TopicPartition

from services.notifications.adapters.mirror import BusMirror
from services.notifications.adapters.mongo.mirrors import MongoMirrors
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.domain.cursor import Cursor
from services.notifications.domain.mirror import LEASE
from services.notifications.domain.register import Entry
from services.notifications.usecases.mirror.copy import CopyRegister
from shared.kernel.errors import UnavailableError
from shared.runtime.bus.mirrored import MirrorTopics
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import Secrets, SetClock
from tests.notifications.facts import event_of, record_of
from tests.notifications.gateway.outside import Gate, System

OVER = LEASE.total_seconds() + 1
PATHS = (("BTP", "THADS-HP"), ("UB-VL", "STP-VL"))


class Cut:
    """The topics of clients, cut off before or after an append."""

    def __init__(self, topics: BusMirror, side: str) -> None:
        self._topics, self.side, self.appended = topics, side, 0

    async def end(self, client_ref: str) -> Cursor:
        return await self._topics.end(client_ref)

    async def append(self, client_ref: str, entries: Sequence[Entry]) -> None:
        if self.side == "before":
            raise UnavailableError("cut")
        await self._topics.append(client_ref, entries[:1] if self.side == "within" else entries)
        self.appended += 1
        if self.side:
            raise UnavailableError("cut")


@pytest_asyncio.fixture
async def topics(kafka_bootstrap: str, namespace: str) -> AsyncIterator[MirrorTopics]:
    made = MirrorTopics("notifications", kafka_bootstrap, namespace)
    yield made
    await made.close()


def copier(house: Gate, store: MongoStore, clock: SetClock, topics: Any, token: str) -> CopyRegister:
    def secret() -> str:
        return token

    return CopyRegister(house.clients, house.use_cases.awards, MongoMirrors(store), topics, secret, clock)


async def read(bootstrap: str, namespace: str, ref: str) -> list[Any]:
    """All of a client's topic, as any consumer reads it."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="earliest")
    await consumer.start()
    place = TopicPartition(f"{namespace}.mirror.{ref}.register.v1", 0)
    consumer.assign([place])
    end = (await consumer.end_offsets([place]))[place]
    found = [await consumer.getone() for _ in range(end)]
    await consumer.stop()
    return found


def published(n: int) -> Any:
    path = PATHS[n % 2]
    return event_of("award.published", unit_id=path[-1], unit_path=list(path))


async def happened(house: Gate, *numbers: int) -> None:
    for n in numbers:
        await house.register.append(record_of(published(n), n))


async def test_a_clients_topic_follows_the_register_wherever_its_writer_dies(
    house: Gate, store: MongoStore, clock: SetClock, topics: MirrorTopics, kafka_bootstrap: str, namespace: str
) -> None:
    for ref, unit in (("hp", "THADS-HP"), ("vl", "STP-VL")):
        await house.record(replace(System(ref, clock).client(unit), is_mirrored=True))
    await house.record(System("other", clock).client("THADS-HP"))
    bus = BusMirror(topics)
    await happened(house, *range(6))
    first = copier(house, store, clock, bus, "first")
    await first()
    for turn, side in enumerate(("before", "within", "after"), start=1):
        await happened(house, *(10 * turn + n for n in range(4)))
        dying = copier(house, store, clock, Cut(bus, side), "first")
        with pytest.raises(UnavailableError):
            await dying()
        idle = copier(house, store, clock, Cut(bus, ""), "second")
        await idle()
        clock.move(OVER)
        await idle()
        clock.move(OVER)
        await first()
    for ref, unit in (("hp", "THADS-HP"), ("vl", "STP-VL")):
        records = await read(kafka_bootstrap, namespace, ref)
        entries = await house.register.entries_of({unit}, 0, 100)
        values = [json.loads(record.value) for record in records]
        assert [value["key"] for value in values] == [str(entry.key) for entry in entries]
        assert [value["hash"] for value in values] == [entry.hash for entry in entries]
        headers = dict(records[0].headers)
        assert (headers["ce_specversion"], headers["ce_type"]) == (b"1.0", b"award.published")
        assert records[0].key == headers["ce_subject"] == values[0]["public"]["award_id"].encode()


async def test_a_mirror_is_found_among_more_clients_than_a_page_shows(
    house: Gate, store: MongoStore, clock: SetClock
) -> None:
    mirrored = replace(System("zz", clock).client("THADS-HP"), is_mirrored=True)
    for client in (System("aa", clock).client("THADS-HP"), mirrored):
        await house.record(client)
    rows = store.rows("clients")
    first = await rows.find_one({"state.ref": "aa"})
    assert first is not None
    more = [{**first, "_id": uuid4(), "state": {**first["state"], "ref": f"b{n}"}} for n in range(1_000)]
    await rows.insert_many(more)
    assert [client.ref for client in await house.clients.mirrored()] == ["zz"]


async def test_who_was_slow_to_begin_writes_nothing_when_another_wrote_meanwhile(
    house: Gate, store: MongoStore, clock: SetClock, topics: MirrorTopics, kafka_bootstrap: str, namespace: str
) -> None:
    await house.record(replace(System("hp", clock).client("THADS-HP"), is_mirrored=True))
    await happened(house, 0, 2)
    bus = BusMirror(topics)
    other = copier(house, store, clock, bus, "second")

    class Slow(Cut):
        async def end(self, client_ref: str) -> Cursor:
            found = await super().end(client_ref)
            clock.move(OVER)
            await other()
            return found

    slow = Slow(bus, "")
    await copier(house, store, clock, slow, "first")()
    assert slow.appended == 0
    assert len(await read(kafka_bootstrap, namespace, "hp")) == 2


async def test_after_a_restore_the_topic_goes_on_where_both_histories_are_the_same(
    house: Gate, store: MongoStore, clock: SetClock, topics: MirrorTopics, kafka_bootstrap: str, namespace: str
) -> None:
    await house.record(replace(System("hp", clock).client("THADS-HP"), is_mirrored=True))
    copy = copier(house, store, clock, BusMirror(topics), "first")
    await happened(house, 0, 2, 4)
    await copy()
    await store.rows("register").delete_many({"_id": {"$gt": 1}})
    await store.rows("epochs").delete_many({})
    clock.move(OVER)
    restored = MongoRegister(store, clock, Secrets())
    await restored.append(record_of(published(6), 6))
    await copier(house, store, clock, BusMirror(topics), "second")()
    clock.move(OVER)
    await restored.append(record_of(published(8), 8))
    await copy()
    values = [json.loads(record.value) for record in await read(kafka_bootstrap, namespace, "hp")]
    assert [value["seq"] for value in values] == [1, 2, 3, 2, 3]
    assert len({value["key"] for value in values}) == 5
