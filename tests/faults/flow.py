"""A service small enough to be struck: it keeps what it is told, tells it on the bus, hears it there, and books it.

Whoever tells it something says it again until it is acknowledged, always with the same cause, as clients do.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, now_utc
from shared.kernel.errors import UnavailableError
from shared.kernel.ids import id_from
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.bus.relay import Relay
from shared.runtime.bus.subscription import Group, on
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.world import KNOWN, Ledger, Noted, ledger_id, ledgers_of, things, until

_PERSON = Actor("P-01")
_PAUSE_SECONDS, _AGAIN_SECONDS = 0.1, 0.3


@dataclass(frozen=True)
class Place:
    """Where a service finds its store and its bus, and whose they are."""

    mongodb_url: str
    bootstrap: str
    database: str
    namespace: str


class Replica:
    """One process's share of the service: store, relay and group, on one clock."""

    def __init__(self, place: Place, clock: Clock = now_utc) -> None:
        at = place
        self.heard = 0
        self.store = MongoStore(at.mongodb_url, at.database, clock=clock, service="tests")
        self._ledgers = ledgers_of(self.store)
        self.relay = Relay(self.store, service="tests", bootstrap=at.bootstrap, namespace=at.namespace, clock=clock)
        self.pipeline = Pipeline(
            Group("tests.flow", (on(Noted, self._book),)),
            bootstrap=at.bootstrap,
            parked=self.store.parked,
            namespace=at.namespace,
            known=KNOWN,
            clock=clock,
        )

    async def start(self) -> None:
        """Begin; returns when its store is open and the group has found its place."""
        await self.store.open()
        await self.store.ensure_indexes()
        self.store.on_kept = self.relay.nudge
        self.relay.start()
        self.pipeline.start()
        await until(self.pipeline.assigned, within=30)

    async def stop(self) -> None:
        await asyncio.gather(self.pipeline.stop(), self.relay.stop())
        await self.store.close()

    async def keep(self, thing: UUID, n: int) -> bool:
        """Keep the n-th news of a thing, which has so many already; whether it was kept now and not before."""
        event = Noted(thing_id=thing, n=n, unit_id="u", unit_path=("u",))
        cause_id = id_from("command", _PERSON.ref, f"{thing} {n}")
        cause = Cause(cause_id, _PERSON, "deed.register", correlation_id=cause_id, causation_id=cause_id)
        return await self._ledgers.save(Ledger(thing, version=n), emits=[event], because_of=cause)

    async def _book(self, event: Noted, cause: Cause) -> None:
        at = ledger_id(event.thing_id)
        is_new = await self._ledgers.find(at) is None
        ledger = Ledger(at) if is_new else await self._ledgers.get(at, cause)
        await self._ledgers.save(replace(ledger, told=(*ledger.told, event.n)), because_of=cause)
        self.heard += 1


@asynccontextmanager
async def running(place: Place, clock: Clock = now_utc) -> AsyncIterator[Replica]:
    """A replica at work."""
    replica = Replica(place, clock)
    try:
        await replica.start()
        yield replica
    finally:
        await replica.stop()


@dataclass
class Telling:
    """Tells many things at the same time, each in its order, to one replica or to several in turn."""

    replicas: Sequence[Replica]
    ids: Sequence[UUID] = field(default_factory=lambda: things(16))
    acknowledged: dict[UUID, int] = field(default_factory=dict)
    _is_ending: bool = False

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Tell on and on until the end of the block; at the end every word is acknowledged."""
        self._is_ending = False
        telling = [asyncio.create_task(self._tell(thing)) for thing in self.ids]
        try:
            yield
        finally:
            self._is_ending = True
            await asyncio.gather(*telling)

    async def _tell(self, thing: UUID) -> None:
        while not self._is_ending:
            n = self.acknowledged.get(thing, 0)
            await self._insist(thing, n)
            self.acknowledged[thing] = n + 1
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _insist(self, thing: UUID, n: int) -> None:
        while True:
            try:
                await self.replicas[n % len(self.replicas)].keep(thing, n)
            except UnavailableError:
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                return


async def booked(store: MongoStore, ids: Sequence[UUID]) -> dict[UUID, list[int]]:
    """What was booked of each thing, in the order of the bookings."""
    rows = store.collection("ledgers").find({"_id": {"$in": [ledger_id(each) for each in ids]}}, {"state.told": 1})
    found = {row["_id"]: list(row["state"]["told"]) async for row in rows}
    return {each: found.get(ledger_id(each), []) for each in ids}


async def has_caught_up(store: MongoStore, telling: Telling) -> bool:
    """Whether all that was acknowledged is booked, once and in order, and nothing is owed or set aside."""
    wanted = {thing: list(range(count)) for thing, count in telling.acknowledged.items()}
    is_owed = bool(await store.pending_outboxes(1_000)) or await store.parked.count()
    return not is_owed and await booked(store, telling.ids) == wanted
