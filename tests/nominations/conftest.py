from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from services.nominations.settings import Settings
from tests.nominations.office import Day, Office, open_office


@pytest.fixture
def day() -> Day:
    return Day()


@pytest_asyncio.fixture
async def office(mongodb_url: str, namespace: str, tmp_path: Path, day: Day) -> AsyncIterator[Office]:
    async with open_office(mongodb_url, namespace, tmp_path, day) as opened:
        yield opened


@pytest.fixture
def settings(mongodb_url: str, kafka_bootstrap: str, namespace: str) -> Settings:
    issuer = "http://127.0.0.1:8709"
    return Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap=kafka_bootstrap,
        namespace=namespace,
        issuer=issuer,
        jwks_url=f"{issuer}/jwks.json",
    )
