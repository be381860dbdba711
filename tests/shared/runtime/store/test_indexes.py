import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from shared.runtime.store.client import MongoStore
from shared.runtime.store.indexes import Index, IndexesDifferError, rule_of
from tests.shared.runtime.store.things import INDEXES, things_of

pytestmark = pytest.mark.fresh_store
VIETNAMESE = {"locale": "vi", "strength": 2}
NAMES = Index("units", (("state.name", 1), ("state.on", -1)), unique=True, collation=VIETNAMESE)
OLD = Index("units", (("seen_at", 1),), name="old", expire_after_seconds=60)


@pytest.fixture
async def store(mongodb_url: str, namespace: str) -> AsyncIterator[MongoStore]:
    store = MongoStore(mongodb_url, f"{namespace}_things")
    things_of(store)
    yield store
    await store.close()


async def test_what_was_made_is_found_as_declared(store: MongoStore) -> None:
    await store.ensure_indexes([*INDEXES, NAMES, OLD])
    await store.ensure_indexes([*INDEXES, NAMES, OLD])
    await store.check_indexes([*INDEXES, NAMES, OLD])
    assert set(await store.rows("things").index_information()) == {
        "_id_",
        "one_claim",
        "outbox",
        "prunable inboxes",
        "large inboxes",
    }
    assert set(await store.rows("parked").index_information()) == {"_id_", "held", "listed", "keyed", "states"}


async def test_what_is_missing_is_named(store: MongoStore) -> None:
    with pytest.raises(IndexesDifferError) as missing:
        await store.check_indexes(INDEXES)
    assert missing.value.complaints == (
        "things.one_claim is missing", "things.outbox is missing", "things.prunable inboxes is missing",
        "things.large inboxes is missing", "parked.held is missing", "parked.listed is missing",
        "parked.keyed is missing", "parked.states is missing",
    )  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        replace(NAMES, name="n", unique=False),
        replace(NAMES, name="n", keys=(("state.name", 1),)),
        replace(NAMES, name="n", keys=(("state.on", -1), ("state.name", 1))),
        replace(NAMES, name="n", collation={"locale": "vi", "strength": 1}),
        replace(NAMES, name="n", collation=None),
        replace(NAMES, name="n", partial={"state.name": {"$exists": True}}),
        replace(NAMES, name="n", expire_after_seconds=5, keys=(("state.name", 1),)),
    ],
)
async def test_changed_options_under_an_old_name_are_refused(
    mongodb_url: str, store: MongoStore, changed: Index
) -> None:
    await store.ensure_indexes([changed])
    other = MongoStore(mongodb_url, store.rows("things").database.name)
    with pytest.raises(IndexesDifferError):
        await other.check_indexes([replace(NAMES, name="n")])
    with pytest.raises(IndexesDifferError):
        await other.ensure_indexes([replace(NAMES, name="n")])
    await other.close()


async def test_a_rule_that_is_declared_no_more_is_taken_away_and_other_indexes_stay(store: MongoStore) -> None:
    things = store.rows("things")
    await things.create_index("state.text", name="outlived", unique=True)
    await things.create_index("state.text", name="by_hand", collation=VIETNAMESE)
    with pytest.raises(IndexesDifferError, match=r"things\.outlived is declared no more"):
        await store.check_indexes(INDEXES)
    await asyncio.gather(*(store.ensure_indexes(INDEXES) for _ in range(3)))
    await store.check_indexes(INDEXES)
    left = set(await things.index_information())
    assert ("outlived" in left, "by_hand" in left, "one_claim" in left) == (False, True, True)


def test_a_duplicate_is_traced_to_its_rule_by_keys_and_their_order() -> None:
    rules = (NAMES, replace(NAMES, keys=NAMES.keys[::-1], name="reversed"), replace(NAMES, collection="x", name="x"))
    error = {"code": 11000, "keyPattern": {"state.on": -1, "state.name": 1}}
    assert rule_of(rules, "units", error) == "reversed"
    assert rule_of((), "units", error) == "state.on_-1_state.name_1"
