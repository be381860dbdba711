from datetime import UTC, datetime, timedelta

from shared.runtime.store.client import MongoStore
from shared.runtime.store.operations import OPERATIONS, Operation, Operations

AT = datetime(2026, 7, 1, tzinfo=UTC)


async def test_what_is_begun_stays_as_it_was_written_and_its_end_is_written_beside_it(store: MongoStore) -> None:
    operations = Operations(store.rows(OPERATIONS))
    wished = Operation(AT, "OPS-01", "parked discard", "a record", "nhập sai")
    begun = await operations.begin(wished)
    assert await operations.newest() == [wished], "begun, and its end is not known"
    await operations.end(begun, AT + timedelta(seconds=1), "done", "một bản ghi")
    (told,) = await operations.newest()
    assert (told.actor, told.reason, told.ended_at, told.outcome, told.detail) == (
        "OPS-01",
        "nhập sai",
        AT + timedelta(seconds=1),
        "done",
        "một bản ghi",
    )
    kept = await store.rows(OPERATIONS).find({}).sort("_id", 1).to_list(None)
    assert [sorted(document) for document in kept] == [
        ["_id", "actor", "at", "reason", "subject", "verb"],
        ["_id", "at", "detail", "of", "outcome"],
    ]


async def test_the_newest_come_in_the_order_in_which_they_began(store: MongoStore) -> None:
    operations = Operations(store.rows(OPERATIONS))
    for subject in "abc":
        await operations.begin(Operation(AT, "OPS-01", "replay", subject, "thử"))
    assert [told.subject for told in await operations.newest(2)] == ["b", "c"]
