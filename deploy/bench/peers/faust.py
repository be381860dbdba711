"""Faust (its maintained fork): an agent over the topic, acknowledged event by event, committed in the background."""

import sys
import tempfile
from typing import Any

from deploy.bench.peers.mongo import WITH_JOURNAL, change_of
from deploy.bench.work import COLLECTION, Place, Worked, effect_of


def run(place: Place) -> None:
    """Work until killed."""
    import faust  # noqa: PLC0415 - the peers' environment has it
    from pymongo import AsyncMongoClient  # noqa: PLC0415

    app = faust.App(
        place.group,
        broker=f"kafka://{place.bootstrap}",
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=10.0,
        topic_allow_declare=False,
        topic_disable_leader=True,
        producer_acks=-1,
        web_enabled=False,
        datadir=tempfile.mkdtemp(prefix="faust-"),
    )
    source, target = (app.topic(name, key_serializer="raw", value_serializer="raw") for name in _topics(place))
    client: Any = AsyncMongoClient(place.mongodb_url, **WITH_JOURNAL)
    things = client[place.database][COLLECTION]

    async def work(stream: Any) -> None:
        async for value in stream:
            event = Worked.model_validate_json(value)
            await things.find_one({"_id": event.thing_id})
            await things.update_one({"_id": event.thing_id}, change_of(event))
            sent = await target.send(
                key=str(event.thing_id).encode(), value=effect_of(event).model_dump_json().encode()
            )
            await sent

    app.agent(source)(work)
    sys.argv[1:] = ["worker", "--loglevel", "warn"]
    app.main()


def _topics(place: Place) -> tuple[str, str]:
    return place.source, place.target
