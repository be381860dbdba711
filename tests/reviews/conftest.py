from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.reviews.adapters.mongo.indexes import INDEXES
from services.reviews.app import homes as mongo_homes
from services.reviews.usecases.homes import Homes
from shared.kernel.clock import now_utc
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView
from tests.reviews.desk import Desk
from tests.reviews.facts import SAFE
from tests.reviews.memory import Memory


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest_asyncio.fixture
async def store(mongodb_url: str, namespace: str) -> AsyncIterator[MongoStore]:
    opened = MongoStore(mongodb_url, f"{namespace}_reviews")
    await opened.open()
    await opened.ensure_indexes(INDEXES)
    yield opened
    await opened.close()


@pytest.fixture(params=["memory", "mongo"])
def homes(request: pytest.FixtureRequest) -> Homes:
    """The ports, once in memory and once on MongoDB: one suite holds for both."""
    if request.param == "memory":
        return Memory().homes()
    store: MongoStore = request.getfixturevalue("store")
    return mongo_homes(store, UnitsView(store, "reviews", now_utc), SAFE)
