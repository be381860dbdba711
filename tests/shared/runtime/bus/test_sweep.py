"""The safety net, on a real store, with a hand-moved monotonic clock."""

from dataclasses import dataclass, replace
from uuid import uuid4

from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.runtime.bus.sweep import Sweep
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.world import Ledger, Noted, ledgers_of


@dataclass
class HandMoved:
    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def keep(store: MongoStore, ledger: Ledger, n: int) -> Ledger:
    event = Noted(thing_id=ledger.id, n=n, unit_id="u", unit_path=("u",))
    await ledgers_of(store).save(ledger, emits=[event], because_of=job_cause("tests", "keep", ledger.id, n))
    return replace(ledger, version=ledger.version + 1)


async def test_an_entry_counts_as_left_behind_after_two_seconds_of_its_own_clock(store: MongoStore) -> None:
    clock = HandMoved()
    sweep = Sweep("tests", store, now_utc, clock)
    ledger = await keep(store, Ledger(uuid4()), 0)
    assert list(await sweep.left_behind()) == []
    clock.seconds += 1.9
    ledger = await keep(store, ledger, 1)
    assert list(await sweep.left_behind()) == []
    clock.seconds += 0.1
    assert [entry.seq for entry in await sweep.left_behind()] == [1, 2], "the whole outbox, in order"


async def test_an_aggregate_that_is_published_and_busy_is_not_left_behind(store: MongoStore) -> None:
    clock = HandMoved()
    sweep = Sweep("tests", store, now_utc, clock)
    ledger = await keep(store, Ledger(uuid4()), 0)
    for n in range(1, 4):
        assert list(await sweep.left_behind()) == []
        await store.clear_outbox(list(await store.pending_outboxes(10)))
        ledger = await keep(store, ledger, n)
        clock.seconds += 1.5


async def test_only_one_leads_until_its_beat_rests(store: MongoStore) -> None:
    clock = HandMoved()
    first, second = (Sweep("tests", store, now_utc, clock) for _ in range(2))
    await keep(store, Ledger(uuid4()), 0)
    for _ in range(4):
        await first.left_behind()
        assert list(await second.left_behind()) == []
        clock.seconds += 3
    assert len(await first.left_behind()) == 1
    for _ in range(4):
        assert list(await second.left_behind()) == []
        clock.seconds += 3
    assert list(await second.left_behind()) == [], "it leads, and begins to watch"
    clock.seconds += 2
    assert len(await second.left_behind()) == 1
    assert list(await first.left_behind()) == []
