"""The things that stand ready before a race, as the store keeps them."""

from datetime import UTC, datetime

from deploy.bench.work import COLLECTION, Place, filler, thing_id
from shared.runtime.store.driver import Document, connect, disconnect

_TOGETHER = 5_000
_BORN = datetime(2026, 1, 1, tzinfo=UTC)


async def fill(place: Place, things: int) -> None:
    """Put things numbered from 0 into the place's database."""
    client = connect(place.mongodb_url)
    collection = client[place.database][COLLECTION]
    for start in range(0, things, _TOGETHER):
        batch = [_document(number) for number in range(start, min(start + _TOGETHER, things))]
        await collection.insert_many(batch, ordered=False)
    disconnect(client)


async def drop(place: Place) -> None:
    """Take the place's database away."""
    client = connect(place.mongodb_url)
    await client.drop_database(place.database)
    disconnect(client)


def _document(number: int) -> Document:
    return {
        "_id": thing_id(number),
        "schema": 1,
        "version": 1,
        "seq": 0,
        "created_at": _BORN,
        "updated_at": _BORN,
        "state": {"told": [], "text": filler(number)},
        "inbox": [],
        "outbox": [],
    }
