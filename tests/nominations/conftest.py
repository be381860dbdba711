from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.nominations.office import Day, Office, open_office


@pytest.fixture
def day() -> Day:
    return Day()


@pytest_asyncio.fixture
async def office(mongodb_url: str, namespace: str, tmp_path: Path, day: Day) -> AsyncIterator[Office]:
    async with open_office(mongodb_url, namespace, tmp_path, day) as opened:
        yield opened
