from dataclasses import replace
from typing import Any
from uuid import uuid4

from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.outbox import PENDING
from tests.shared.runtime.store.things import Thing, a_cause, document_of, grown, kept, things_of


async def owing(things: Aggregates[Thing], events: int) -> Thing:
    thing = Thing(uuid4())
    await things.save(thing, emits=[grown(thing.id)] * events, because_of=a_cause())
    return thing


async def until_majority(store: MongoStore) -> None:
    """A clean-up is not confirmed by the majority; a confirmed write after it brings it along."""
    await store.next_number("barrier")


async def test_what_is_owed_is_told_oldest_first_and_whole(store: MongoStore, things: Aggregates[Thing]) -> None:
    first, *others = [await owing(things, 2) for _ in range(6)]
    await kept(things)
    await things.save(replace(first, version=1), emits=[grown(first.id)], because_of=a_cause())
    owed = await store.pending_outboxes(4)
    assert [(entry.key, entry.seq) for entry in owed] == [
        *((str(first.id), seq) for seq in (1, 2, 3)),
        *((str(thing.id), seq) for thing in others[:3] for seq in (1, 2)),
    ]


async def test_several_collections_share_the_limit(store: MongoStore, things: Aggregates[Thing]) -> None:
    others = store.aggregates("others", Thing)
    await owing(others, 1)
    newer = await owing(things, 1)
    owed = await store.pending_outboxes(1)
    assert len(owed) == 1
    assert owed[0].key != str(newer.id)
    assert len(await store.pending_outboxes(5)) == 2


async def test_clearing_takes_out_the_published_and_nothing_else(
    mongodb_url: str, store: MongoStore, things: Aggregates[Thing]
) -> None:
    first, second = await owing(things, 3), await owing(things, 1)
    owed = await store.pending_outboxes(10)
    await store.clear_outbox([owed[0], owed[1]])
    await until_majority(store)
    document = await document_of(store, first)
    assert [entry["seq"] for entry in document["outbox"]] == [3]
    assert await store.pending_outboxes(10) == owed[2:]
    assert (document["version"], document["seq"]) == (1, 3)
    # Another process, which never saw where the entries are kept.
    other = MongoStore(mongodb_url, store.rows("things").database.name)
    other.aggregates("others", Thing)
    things_of(other)
    await other.clear_outbox(owed)
    await other.close()
    await until_majority(store)
    assert await store.pending_outboxes(10) == []
    assert (await document_of(store, second))["outbox"] == []


async def test_clearing_does_not_disturb_a_save(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await owing(things, 1)
    cause = a_cause()
    read = await things.get(thing.id, cause)
    await store.clear_outbox(await store.pending_outboxes(1))
    assert await things.save(read, emits=[grown(thing.id)], because_of=cause)
    assert [entry.seq for entry in await store.pending_outboxes(1)] == [2]


async def test_the_poller_reads_by_the_index_and_only_what_is_owed(
    store: MongoStore, things: Aggregates[Thing]
) -> None:
    for _ in range(20):
        await kept(things)
    for _ in range(3):
        await owing(things, 2)
    cursor = store.rows("things").find(PENDING, {"outbox": 1}).sort("outbox.at", 1).limit(2_000)
    plan: dict[str, Any] = await cursor.explain()
    assert "outbox" in _indexes(plan["queryPlanner"]["winningPlan"])
    assert plan["executionStats"]["totalDocsExamined"] == 3


async def test_a_save_looks_at_one_document(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = [await kept(things) for _ in range(20)][7]
    query = {"_id": thing.id, "version": 1, "inbox.k": {"$ne": uuid4()}}
    plan: dict[str, Any] = await store.rows("things").find(query).explain()
    assert plan["executionStats"]["totalDocsExamined"] == 1


def _indexes(stage: dict[str, Any]) -> set[str]:
    inner = [stage["inputStage"]] if "inputStage" in stage else stage.get("inputStages", [])
    return {stage.get("indexName", "")} | {name for each in inner for name in _indexes(each)}
