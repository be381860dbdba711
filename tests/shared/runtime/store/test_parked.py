from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.kernel.ids import id_from
from shared.runtime.bus.ports import BEHIND, ParkedNote, ParkedRecord, ParkedState
from shared.runtime.store.client import MongoStore

AT = datetime(2026, 7, 1, tzinfo=UTC)


def a_record(offset: int = 1, group: str = "reviews.cases", **changes: Any) -> ParkedRecord:
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
    return replace(record, **changes)


def note_of(record: ParkedRecord) -> ParkedNote:
    return ParkedNote(**{each.name: getattr(record, each.name) for each in fields(ParkedNote)})


async def test_a_record_comes_back_byte_for_byte_and_once(store: MongoStore) -> None:
    record = a_record()
    await store.parked.add(record)
    await store.parked.add(replace(record, reason="again"))
    assert await store.parked.find(record.id) == record
    assert await store.parked.held("reviews.cases") == [note_of(record)]
    assert await store.parked.note(record.id) == note_of(record)
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
    soon = AT + timedelta(minutes=1)
    waiting = replace(note_of(record), state=ParkedState.WAITING, tries=2, retry_at=soon, reason="bug")
    await store.parked.change(waiting)
    assert await store.parked.held("reviews.cases") == [waiting, note_of(other)]
    await store.parked.change(replace(waiting, state=ParkedState.DISCARDED))
    assert await store.parked.held("reviews.cases") == [note_of(other)]
    await store.parked.remove(other.id)
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
    await store.parked.remove(record.id)
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


async def test_a_list_is_bounded_and_begins_with_what_waits_for_an_operator(store: MongoStore) -> None:
    standing = [ParkedState.WAITING, ParkedState.DISCARDED, ParkedState.PARKED, ParkedState.RETRYING]
    for offset in range(8):
        await store.parked.add(a_record(offset, state=standing[offset % 4]))
    await store.parked.add(a_record(2, "reviews.awards"))
    listed = await store.parked.list(100)
    assert [(each.state, each.offset) for each in listed] == [
        *(("parked", 2), ("parked", 2), ("parked", 6)),
        *(("retrying", 3), ("retrying", 7), ("waiting", 0), ("waiting", 4), ("discarded", 1), ("discarded", 5)),
    ]
    assert await store.parked.list(4) == listed[:4]
    assert [each.offset for each in await store.parked.list(3, "reviews.cases", [ParkedState.WAITING])] == [0, 4]
    assert await store.parked.tally() == {"parked": 3, "retrying": 2, "waiting": 2, "discarded": 2}
    assert await store.parked.tally("reviews.awards") == {"parked": 1, "retrying": 0, "waiting": 0, "discarded": 0}


async def test_of_a_key_come_those_that_can_be_tried_again(store: MongoStore) -> None:
    await store.parked.add(a_record(1))
    await store.parked.add(a_record(2, state=ParkedState.WAITING, reason=BEHIND))
    await store.parked.add(a_record(3, key=b"another"))
    await store.parked.add(a_record(4, state=ParkedState.RETRYING))
    await store.parked.add(a_record(5, key=None))
    await store.parked.add(a_record(6, state=ParkedState.DISCARDED))
    assert [each.offset for each in await store.parked.of_key([b"k\xff"])] == [1]
    assert [each.offset for each in await store.parked.of_key([b"-", None])] == [5]


async def test_states_come_of_those_that_are_there(store: MongoStore) -> None:
    there, gone = a_record(1), a_record(2)
    await store.parked.add(there)
    assert await store.parked.states([there.id, gone.id]) == {there.id: ParkedState.PARKED}


async def test_whatever_is_asked_goes_by_an_index(store: MongoStore) -> None:
    """Of ten records as many are looked at as are wanted; of the states, none."""
    records = [a_record(n, key=str(n).encode()) for n in range(10)]
    for record in records:
        await store.parked.add(record if record.offset < 5 else replace(record, state=ParkedState.DISCARDED))
    place = ("group", "topic", "partition", "offset")
    for wanted, examined in (
        ({"group": "reviews.cases", "held": True}, 5),
        ({"state": "parked"}, 5),
        ({"state": "discarded", "group": "reviews.cases"}, 5),
        ({"key": {"$in": [b"3"]}, "reason": {"$ne": "behind"}, "held": True}, 1),
    ):
        cursor = store.rows("parked").find(wanted).sort([(name, 1) for name in place])
        assert (await cursor.explain())["executionStats"]["totalDocsExamined"] == examined, wanted
    states = store.rows("parked").find({"_id": {"$in": [record.id for record in records]}}, {"state": 1})
    assert (await states.explain())["executionStats"]["totalDocsExamined"] == 0
