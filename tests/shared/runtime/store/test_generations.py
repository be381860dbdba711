from shared.runtime.store.client import MongoStore
from shared.runtime.store.generations import Pointer
from shared.runtime.store.indexes import Index

ROWS = ("cards", "lives")
BY_TEXT = (Index("cards", (("text", 1),), name="one_text", unique=True),)


async def test_until_a_switch_everybody_means_the_first_generation(store: MongoStore) -> None:
    assert await store.generations.pointer("wall") == Pointer("wall")
    number = await store.generations.begin("wall")
    assert await store.generations.pointer("wall") == Pointer("wall", building=number)
    await store.generations.load()
    assert (store.rows("cards").name, store.generations.group("sample.cards")) == ("cards", "sample.cards")


async def test_after_a_switch_those_who_open_mean_the_new_one_and_the_old_can_be_cleared(store: MongoStore) -> None:
    seen = await store.generations.pointer("wall")
    number = await store.generations.begin("wall")
    assert await store.generations.switch(seen, number, "sample.cards", ROWS)
    assert not await store.generations.switch(seen, number, "sample.cards", ROWS), "the pointer has moved"
    assert store.rows("cards").name == "cards", "a process keeps to what it opened"
    await store.open()
    assert [store.rows(name).name for name in (*ROWS, "drafts")] == [f"cards@{number}", f"lives@{number}", "drafts"]
    assert store.generations.group("sample.cards") == f"sample.cards@{number}"
    assert await store.generations.pointer("wall") == Pointer("wall", live=number, previous=0)
    await store.generations.drop("wall", 0, ROWS)
    assert await store.generations.pointer("wall") == Pointer("wall", live=number)


async def test_numbers_are_never_given_twice_and_indexes_follow_the_rows(store: MongoStore) -> None:
    first = await store.generations.begin("wall")
    await store.generations.drop("wall", first, ROWS)
    second = await store.generations.begin("wall")
    assert second > first
    store.generations.aim(second, "sample.cards", ROWS)
    await store.ensure_indexes(BY_TEXT)
    assert "one_text" in await store.rows("cards").index_information()
    await store.generations.drop("wall", second, ROWS)
    assert await store.rows("cards").index_information() == {}
