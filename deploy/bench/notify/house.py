"""A house of its own for each trial: processes of the service, 26 endpoints that hear of awards, their receiver."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, Protocol
from uuid import UUID

from aiokafka import AIOKafkaProducer

from deploy.bench.notify.awards import MINISTRY, PROVINCES, province
from deploy.bench.notify.manners import Manner
from deploy.bench.notify.receiving import RECEIVER, address, counted, receiver_unit
from deploy.bench.race import Track
from deploy.standalone.addresses import LOOPBACK, Ports
from deploy.standalone.parts import replica_of, service_units
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.topics import drop, provision
from deploy.standalone.unit import Unit
from services.notifications.adapters.mongo.endpoints import MongoEndpoints
from services.notifications.adapters.webhook.keeping import SealedKeys
from services.notifications.domain.endpoint import ANNOUNCED, Endpoint, EndpointState, KeyKind, Ordering, SigningKey
from services.notifications.usecases.endpoint.ports import MadeKey
from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.kernel.ids import id_from
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.subscription import placed
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import connect, disconnect
from shared.runtime.vault import Vault

_SERVICE: Final = "notifications"
_KEY: Final = "NOTIFICATIONS_CONTACT_KEY"
_A_SECOND: Final = 500
"""So many calls may begin in a second at one endpoint."""
_POURED_TOGETHER: Final = 1_000
_LOOK_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Plan:
    """What a house is like. `processes` serve; `all_hear`: each endpoint hears of all provinces, else of its own.

    Those of the numbers in `manners` do not simply take what comes; none at all without `endpoints`. `own` settings of
    the service stand without its prefix.
    """

    name: str
    processes: int = 1
    endpoints: int = PROVINCES
    all_hear: bool = False
    manners: Mapping[int, Manner] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)


class Said(Protocol):
    """Events that are put on the bus; each is sealed when it is asked for."""

    @property
    def events(self) -> int:
        """How many."""

    def entries(self) -> Iterator[OutboxEntry]:
        """They themselves."""


@dataclass(frozen=True, slots=True)
class House:
    """A house that is open, with the processes of the service as they were started."""

    track: Track
    plan: Plan
    site: Site
    running: Supervisor
    port: int
    units: Sequence[Unit]

    @property
    def receiver(self) -> str:
        """Where the receiver listens."""
        return address(self.port)

    @property
    def serving(self) -> list[int]:
        """The process ids of the service."""
        return [self.running.pid(process_name(number)) for number in range(self.plan.processes)]

    @property
    def receiving(self) -> int:
        """The process id of the receiver."""
        return self.running.pid(RECEIVER)

    async def all_came(self, calls: int, within: float) -> bool:
        """Whether so many calls come within so many seconds."""
        deadline = time.monotonic() + within
        while (await counted(self.receiver))["calls"] < calls:
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(_LOOK_SECONDS)
        return True

    async def pour(self, said: Said) -> None:
        """Put all events on the bus as fast as it takes them."""
        async with self._producer(linger_ms=2) as producer:
            pending = []
            for entry in said.entries():
                pending.append(await self._send(producer, entry))
                if len(pending) >= _POURED_TOGETHER:
                    await asyncio.gather(*pending)
                    pending.clear()
            await asyncio.gather(*pending)

    async def drip(self, said: Said, per_second: float) -> dict[str, int]:
        """Put the events on the bus at a steady rate, whether or not anybody keeps up.

        Of each its id, and the monotonic nanoseconds of its sending.
        """
        async with self._producer() as producer:
            began, pending, sent = time.monotonic(), [], dict[str, int]()
            entries = said.entries()
            for number in range(said.events):
                await asyncio.sleep(began + number / per_second - time.monotonic())
                entry = next(entries)
                sent[str(entry.id)] = time.monotonic_ns()
                pending.append(await self._send(producer, entry))
            await asyncio.gather(*pending)
        return sent

    @asynccontextmanager
    async def store(self) -> AsyncIterator[MongoStore]:
        """What the service keeps, while it is looked at."""
        store = MongoStore(self.site.mongodb_url, f"{self.site.namespace}_{_SERVICE}")
        try:
            yield store
        finally:
            await store.close()

    @asynccontextmanager
    async def _producer(self, linger_ms: int = 0) -> AsyncIterator[AIOKafkaProducer]:
        producer = AIOKafkaProducer(
            bootstrap_servers=self.site.kafka_bootstrap, acks="all", enable_idempotence=True, linger_ms=linger_ms
        )
        try:
            await producer.start()
            yield producer
        finally:
            await producer.stop()

    async def _send(self, producer: AIOKafkaProducer, entry: OutboxEntry) -> "asyncio.Future[object]":
        topic = placed(entry.topic, self.site.namespace)
        sent: asyncio.Future[object] = await producer.send(
            topic, entry.data, key=entry.key.encode(), headers=entry.raw_headers
        )
        return sent


@asynccontextmanager
async def house(track: Track, plan: Plan) -> AsyncIterator[House]:
    """Open a house, its endpoints known; its processes and data are gone at the end. Raises: StandaloneError."""
    site = replace(track.site, namespace=plan.name, ports=replace(Ports.free(), **_servers(track.site)))
    await provision(site.kafka_bootstrap, site.namespace)
    port = Ports.free().console
    serving = serving_units(site, plan, port)
    secret = SealedKeys(Vault(serving[0].environment[_KEY])).fresh(KeyKind.HMAC)
    unsealed = SealedKeys(Vault(serving[0].environment[_KEY])).open(secret.sealed)
    try:
        async with Supervisor([receiver_unit(port, unsealed), *serving], site.folder, say=lambda _: None) as running:
            await _register(site, plan, port, serving[0].environment[_KEY], secret)
            yield House(track, plan, site, running, port, serving)
    finally:
        await _take_away(site)


def _servers(site: Site) -> dict[str, int]:
    return {name: getattr(site.ports, name) for name in ("kafka", "kafka_controller", "mongod")}


def process_name(number: int) -> str:
    """A process of the service by its number, from 0."""
    return f"{_SERVICE}-{number + 1}"


def serving_units(site: Site, plan: Plan, port: int) -> list[Unit]:
    """The processes of the service; what they may call listens on a port of loopback."""
    unit = next(each for each in service_units(site) if each.name == _SERVICE)
    told = {
        "WEBHOOK_OPENED": f"* {LOOPBACK} 127.0.0.0/8 {port}",
        "WEBHOOK_A_SECOND": str(_A_SECOND),
        "LOG_LEVEL": "warning",
        **plan.own,
    }
    own = {f"{_SERVICE.upper()}_{name}": value for name, value in told.items()}
    first = replace(unit, needs=(), environment={**unit.environment, **own})
    others = [
        replace(replica_of(first, process_name(number), Ports.free().console), needs=(process_name(0),))
        for number in range(1, plan.processes)
    ]
    return [replace(first, name=process_name(0)), *others]


async def _register(site: Site, plan: Plan, port: int, vault: str, checked: MadeKey) -> None:
    """Endpoints as they stand when a client has proved them; the first is signed with HMAC, for the foreign library."""
    store = MongoStore(site.mongodb_url, f"{site.namespace}_{_SERVICE}")
    endpoints, keys = MongoEndpoints(store), SealedKeys(Vault(vault))
    for number in range(plan.endpoints):
        made = keys.fresh(KeyKind.ED25519) if number else checked
        manner = plan.manners.get(number, Manner.TAKEN if number else Manner.CHECKED)
        url = f"{address(port)}/{manner}/{number}"
        endpoint = _endpoint(number, url, made, (MINISTRY,) if plan.all_hear else (province(number),))
        await endpoints.save(endpoint, because_of=job_cause("bench", plan.name, number))
    await store.close()


def _endpoint(number: int, url: str, made: MadeKey, units: Sequence[str]) -> Endpoint:
    since = now_utc() - timedelta(days=1)
    unit = province(number)
    kind = KeyKind.ED25519 if made.public else KeyKind.HMAC
    return Endpoint(
        id=endpoint_id(number),
        client_ref=unit,
        unit_id=unit,
        unit_path=(MINISTRY, unit),
        url=url,
        kinds=tuple(sorted(ANNOUNCED)),
        units=tuple(units),
        ordering=Ordering.SUBJECT,
        keys=(SigningKey("k1", kind, made.sealed, made.public, since),),
        created_at=since,
        state=EndpointState.ACTIVE,
    )


def endpoint_id(number: int) -> UUID:
    """The id of an endpoint by its number."""
    return id_from("bench endpoint", number)


async def _take_away(site: Site) -> None:
    await drop(site.kafka_bootstrap, site.namespace)
    client = connect(site.mongodb_url)
    await client.drop_database(f"{site.namespace}_{_SERVICE}")
    disconnect(client)
