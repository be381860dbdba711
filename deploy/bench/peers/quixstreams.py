"""Quix Streams: a dataframe over the topic, a synchronous client, offsets committed every five seconds."""

from typing import Any

from deploy.bench.peers.mongo import WITH_JOURNAL, change_of
from deploy.bench.work import COLLECTION, Place, Worked, effect_of


def run(place: Place) -> None:
    """Work until killed."""
    from pymongo import MongoClient  # noqa: PLC0415 - the peers' environment has its own
    from quixstreams import Application  # noqa: PLC0415

    client: Any = MongoClient(place.mongodb_url, **WITH_JOURNAL)
    things = client[place.database][COLLECTION]

    def work(value: bytes) -> bytes:
        event = Worked.model_validate_json(value)
        things.find_one({"_id": event.thing_id})
        things.update_one({"_id": event.thing_id}, change_of(event))
        return effect_of(event).model_dump_json().encode()

    app = Application(
        broker_address=place.bootstrap,
        consumer_group=place.group,
        auto_offset_reset="earliest",
        auto_create_topics=False,
        loglevel="WARNING",
        consumer_extra_config={"session.timeout.ms": 10_000, "heartbeat.interval.ms": 3_000},
        producer_extra_config={"acks": "all", "enable.idempotence": True},
    )
    raw = {"key_serializer": "bytes", "value_serializer": "bytes"}
    source = app.topic(place.source, key_deserializer="bytes", value_deserializer="bytes")
    app.dataframe(source).apply(work).to_topic(app.topic(place.target, **raw))
    app.run()
