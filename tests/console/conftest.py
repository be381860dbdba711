from collections.abc import AsyncIterator

import pytest_asyncio

from services.console.settings import Settings
from tests.console.desk import Desk, opened
from tests.shared.runtime.web.tokens import ISSUER


@pytest_asyncio.fixture
async def desk(mongodb_url: str, namespace: str) -> AsyncIterator[Desk]:
    settings = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap="127.0.0.1:1",
        namespace=namespace,
        issuer=ISSUER,
        jwks_url=f"{ISSUER}/jwks.json",
        address="http://console.test",
        nominations_url="http://127.0.0.1:1",
        reviews_url="http://127.0.0.1:1",
        notifications_url="http://127.0.0.1:1",
    )
    async with opened(settings) as opened_desk:
        yield opened_desk
