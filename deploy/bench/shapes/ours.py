"""Ours: the pipeline, the gathered store and the relay as a service runs them, every guarantee on."""

import asyncio
from dataclasses import dataclass, replace

from deploy.bench.work import COLLECTION, Effected, Place, Thing, Worked, effect_of
from shared.kernel.cause import Cause
from shared.runtime import logs
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.bus.relay import Relay
from shared.runtime.bus.subscription import Group, on
from shared.runtime.loop import spare_collector
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore


@dataclass(frozen=True)
class Work:
    """The use case: get, decide, save with what happened."""

    things: Aggregates[Thing]

    async def __call__(self, event: Worked, cause: Cause) -> None:
        """Work once on the thing. Emits: Effected."""
        thing = await self.things.get(event.thing_id, cause)
        changed = replace(thing, told=(*thing.told, event.n), text=event.text)
        await self.things.save(changed, emits=[effect_of(event)], because_of=cause)


async def run(place: Place) -> None:
    """Work until killed."""
    logs.configure("bench", "WARNING")
    store = MongoStore(place.mongodb_url, place.database)
    work = Work(store.aggregates(COLLECTION, Thing))
    relay = Relay(store, service="bench", bootstrap=place.bootstrap, namespace=place.run)
    store.on_kept = relay.nudge
    await store.open()
    await store.ensure_indexes()
    relay.start()
    Pipeline(
        Group(place.group_name, (on(Worked, work),)),
        bootstrap=place.bootstrap,
        parked=store.parked,
        namespace=place.load,
        known={event.type: event for event in (Worked, Effected)},
    ).start()
    spare_collector()
    await asyncio.Event().wait()
