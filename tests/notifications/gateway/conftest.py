"""A gateway over a socket and a province's system that it knows."""

from collections.abc import AsyncIterator

import pytest_asyncio

from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import Gate, System, gate


@pytest_asyncio.fixture
async def house(store: MongoStore, clock: SetClock) -> AsyncIterator[Gate]:
    async with gate(store, clock) as found:
        yield found


@pytest_asyncio.fixture
async def system(house: Gate, clock: SetClock) -> System:
    made = System("hp-nhan-su", clock)
    await house.record(made.client("THADS-HP"))
    await made.ask(house.http)
    return made
