"""FastStream as its documentation shows it for at-least-once: a message at a time, acknowledged after its handler."""

from functools import partial

from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker

from deploy.bench.work import COLLECTION, Place, Worked, effect_of
from shared.runtime.store.driver import connect

_WORKERS = 12


async def run(place: Place, workers: int = 1) -> None:
    """Work until killed; with several workers each has a consumer of its own for its share of the partitions."""
    things = connect(place.mongodb_url)[place.database][COLLECTION]
    # Without its two log lines a message, which the service would also turn off.
    broker = KafkaBroker(place.bootstrap, acks="all", enable_idempotence=True, logger=None)

    @broker.subscriber(
        place.source,
        group_id=place.group,
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.NACK_ON_ERROR,
        max_workers=workers,
    )
    async def work(event: Worked) -> None:
        thing = await things.find_one({"_id": event.thing_id})
        if thing is None:
            raise LookupError(event.thing_id)
        await things.update_one(
            {"_id": thing["_id"]}, {"$set": {"state.text": event.text}, "$push": {"state.told": event.n}}
        )
        await broker.publish(effect_of(event), place.target, key=str(event.thing_id).encode())

    await FastStream(broker, logger=None).run()


run_tuned = partial(run, workers=_WORKERS)
