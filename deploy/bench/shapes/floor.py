"""The floor: what the libraries give when nothing stands between: a batch read, written, published, committed."""

import asyncio
from datetime import UTC
from typing import Any
from uuid import uuid5

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from pymongo import UpdateOne

from deploy.bench.work import COLLECTION, Place, Worked, effect_of
from shared.kernel.clock import now_utc
from shared.runtime.loop import spare_collector
from shared.runtime.store.driver import connect

_BATCH = 500
_IDLE_MS = 1_000


async def run(place: Place) -> None:
    """Work until killed. It reads no aggregate, so no rule can ask what stands there; a repeat is refused by its id."""
    things = connect(place.mongodb_url)[place.database][COLLECTION]
    consumer = AIOKafkaConsumer(
        place.source,
        bootstrap_servers=place.bootstrap,
        group_id=place.group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    producer = AIOKafkaProducer(
        bootstrap_servers=place.bootstrap, acks="all", enable_idempotence=True, max_batch_size=131_072
    )
    await asyncio.gather(consumer.start(), producer.start())
    spare_collector()
    while True:
        polled = await consumer.getmany(timeout_ms=_IDLE_MS, max_records=_BATCH)
        records = [record for batch in polled.values() for record in batch]
        if not records:
            continue
        events = [Worked.model_validate_json(record.value) for record in records]
        await things.bulk_write([_change(event) for event in events], ordered=False)
        await _publish(producer, place.target, events)
        await consumer.commit({TopicPartition(*where): batch[-1].offset + 1 for where, batch in polled.items()})


def _change(event: Worked) -> UpdateOne:
    cause, now = uuid5(event.thing_id, str(event.n)), now_utc().astimezone(UTC)
    return UpdateOne(
        {"_id": event.thing_id, "inbox.k": {"$ne": cause}},
        {
            "$set": {"state.text": event.text, "updated_at": now},
            "$push": {"state.told": event.n, "inbox": {"k": cause, "at": now}},
            "$inc": {"version": 1},
        },
    )


async def _publish(producer: Any, target: str, events: list[Worked]) -> None:
    sent = [
        await producer.send(target, effect_of(event).model_dump_json().encode(), key=str(event.thing_id).encode())
        for event in events
    ]
    await asyncio.gather(*sent)
