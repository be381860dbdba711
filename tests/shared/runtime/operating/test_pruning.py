"""Inboxes forget by watermark, and never so that a repeat has an effect."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from prometheus_client import REGISTRY

from shared.contracts.awards import AwardReserved
from shared.kernel.cause import Cause, job_cause
from shared.kernel.clock import Clock, now_utc
from shared.kernel.errors import RefusedError
from shared.runtime.bus.subscription import Group, on, placed
from shared.runtime.operating.broker import asking
from shared.runtime.operating.pruning import Pruning
from shared.runtime.service import Service
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.operating.listener import Settings, publish, reserved

LAST = 3
"""The number of the event that closes a ledger."""


@dataclass(frozen=True)
class Ledger:
    id: UUID
    version: int = 0
    told: tuple[int, ...] = ()


@dataclass
class Keeper:
    """A service that writes each event of an award into a ledger, and closes it with the last one."""

    settings: Settings
    clock: Clock = now_utc
    refuses: bool = False
    store: MongoStore = field(init=False)
    ledgers: Aggregates[Ledger] = field(init=False)
    service: Service = field(init=False)

    def __post_init__(self) -> None:
        self.store = MongoStore(self.settings.mongodb_url, self.settings.database("keeper"))
        self.ledgers = self.store.aggregates("ledgers", Ledger, is_closed=lambda ledger: LAST in ledger.told)
        groups = [Group("keeper.ledgers", (on(AwardReserved, self.note),))]
        self.service = Service(name="keeper", settings=self.settings, store=self.store, groups=groups)

    async def note(self, event: AwardReserved, cause: Cause) -> None:
        if self.refuses:
            raise RefusedError("NOT_OURS")
        found = await self.ledgers.find(event.award_id)
        ledger = await self.ledgers.get(event.award_id, cause) if found else Ledger(event.award_id)
        await self.ledgers.save(replace(ledger, told=(*ledger.told, cause.sequence)), because_of=cause)

    async def run_until(self, is_so: Callable[[], Any]) -> None:
        """Work until something is so and all offsets are committed."""
        async with self.service.running():
            await until(is_so)
            for pipeline in self.service.pipelines:
                await pipeline.stop()

    async def prune(self, days: int, limit: int = 500) -> None:
        """One round, as if so many days had passed."""
        later = now_utc() + timedelta(days=days)
        await Pruning(self.store, self.service.live_groups, self.settings, lambda: later, limit)()

    async def inbox(self, award: UUID) -> list[str]:
        document = await self.store.rows("ledgers").find_one({"_id": award})
        return [entry["src"] for entry in document["inbox"]] if document else []

    async def told(self, award: UUID) -> tuple[int, ...]:
        stored = await self.ledgers.find(award)
        return stored.thing.told if stored else ()


@pytest.fixture
async def keeper(settings: Settings) -> Keeper:
    opened = Keeper(settings)
    await opened.service.migrate()
    return Keeper(settings)


async def tell(keeper: Keeper, *awards: UUID, numbers: tuple[int, ...] = (1, 2, LAST)) -> None:
    events = [(reserved(award), n) for award in awards for n in numbers]
    await publish(keeper.settings.kafka_bootstrap, keeper.settings.namespace, events)


async def is_told(keeper: Keeper, awards: list[UUID], numbers: tuple[int, ...]) -> bool:
    return all([await keeper.told(award) == numbers for award in awards])


async def test_what_is_closed_for_long_and_committed_is_forgotten_and_what_is_open_is_not(keeper: Keeper) -> None:
    closed, opened = uuid4(), uuid4()
    await tell(keeper, closed)
    await tell(keeper, opened, numbers=(1, 2))
    await keeper.run_until(lambda: is_told(keeper, [closed], (1, 2, 3)))
    beside = Keeper(keeper.settings)
    await beside.prune(days=29)
    assert len(await beside.inbox(closed)) == 3
    await beside.prune(days=31)
    assert await beside.inbox(closed) == []
    assert len(await beside.inbox(opened)) == 2
    await tell(beside, opened, numbers=(LAST,))
    await beside.run_until(lambda: is_told(beside, [opened], (1, 2, 3)))
    last = Keeper(keeper.settings)
    assert await last.told(closed) == (1, 2, 3)
    await last.store.close()


async def test_a_redelivery_before_the_watermark_finds_its_entry(keeper: Keeper) -> None:
    """The offsets are lost after the effects: everything comes again, and nothing was forgotten."""
    awards = [uuid4() for _ in range(5)]
    await tell(keeper, *awards)
    await keeper.run_until(lambda: is_told(keeper, awards, (1, 2, 3)))
    group, topic = (placed(name, keeper.settings.namespace) for name in ("keeper.ledgers", "awards.v1"))
    async with asking(keeper.settings.kafka_bootstrap) as broker:
        await broker.rewind(group, [topic])
    again = Keeper(keeper.settings)
    await again.prune(days=31)
    assert [len(await again.inbox(award)) for award in awards] == [3] * 5
    async with asking(keeper.settings.kafka_bootstrap) as broker:

        async def is_even() -> bool:
            return not any(place.lag for place in await broker.places(group, [topic]))

        await again.run_until(is_even)
    last = Keeper(keeper.settings)
    assert await is_told(last, awards, (1, 2, 3))
    await last.prune(days=31)
    assert [await last.inbox(award) for award in awards] == [[]] * 5
    await last.store.close()


async def test_while_a_record_is_set_aside_nothing_of_its_partition_is_forgotten(keeper: Keeper) -> None:
    award = uuid4()
    await tell(keeper, award)
    await keeper.run_until(lambda: is_told(keeper, [award], (1, 2, 3)))
    refusing = Keeper(keeper.settings, refuses=True)
    await tell(refusing, award, numbers=(4,))

    async def is_held() -> bool:
        return await refusing.store.parked.count() == 1

    await refusing.run_until(is_held)
    beside = Keeper(keeper.settings)
    await beside.prune(days=31)
    assert len(await beside.inbox(award)) == 3
    (record,) = await beside.store.parked.held("keeper.ledgers")
    assert await beside.store.parked.discard(record.id)
    await beside.prune(days=31)
    assert await beside.inbox(award) == []
    await beside.store.close()


async def test_a_round_is_bounded_and_the_next_goes_on(keeper: Keeper) -> None:
    awards = [uuid4() for _ in range(5)]
    await tell(keeper, *awards)
    await keeper.run_until(lambda: is_told(keeper, awards, (1, 2, 3)))
    beside = Keeper(keeper.settings)
    later = now_utc() + timedelta(days=31)
    job = Pruning(beside.store, beside.service.live_groups, beside.settings, lambda: later, limit=2)
    left = []
    for _ in range(3):
        await job()
        left.append(sum([len(await beside.inbox(award)) for award in awards]))
    assert left == [9, 3, 0]
    await beside.store.close()


async def test_an_inbox_of_a_thousand_entries_is_measured(keeper: Keeper) -> None:
    award = uuid4()
    await keeper.ledgers.save(Ledger(award), because_of=job_cause("keeper", "open", award))
    entries = [{"k": uuid4(), "at": now_utc()} for _ in range(1_000)]
    await keeper.store.rows("ledgers").update_one({"_id": award}, {"$push": {"inbox": {"$each": entries}}})
    await keeper.prune(days=0)
    assert REGISTRY.get_sample_value("kipthoi_inbox_entries_max", {"collection": "ledgers"}) == 1_001
    await keeper.store.rows("ledgers").delete_many({})
    await keeper.prune(days=0)
    assert REGISTRY.get_sample_value("kipthoi_inbox_entries_max", {"collection": "ledgers"}) == 0
    await keeper.store.close()
