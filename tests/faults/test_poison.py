"""A thousand records among ten thousand that cannot be handled: each is set aside, and nobody else notices."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import UUID

import pytest
from aiokafka import AIOKafkaProducer

from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import RefusedError
from shared.runtime.bus.envelope import LARGEST_EVENT, OutboxEntry
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.bus.ports import ParkedNote
from shared.runtime.bus.relay import Relay
from shared.runtime.bus.subscription import Group, on
from shared.runtime.operating import parked
from shared.runtime.operating.audit import Operator
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.world import (
    KNOWN,
    TOPIC,
    Ledger,
    Noted,
    Told,
    ledger_id,
    ledgers_of,
    things,
    told,
    until,
    write,
)
from tests.shared.runtime.sample import Settings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

GROUP = "tests.ledgers"
GOOD, EACH, POISON = 450, 20, 1_000
BIG = 10
"""So many of the poisonous records are a quarter of a megabyte."""
REPAIRED = 10
REST_SECONDS, MOST_CPU = 2.0, 0.10
_WITHIN = 90.0

Value = bytes | None
Headers = Mapping[str, bytes]
Spoil = Callable[[OutboxEntry, Headers], tuple[Value, Headers]]


class Sung(Event):
    """What only the next release of the service knows."""

    type = "thing.sung"
    topic = TOPIC
    key = "thing_id"

    thing_id: UUID
    n: int


def _too_big(entry: OutboxEntry, headers: Headers) -> tuple[Value, Headers]:
    """It can be read, but what follows from it is larger than any event may be."""
    return entry.data.replace(b'"unit_id":"u"', b'"unit_id":"' + b"u" * LARGEST_EVENT + b'"'), headers


KINDS: Mapping[str, tuple[str, Spoil]] = {
    "no JSON": ("bad_json", lambda entry, headers: (entry.data[:-1], headers)),
    "no value": ("null_value", lambda _, headers: (None, headers)),
    "unknown type": (
        "unknown_type",
        lambda entry, headers: (entry.data, {**headers, "ce_type": b"thing.sung", "ce_dataschema": b"thing.sung/1"}),
    ),
    "of the future": (
        "future_version",
        lambda entry, headers: (entry.data, {**headers, "ce_dataschema": b"thing.told/2"}),
    ),
    "no text in a header": ("bad_header", lambda entry, headers: (entry.data, {**headers, "ce_subject": b"\xff\xfe"})),
    "too big": ("TOO_LARGE", _too_big),
    "refused": ("NOT_OURS", lambda entry, headers: (entry.data, headers)),
}


@dataclass
class Clerk:
    """Writes ledgers and tells of it; refuses what it is told to refuse."""

    store: MongoStore
    refused: set[UUID] = field(default_factory=set)
    ran: Counter[UUID] = field(default_factory=Counter)
    kept: int = 0

    async def __call__(self, event: Told | Sung, cause: Cause) -> None:
        self.ran[event.thing_id] += 1
        if event.thing_id in self.refused:
            raise RefusedError("NOT_OURS")
        ledgers, at = ledgers_of(self.store), ledger_id(event.thing_id)
        found = await ledgers.find(at)
        ledger = Ledger(at) if found is None else await ledgers.get(at, cause)
        noted = Noted(thing_id=at, n=event.n, unit_id=event.unit_id, unit_path=event.unit_path)
        is_kept = await ledgers.save(replace(ledger, told=(*ledger.told, event.n)), emits=[noted], because_of=cause)
        self.kept += is_kept


@dataclass(frozen=True)
class Office:
    """Where the records arrive."""

    bootstrap: str
    namespace: str
    service: Service
    store: MongoStore
    clerk: Clerk

    @asynccontextmanager
    async def open(self, *, knows_songs: bool = False) -> AsyncIterator[Pipeline]:
        """The group at work, as one release of the service has it."""
        songs: Mapping[str, type[Sung]] = {Sung.type: Sung} if knows_songs else {}
        group = Group(GROUP, (on(Told, self.clerk), *(on(song, self.clerk) for song in songs.values())))
        pipeline = Pipeline(
            group,
            bootstrap=self.bootstrap,
            parked=self.store.parked,
            namespace=self.namespace,
            known={**KNOWN, **songs},
        )
        relay = Relay(self.store, service="tests", bootstrap=self.bootstrap, namespace=self.namespace)
        self.store.on_kept = relay.nudge
        relay.start()
        pipeline.start()
        try:
            yield pipeline
        finally:
            await asyncio.gather(pipeline.stop(), relay.stop())

    async def held(self) -> Sequence[ParkedNote]:
        return await self.store.parked.held(GROUP)

    async def ledgers(self) -> Mapping[UUID, tuple[int, ...]]:
        """What every ledger says, by its id."""
        rows = self.store.collection("ledgers").find({}, {"state.told": 1})
        return {row["_id"]: tuple(row["state"]["told"]) async for row in rows}

    async def retry(self, keys: Sequence[UUID]) -> None:
        """Do what `parked retry KEY` does, key by key."""
        for key in keys:
            await parked.retry(self.service, str(key), Operator("OPS-01", "the next release handles it"))

    async def is_settled(self, kept: int, held: int) -> bool:
        return self.clerk.kept == kept and await self.store.parked.count(GROUP) == held

    async def is_tried_twice(self, key: UUID) -> bool:
        (found,) = [each for each in await self.held() if parked.key_of(each) == str(key)]
        return (found.state, found.tries) == ("parked", 2)


@pytest.fixture
async def office(
    kafka_bootstrap: str, mongodb_url: str, namespace: str, topics: Callable[..., Awaitable[list[str]]]
) -> AsyncIterator[Office]:
    await topics(TOPIC)
    store = MongoStore(mongodb_url, f"{namespace}_tests")
    ledgers_of(store)
    await store.open()
    await store.ensure_indexes()
    # Not started: an operator's command line works on the store alone.
    settings = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap=kafka_bootstrap,
        namespace=namespace,
        issuer="http://127.0.0.1:8709",
        jwks_url="http://127.0.0.1:8709/jwks.json",
    )
    service = Service(name="tests", settings=settings, store=store)
    yield Office(kafka_bootstrap, namespace, service, store, Clerk(store))
    await store.close()


def _spoilt() -> dict[UUID, str]:
    """Things of which one record tells, each with what is wrong with it. The kinds take turns, but few are big."""
    kinds = [kind for n in range(POISON) for kind in KINDS if kind != "too big" or n < BIG]
    return dict(zip(things(POISON), kinds[:POISON], strict=True))


async def _send(office: Office, ids: Sequence[UUID], spoilt: Mapping[UUID, str]) -> None:
    """Nine good records, one bad, nine good, one bad."""
    good = (told(thing, n) for n in range(EACH) for thing in ids)
    producer = AIOKafkaProducer(bootstrap_servers=office.bootstrap)
    await producer.start()
    try:
        for thing, kind in spoilt.items():
            for entry in islice(good, GOOD * EACH // POISON):
                await write(producer, office.namespace, entry.key, entry.data, entry.headers)
            entry = told(thing, 0)
            value, headers = KINDS[kind][1](entry, dict(entry.raw_headers))
            await write(producer, office.namespace, entry.key, value, list(headers.items()))
        await producer.flush()
    finally:
        await producer.stop()


async def test_a_thousand_of_ten_thousand_are_set_aside_with_a_reason_and_the_others_take_effect(
    office: Office,
) -> None:
    ids, spoilt = things(GOOD), _spoilt()
    office.clerk.refused = set(_of(spoilt, "refused"))
    ledgers = {ledger_id(thing): tuple(range(EACH)) for thing in ids}
    await _send(office, ids, spoilt)
    async with office.open() as pipeline:
        await until(lambda: office.is_settled(GOOD * EACH, POISON), within=_WITHIN)
        assert await office.ledgers() == ledgers
        held = await office.held()
        assert {parked.key_of(each): each.reason for each in held} == _reasons(spoilt)
        assert {(each.state, each.tries) for each in held} == {("parked", 1)}
        assert await _cpu_at_rest() < MOST_CPU
        assert {office.clerk.ran[thing] for thing in office.clerk.refused} == {1}, "nobody tries it again"
        assert pipeline.alive(time.monotonic())
    repaired = [*_of(spoilt, "refused")[:REPAIRED], *_of(spoilt, "unknown type")[:REPAIRED]]
    hopeless = _of(spoilt, "no value")[0]
    office.clerk.refused -= set(repaired)
    async with office.open(knows_songs=True):
        await office.retry([*repaired, hopeless])
        await until(lambda: office.is_settled(GOOD * EACH + len(repaired), POISON - len(repaired)), within=_WITHIN)
        await until(lambda: office.is_tried_twice(hopeless))
        assert await office.ledgers() == ledgers | {ledger_id(thing): (0,) for thing in repaired}
        assert {parked.key_of(each): each.reason for each in await office.held()} == _reasons(
            {thing: kind for thing, kind in spoilt.items() if thing not in repaired}
        )


def _of(spoilt: Mapping[UUID, str], kind: str) -> list[UUID]:
    return [thing for thing, its in spoilt.items() if its == kind]


def _reasons(spoilt: Mapping[UUID, str]) -> Mapping[str, str]:
    return {str(thing): KINDS[kind][0] for thing, kind in spoilt.items()}


async def _cpu_at_rest() -> float:
    """How much of a core this process takes once nothing is left to do: the least of three looks at it."""
    looks = []
    for _ in range(3):
        began = time.process_time()
        await asyncio.sleep(REST_SECONDS)
        looks.append((time.process_time() - began) / REST_SECONDS)
        if looks[-1] < MOST_CPU:
            break
    return min(looks)
