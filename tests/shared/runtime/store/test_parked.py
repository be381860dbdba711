from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.kernel.ids import id_from
from shared.runtime.bus.ports import ParkedRecord, ParkedState
from shared.runtime.store.client import MongoStore

AT = datetime(2026, 7, 1, tzinfo=UTC)


def a_record(offset: int = 1, group: str = "reviews.cases", **fields: Any) -> ParkedRecord:
    record = ParkedRecord(
        id=id_from("parked record", group, "nominations.v1", 3, offset),
        group=group,
        topic="nominations.v1",
        partition=3,
        offset=offset,
        key=b"k\xff",
        value=b"\x00{",
        headers=(("ce_id", b"\xff"), ("ce_id", None)),
        state=ParkedState.PARKED,
        reason="bad_json",
        error="line 1",
        tries=1,
        retry_at=None,
        parked_at=AT,
    )
    return replace(record, **fields)


async def test_a_record_comes_back_byte_for_byte_and_once(store: MongoStore) -> None:
    record = a_record()
    await store.parked.add(record)
    await store.parked.add(replace(record, reason="again"))
    assert await store.parked.held("reviews.cases") == [record]
    assert await store.parked.find(record.id) == record
    bare = a_record(2, key=None, value=None, headers=())
    await store.parked.add(bare)
    assert await store.parked.find(bare.id) == bare


async def test_the_held_of_a_group_come_in_order_of_their_offsets(store: MongoStore) -> None:
    for offset in (9, 10, 2):
        await store.parked.add(a_record(offset))
    await store.parked.add(a_record(1, "reviews.awards"))
    await store.parked.add(a_record(5, state=ParkedState.DISCARDED))
    assert [record.offset for record in await store.parked.held("reviews.cases")] == [2, 9, 10]
    assert await store.parked.count() == 4
    assert await store.parked.count("reviews.cases") == 3


async def test_a_record_is_retried_discarded_and_removed(store: MongoStore) -> None:
    record, other = a_record(1), a_record(2)
    await store.parked.add(record)
    await store.parked.add(other)
    waiting = replace(record, state=ParkedState.WAITING, tries=2, retry_at=AT + timedelta(minutes=1), reason="bug")
    await store.parked.change(waiting)
    assert await store.parked.held("reviews.cases") == [waiting, other]
    await store.parked.change(replace(waiting, state=ParkedState.DISCARDED))
    assert await store.parked.held("reviews.cases") == [other]
    assert len(await store.parked.list(state=ParkedState.DISCARDED)) == 1
    assert len(await store.parked.list("reviews.cases")) == 2
    await store.parked.remove(other)
    assert await store.parked.find(other.id) is None


async def test_what_an_operator_discarded_stays_discarded_whatever_the_owner_of_the_partition_does_then(
    store: MongoStore,
) -> None:
    record = a_record()
    await store.parked.add(record)
    assert await store.parked.discard(record.id)
    discarded = replace(record, state=ParkedState.DISCARDED)
    await store.parked.change(replace(record, reason="tried in the same moment", tries=2))
    assert await store.parked.find(record.id) == discarded
    await store.parked.remove(record)
    await store.parked.add(record)
    assert await store.parked.find(record.id) == discarded, "the bytes stay"
    assert not await store.parked.discard(record.id)
    assert not await store.parked.retry(record.id)


async def test_a_retry_takes_what_waits_and_leaves_what_runs(store: MongoStore) -> None:
    parked, waiting = a_record(1), a_record(2, state=ParkedState.WAITING, retry_at=AT)
    for record in (parked, waiting):
        await store.parked.add(record)
        assert await store.parked.retry(record.id)
        assert not await store.parked.retry(record.id)
        assert await store.parked.find(record.id) == replace(record, state=ParkedState.RETRYING, retry_at=None)


async def test_the_held_are_read_by_their_index(store: MongoStore) -> None:
    for offset in range(5):
        await store.parked.add(a_record(offset, state=ParkedState.DISCARDED))
    await store.parked.add(a_record(7))
    cursor = (
        store.rows("parked")
        .find({"group": "reviews.cases", "held": True})
        .sort([("group", 1), ("topic", 1), ("partition", 1), ("offset", 1)])
    )
    assert (await cursor.explain())["executionStats"]["totalDocsExamined"] == 1
