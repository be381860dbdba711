"""What happens to brokers and consumers: away, back, joining, killed."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from aiokafka import AIOKafkaProducer

from deploy.standalone.parts import bus_and_store
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.topics import provision
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.bus.relay import Relay
from shared.runtime.bus.subscription import Group, on
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.conftest import Handler, Reading
from tests.shared.runtime.bus.test_relay import keep
from tests.shared.runtime.bus.world import (
    KNOWN,
    TOPIC,
    Note,
    Noted,
    Told,
    ledger_id,
    ledgers_of,
    tell,
    things,
    told,
    until,
)

ROOT = Path(__file__).resolve().parents[4]


async def ledger(store: MongoStore, thing: UUID) -> list[int]:
    found = await ledgers_of(store).find(ledger_id(thing))
    return [] if found is None else list(found.thing.told)


@pytest.mark.slow
async def test_a_kill_between_write_and_commit_leads_to_one_effect(
    kafka_bootstrap: str,
    mongodb_url: str,
    namespace: str,
    producer: AIOKafkaProducer,
    store: MongoStore,
    reading: Reading,
) -> None:
    ids, repeats = things(3), 0
    await tell(producer, namespace, [told(thing, n) for n in range(4) for thing in ids])
    victim = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.shared.runtime.bus.victim", kafka_bootstrap, mongodb_url, namespace, "5"),
        cwd=ROOT,
    )
    assert await victim.wait() == -signal.SIGKILL
    left = [await ledger(store, thing) for thing in ids]
    assert 5 <= sum(map(len, left)) < 12
    note = Note(ledgers_of(store))

    async def handler(event: Told, cause: Cause) -> None:
        nonlocal repeats
        try:
            await note(event, cause)
        except AlreadyHandledError:
            repeats += 1
            raise

    await reading(handler)

    async def is_complete() -> bool:
        return [await ledger(store, thing) for thing in ids] == [[0, 1, 2, 3]] * 3

    await until(is_complete)
    assert repeats >= 1, "the event that it died on came again"


@pytest.mark.slow
async def test_when_a_second_consumer_joins_and_leaves_nothing_is_lost_twice_or_out_of_order(
    namespace: str, producer: AIOKafkaProducer, store: MongoStore, reading: Reading
) -> None:
    ids, shares = things(24), {"first": 0, "second": 0}
    note = Note(ledgers_of(store))
    stopping = asyncio.Event()

    def counted(who: str) -> Handler:
        async def handler(event: Told, cause: Cause) -> None:
            shares[who] += 1
            await note(event, cause)

        return handler

    async def keep_telling() -> int:
        n = 0
        while not stopping.is_set():
            await tell(producer, namespace, [told(thing, n) for thing in ids])
            n += 1
            await asyncio.sleep(0.05)
        return n

    telling = asyncio.create_task(keep_telling())
    await reading(counted("first"))
    await until(lambda: shares["first"] > 100)
    second = await reading(counted("second"))
    await until(lambda: shares["second"] > 200)
    await second.stop()
    before = shares["first"]
    await until(lambda: shares["first"] > before + 200)
    stopping.set()
    rounds = await telling

    async def is_complete() -> bool:
        return all([await ledger(store, thing) == list(range(rounds)) for thing in ids])

    await until(is_complete)


@dataclass(frozen=True)
class OwnBroker:
    """A broker of one test alone, not started before the test says so."""

    bootstrap: str
    supervisor: Supervisor

    async def start(self) -> None:
        await self.supervisor.start_all()

    def kill(self) -> None:
        self.supervisor.kill("kafka")

    async def restart(self) -> None:
        await self.supervisor.restart("kafka")


@pytest.fixture
async def own_broker(tmp_path: Path) -> AsyncIterator[OwnBroker]:
    site = Site.temporary(tmp_path, given=Given(None, mongodb_url="unused"))
    supervisor = Supervisor(await bus_and_store(site, print), tmp_path)
    yield OwnBroker(site.kafka_bootstrap, supervisor)
    await supervisor.stop_all()


class Hearing:
    """A relay and a group that hears what it publishes, on one broker."""

    def __init__(self, broker: OwnBroker, store: MongoStore, namespace: str) -> None:
        self.heard: list[tuple[UUID, int]] = []
        self._broker, self._store, self._namespace = broker, store, namespace
        group = Group("tests.hearing", (on(Noted, self._hear),))
        bootstrap = broker.bootstrap
        self.pipeline = Pipeline(group, bootstrap=bootstrap, parked=store.parked, namespace=namespace, known=KNOWN)
        self.relay = Relay(store, service="tests", bootstrap=bootstrap, namespace=namespace)
        store.on_kept = self.relay.nudge
        self.relay.start()
        self.pipeline.start()

    async def hears(self, *wanted: UUID, within: float) -> None:
        """Wait until all of the things, and nothing else, were heard of, each twice."""
        expected = {(thing, n) for thing in wanted for n in range(2)}
        await until(lambda: set(self.heard) == expected, within=within)

    async def keep(self, thing: UUID) -> None:
        await keep(self._store, thing, 2)

    async def provision(self) -> None:
        await provision(self._broker.bootstrap, self._namespace, only=[TOPIC])

    async def stop(self) -> None:
        await asyncio.gather(self.pipeline.stop(), self.relay.stop())

    async def _hear(self, event: Noted, _: Cause) -> None:
        self.heard.append((event.thing_id, event.n))


@pytest.fixture
async def hearing(own_broker: OwnBroker, store: MongoStore, namespace: str) -> AsyncIterator[Hearing]:
    hearing = Hearing(own_broker, store, namespace)
    yield hearing
    await hearing.stop()


@pytest.mark.slow
async def test_without_a_broker_everything_stays_up_and_begins_by_itself(
    own_broker: OwnBroker, hearing: Hearing
) -> None:
    first, second, third = things(3)
    await hearing.keep(first)
    await asyncio.sleep(1)
    assert hearing.pipeline.alive(time.monotonic())
    assert hearing.relay.alive(time.monotonic())
    assert not hearing.pipeline.assigned()
    await own_broker.start()
    await hearing.provision()
    await hearing.hears(first, within=20)
    own_broker.kill()
    await hearing.keep(second)
    await asyncio.sleep(1)
    await own_broker.restart()
    await hearing.keep(third)
    await hearing.hears(first, second, third, within=30)


@pytest.mark.slow
async def test_a_consumer_that_is_cut_off_for_ever_is_replaced(
    own_broker: OwnBroker, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It polls and polls, and no record ever comes: so one stood for a minute in a fault test."""
    monkeypatch.setattr("shared.runtime.bus.pulse._EVERY", 1.0)
    monkeypatch.setattr("shared.runtime.bus.pulse._LOST_AFTER", 2.0)
    first, second = things(2)
    await own_broker.start()
    await hearing.provision()
    await hearing.keep(first)
    await hearing.hears(first, within=20)
    hearing.pipeline._connection.consumer._client._sync_task.cancel()
    own_broker.kill()
    await hearing.keep(second)
    await own_broker.restart()
    await hearing.hears(first, second, within=40)


@pytest.mark.slow
async def test_a_group_whose_consumer_is_cut_off_stops_in_time(own_broker: OwnBroker, hearing: Hearing) -> None:
    await own_broker.start()
    await hearing.provision()
    await until(hearing.pipeline.assigned)
    hearing.pipeline._connection.consumer._client._sync_task.cancel()
    own_broker.kill()
    await asyncio.sleep(2)
    began = time.monotonic()
    await hearing.pipeline.stop()
    assert time.monotonic() - began < 15
