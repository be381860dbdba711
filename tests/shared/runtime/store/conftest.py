"""A store on a real MongoDB, on both of its paths."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count

import pytest

from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.store.things import EPOCH, INDEXES, Thing, things_of


@pytest.fixture(params=["gathered", "plain"])
async def store(request: pytest.FixtureRequest, mongodb_url: str, namespace: str) -> AsyncIterator[MongoStore]:
    ticks = count()
    store = MongoStore(
        mongodb_url,
        f"{namespace}_things",
        gather_calls=request.param == "gathered",
        clock=lambda: EPOCH + timedelta(milliseconds=next(ticks)),
    )
    await store.open()
    things_of(store)
    await store.ensure_indexes(INDEXES)
    yield store
    await store.close()


@pytest.fixture
def things(store: MongoStore) -> Aggregates[Thing]:
    return things_of(store)
