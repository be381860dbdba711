"""kstreams: a coroutine a record, committed by hand after it."""

import asyncio
from typing import Any

from deploy.bench.peers.mongo import WITH_JOURNAL, change_of
from deploy.bench.work import COLLECTION, Place, Worked, effect_of


def run(place: Place) -> None:
    """Work until killed."""
    asyncio.run(_run(place))


async def _run(place: Place) -> None:
    from kstreams import ConsumerRecord, Send, Stream, create_engine  # noqa: PLC0415 - the peers' environment has it
    from kstreams.backends.kafka import Kafka  # noqa: PLC0415
    from pymongo import AsyncMongoClient  # noqa: PLC0415

    client: Any = AsyncMongoClient(place.mongodb_url, **WITH_JOURNAL)
    things = client[place.database][COLLECTION]
    engine = create_engine(title="bench", backend=Kafka(bootstrap_servers=[place.bootstrap]))

    async def work(cr: ConsumerRecord, stream: Stream, send: Send) -> None:
        event = Worked.model_validate_json(cr.value)
        await things.find_one({"_id": event.thing_id})
        await things.update_one({"_id": event.thing_id}, change_of(event))
        value = effect_of(event).model_dump_json().encode()
        await send(place.target, value=value, key=str(event.thing_id))
        await stream.commit()

    engine.stream(place.source, group_id=place.group, enable_auto_commit=False, auto_offset_reset="earliest")(work)
    await engine.start()
    await asyncio.Event().wait()
