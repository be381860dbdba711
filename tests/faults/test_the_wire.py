"""Faults on the wire to Kafka and to MongoDB: slow, reset, half-open, one-way. Afterwards nothing is lost or doubled.

Two services run beside each other on the event loop of the product: one has the bad wire to Kafka, one to MongoDB.
Kafka tells its clients where to connect to, so the broker of these tests has a second listener, whose told address is
that of the wire.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiokafka.conn import AIOKafkaConnection
from pymongo.uri_parser import parse_uri

from deploy.standalone.parts import bus_and_store
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.topics import provision
from shared.runtime.loop import new_loop
from shared.runtime.store.client import MongoStore
from tests.faults.flow import Place, Replica, Telling, has_caught_up, running
from tests.shared.runtime.bus.world import TOPIC, ledgers_of, until
from tests.wire import Way, Wire, wire_to

pytestmark = pytest.mark.slow

CAUGHT_UP_WITHIN = 15.0

Fault = Callable[[Wire, Replica], Awaitable[None]]


@dataclass(frozen=True)
class Broker:
    """A broker with two doors: `bootstrap` is the ordinary one, behind `inner` it tells everybody to use `outer`."""

    bootstrap: str
    inner: str
    outer: int


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    folder = tmp_path_factory.mktemp("wired")
    site = Site.temporary(folder, given=Given(mongodb_url="unused"))
    ports = site.ports
    with asyncio.Runner() as runner:
        units = runner.run(bus_and_store(site, print))
        properties = folder / "kafka.properties"
        lines = properties.read_text().splitlines()
        for start, addition in (
            ("listeners=", f",WIRE://127.0.0.1:{ports.console}"),
            ("advertised.listeners=", f",WIRE://127.0.0.1:{ports.reviews}"),
            ("listener.security.protocol.map=", ",WIRE:PLAINTEXT"),
        ):
            lines = [line + addition if line.startswith(start) else line for line in lines]
        properties.write_text("\n".join(lines))
        supervisor = Supervisor(units, folder)
        runner.run(supervisor.start_all())
        try:
            yield Broker(site.kafka_bootstrap, f"127.0.0.1:{ports.console}", ports.reviews)
        finally:
            runner.run(supervisor.stop_all())


@pytest.fixture(autouse=True)
def mended_until_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's loop mends aiokafka for good; other tests want it as it comes."""
    monkeypatch.setattr(AIOKafkaConnection, "connected", AIOKafkaConnection.connected)


async def slow(wire: Wire, replica: Replica) -> None:
    wire.delay(0.2, jitter=0.05)
    before = replica.heard
    await asyncio.sleep(3)
    assert replica.heard > before, "slow is not dead"


async def torn(wire: Wire, replica: Replica) -> None:
    """It breaks again and again, in the middle of whatever goes on."""
    for _ in range(6):
        wire.reset()
        await asyncio.sleep(0.5)
    assert replica.heard, "it works between the tears"


async def half_open(wire: Wire, replica: Replica) -> None:
    """The other side is gone without a word, and knows nothing of its connections when it is back."""
    wire.silence()
    await _hears_nothing(replica)
    wire.reset()


async def without_replies(wire: Wire, replica: Replica) -> None:
    """What is asked is done, and nobody ever learns that it was."""
    wire.silence({Way.BACK})
    await _hears_nothing(replica)
    wire.reset()


async def without_requests(wire: Wire, replica: Replica) -> None:
    """What is asked arrives when nobody waits for it any more."""
    wire.silence({Way.THERE})
    await _hears_nothing(replica)


FAULTS: Mapping[str, Fault] = {
    "slow": slow,
    "torn again and again": torn,
    "half-open": half_open,
    "one-way, no replies": without_replies,
    "one-way, no requests": without_requests,
}


async def _hears_nothing(replica: Replica) -> None:
    # What was on its way before the fault may still be heard of.
    await asyncio.sleep(1)
    before = replica.heard
    await asyncio.sleep(3)
    assert replica.heard == before, "the wire was to be silent"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_after_a_fault_everything_catches_up_and_nothing_is_lost_or_doubled(
    broker: Broker, mongodb_url: str, namespace: str, fault: Fault
) -> None:
    async def both() -> None:
        async with wire_to(broker.inner, broker.outer) as to_kafka, wire_to(_host(mongodb_url)) as to_mongodb:
            through_kafka = Place(mongodb_url, to_kafka.address, f"{namespace}_kafka", f"{namespace}.kafka")
            url = f"mongodb://{to_mongodb.address}/?directConnection=true"
            through_mongodb = Place(url, broker.bootstrap, f"{namespace}_mongodb", f"{namespace}.mongodb")
            for place in (through_kafka, through_mongodb):
                await provision(broker.bootstrap, place.namespace, only=[TOPIC])
            async with asyncio.TaskGroup() as services:
                services.create_task(_endures(fault, to_kafka, through_kafka, mongodb_url))
                services.create_task(_endures(fault, to_mongodb, through_mongodb, mongodb_url))

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(both())


async def _endures(fault: Fault, wire: Wire, place: Place, mongodb_url: str) -> None:
    async with _aside(mongodb_url, place) as store, running(place) as replica:
        telling = Telling([replica])
        async with telling.going_on():
            await until(lambda: replica.heard > len(telling.ids))
            await fault(wire, replica)
            assert wire.troubled, "nothing met the fault"
            wire.heal()
            healed_at = time.monotonic()
        await until(lambda: has_caught_up(store, telling), within=CAUGHT_UP_WITHIN)
        assert time.monotonic() - healed_at < CAUGHT_UP_WITHIN


@asynccontextmanager
async def _aside(mongodb_url: str, place: Place) -> AsyncIterator[MongoStore]:
    """The same database, seen past the wire."""
    store = MongoStore(mongodb_url, place.database, service="tests")
    ledgers_of(store)
    try:
        yield store
    finally:
        await store.close()


def _host(mongodb_url: str) -> str:
    host, port = parse_uri(mongodb_url)["nodelist"][0]
    return f"{host}:{port}"
