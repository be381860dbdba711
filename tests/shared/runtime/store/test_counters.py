import asyncio

from shared.runtime.bus.ports import Lease
from shared.runtime.store.client import MongoStore


async def test_numbers_are_given_once_and_without_a_gap(store: MongoStore) -> None:
    numbers = await asyncio.gather(*(store.next_number("nominations/2026") for _ in range(60)))
    assert sorted(numbers) == list(range(1, 61))
    assert await store.next_number("nominations/2027") == 1


async def test_a_lease_is_taken_once_and_kept_by_its_beat(store: MongoStore) -> None:
    assert await store.lease("relay") is None
    taken = await asyncio.gather(*(store.take_lease("relay", str(n), None) for n in range(20)))
    assert taken.count(True) == 1
    seen = await store.lease("relay")
    assert seen == Lease(str(taken.index(True)), 1)
    assert await store.take_lease("relay", seen.holder, seen)
    assert await store.lease("relay") == Lease(seen.holder, 2)


async def test_a_lease_that_moved_on_is_not_taken(store: MongoStore) -> None:
    await store.take_lease("relay", "one", None)
    rested = await store.lease("relay")
    assert rested is not None
    await store.take_lease("relay", "one", rested)
    assert not await store.take_lease("relay", "two", rested)
    seen = await store.lease("relay")
    takers = await asyncio.gather(*(store.take_lease("relay", str(n), seen) for n in range(20)))
    assert takers.count(True) == 1
