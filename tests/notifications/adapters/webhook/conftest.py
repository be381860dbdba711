from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest_asyncio

from tests.notifications.adapters.webhook.desk import Desk
from tests.notifications.adapters.webhook.outside import Outside
from tests.notifications.adapters.webhook.receiving import Receiver, receiving
from tests.notifications.endpoints import webhooks_for
from tests.notifications.memory import MemoryReceivers


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    receivers = MemoryReceivers()
    async with receiving(Receiver()) as receiver:
        webhooks, callers = webhooks_for(receivers, receiver.port)
        yield Desk(webhooks, receivers, receiver)
        await callers.stop()


@pytest_asyncio.fixture
async def outside(tmp_path: Path) -> AsyncIterator[Outside]:
    async with AsyncExitStack() as stack:
        found = Outside(stack, tmp_path)
        yield found
        await found.callers.stop()
