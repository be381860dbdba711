"""One process's clock is three days wrong, or jumps: events flow in order, leases hold, and no token is believed."""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from aiokafka import AIOKafkaProducer
from pymongo import MongoClient

from deploy.standalone.parts import issuer_unit, replica_of, topics_step
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.topics import provision
from deploy.standalone.unit import Step, Unit
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, now_utc
from shared.runtime.bus.backoff import RETRY_WAITS
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.bus.ports import Lease
from shared.runtime.bus.subscription import Group, on, placed
from shared.runtime.store.client import MongoStore
from tests.faults.flow import Place, Telling, has_caught_up, running
from tests.faults.town import ROOT, Loader, everything_on, loader, nominations, organisation
from tests.shared.runtime.bus.world import KNOWN, TOPIC, Told, tell, things, told, until

pytestmark = pytest.mark.slow

DAYS = 3
_LEASE, _LEASE_RESTS = "relay/tests", 2.0


@dataclass
class WrongClock:
    """A clock that is so many days off, and may be set."""

    days: int

    def __call__(self) -> datetime:
        return now_utc() + timedelta(days=self.days)


CASES: Mapping[str, Sequence[int]] = {"ahead": (DAYS,), "behind": (-DAYS,), "jumping": (0, DAYS, -DAYS, 0)}


async def test_beside_a_wrong_clock_events_flow_in_order_and_the_lease_is_kept_and_inherited(
    kafka_bootstrap: str, mongodb_url: str, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ten seconds in the product. Too short a rest, as one by a wrong clock would be, lets the lease change hands.
    monkeypatch.setattr("shared.runtime.bus.sweep._LEASE_RESTS", _LEASE_RESTS)
    async with asyncio.TaskGroup() as services:
        for name, days in CASES.items():
            place = Place(mongodb_url, kafka_bootstrap, f"{namespace}_{name}", f"{namespace}.{name}")
            await provision(kafka_bootstrap, place.namespace, only=[TOPIC])
            services.create_task(_serves_well(place, days), name=name)


async def _serves_well(place: Place, days: Sequence[int]) -> None:
    clock = WrongClock(days[0])
    async with running(place, clock) as wrong:
        await until(partial(_is_led, wrong.store))
        first = await _lease(wrong.store)
        async with running(place) as right:
            telling = Telling([wrong, right])
            async with telling.going_on():
                for clock.days in days:
                    await asyncio.sleep(2 * _LEASE_RESTS / len(days))
            await until(partial(has_caught_up, right.store, telling))
            assert wrong.heard > 0, place
            assert right.heard > 0, place
            last = await _lease(right.store)
    assert (last.holder, last.beat > first.beat) == (first.holder, True), f"{place}: it leads all the time"
    async with running(place, clock) as heir:
        # Only who leads finds what nobody was told of; by this clock the old leader will not be gone for days.
        heir.store.on_kept = None
        telling = replace(telling, replicas=[heir])
        async with telling.going_on():
            await asyncio.sleep(0.5 * _LEASE_RESTS)
            clock.days -= 2 * DAYS
        await until(partial(has_caught_up, heir.store, telling))
        assert (await _lease(heir.store)).holder != first.holder, place
    assert await _stands_in_order(place, telling), place


async def _is_led(store: MongoStore) -> bool:
    return await store.lease(_LEASE) is not None


async def _lease(store: MongoStore) -> Lease:
    lease = await store.lease(_LEASE)
    assert lease is not None
    return lease


async def _stands_in_order(place: Place, telling: Telling) -> bool:
    """Whether the first appearances of each thing's events on the bus are one after another, without a gap."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for record in await everything_on(place.bootstrap, placed(TOPIC, place.namespace)):
        seen, number = numbers[record.key.decode()], int(dict(record.headers)["ce_sequence"])
        if number not in seen:
            seen.append(number)
    return numbers == {str(thing): list(range(1, count + 1)) for thing, count in telling.acknowledged.items()}


@dataclass
class Stumbling:
    """Fails the first time, and remembers when it ran."""

    ran: list[float] = field(default_factory=list)

    async def __call__(self, _event: Told, _: Cause) -> None:
        self.ran.append(time.monotonic())
        if len(self.ran) == 1:
            raise ZeroDivisionError


@pytest.mark.parametrize(("first", "then"), [(0, -DAYS), (0, DAYS), (DAYS, 0), (-DAYS, 0)])
async def test_what_was_set_aside_is_tried_again_in_its_time_when_the_clock_is_set(
    kafka_bootstrap: str, mongodb_url: str, namespace: str, first: int, then: int
) -> None:
    place = Place(mongodb_url, kafka_bootstrap, f"{namespace}_stumbling", f"{namespace}.stumbling")
    await provision(kafka_bootstrap, place.namespace, only=[TOPIC])
    clock, stumbling = WrongClock(first), Stumbling()
    async with _reading(place, clock, stumbling) as store, _producing(place) as producer:
        await tell(producer, place.namespace, [told(things(1)[0], 0)])
        await until(partial(_is_set_aside, store))
        clock.days = then
        await until(lambda: len(stumbling.ran) == 2)
        await until(partial(_is_handled, store))
    waited = stumbling.ran[1] - stumbling.ran[0]
    assert RETRY_WAITS[0] <= waited < RETRY_WAITS[1]


async def _is_set_aside(store: MongoStore) -> bool:
    return await store.parked.count() == 1


async def _is_handled(store: MongoStore) -> bool:
    return await store.parked.count() == 0


@asynccontextmanager
async def _reading(place: Place, clock: Clock, handler: Stumbling) -> AsyncIterator[MongoStore]:
    store = MongoStore(place.mongodb_url, place.database, clock=clock, service="tests")
    await store.open()
    await store.ensure_indexes()
    pipeline = Pipeline(
        Group("tests.stumbling", (on(Told, handler),)),
        bootstrap=place.bootstrap,
        parked=store.parked,
        namespace=place.namespace,
        known=KNOWN,
        clock=clock,
    )
    pipeline.start()
    try:
        yield store
    finally:
        await pipeline.stop()
        await store.close()


@asynccontextmanager
async def _producing(place: Place) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=place.bootstrap)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


@dataclass(frozen=True)
class Capital:
    """Three processes of nominations on one store and bus: one with the right clock, one ahead and one behind."""

    site: Site
    supervisor: Supervisor
    right: Loader
    ahead: Loader
    behind: Loader

    def stored(self) -> set[str]:
        """The ids of all units in the store, asked past the services."""
        with MongoClient[dict[str, object]](self.site.mongodb_url, uuidRepresentation="standard") as client:
            return {str(one) for one in client[f"{self.site.namespace}_nominations"]["units"].distinct("_id")}


@pytest.fixture
async def capital(kafka_bootstrap: str, mongodb_url: str, namespace: str, tmp_path: Path) -> AsyncIterator[Capital]:
    site = Site.temporary(tmp_path / "capital", namespace=namespace, given=Given(kafka_bootstrap, mongodb_url))
    ahead, behind = (f"http://127.0.0.1:{port}" for port in (site.ports.console, site.ports.reviews))
    right = nominations(site)
    dying = replace(right, environment={**right.environment, "NOMINATIONS_FAILPOINT": "before_publish:4"})
    units: list[Unit | Step] = [
        *(topics_step(site), issuer_unit(site), dying),
        _astray(replica_of(right, "ahead", site.ports.console), DAYS),
        _astray(replica_of(right, "behind", site.ports.reviews), -DAYS),
    ]
    async with (
        Supervisor(units, site.folder) as supervisor,
        loader(site, site.addresses.nominations) as at_right,
        loader(site, ahead) as at_ahead,
        loader(site, behind) as at_behind,
    ):
        yield Capital(site, supervisor, at_right, at_ahead, at_behind)


def _astray(unit: Unit, days: int) -> Unit:
    _, _, *rest = (part for part in unit.command if part != "--migrate")
    return replace(unit, command=(sys.executable, "-m", "tests.faults.astray", str(days), *rest))


@pytest.mark.timeout(120)
async def test_a_wrong_clock_believes_no_token_and_publishes_what_a_killed_process_left(capital: Capital) -> None:
    kept = 0
    while await _is_kept(capital.right, f"M-{kept}" if kept else ROOT):
        await _is_refused(capital.ahead, "token_expired")
        await _is_refused(capital.behind, "token_invalid")
        kept += 1
    stored = await asyncio.to_thread(capital.stored)
    assert len(stored) == kept + 1, "it died on what it had kept and not published, and nobody else kept anything"
    await until(partial(_are_told, capital, stored), within=30)


async def _is_refused(people: Loader, code: str) -> None:
    answer = await people.record("X-1")
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def _is_kept(people: Loader, code: str) -> bool:
    try:
        return (await people.record(code)).status_code == 201
    except httpx.TransportError:
        return False


async def _are_told(capital: Capital, units: set[str]) -> bool:
    return {record.key.decode() for record in await organisation(capital.site)} == units
