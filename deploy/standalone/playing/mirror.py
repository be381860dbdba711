"""Reads a client's mirror topic as a consumer of the client would: from its beginning, without a group."""

import json
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.standalone.playing.asking import Answer
from shared.runtime.bus.subscription import placed


async def read_mirror(bootstrap: str, namespace: str, client: str) -> Answer:
    """All that stands on it, as `{items, count}`; 404 while there is no such topic."""
    place = TopicPartition(placed(f"mirror.{client}.register.v1", namespace), 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="earliest")
    await consumer.start()
    try:
        if place.topic not in await consumer.topics():
            return Answer(404, {"text": "no topic"}, 0.0)
        consumer.assign([place])
        end = (await consumer.end_offsets([place]))[place]
        items: list[Any] = []
        while await consumer.position(place) < end:
            record = await consumer.getone()
            items.append(json.loads(record.value))
    finally:
        await consumer.stop()
    return Answer(200, {"items": items, "count": len(items)}, 0.0)
