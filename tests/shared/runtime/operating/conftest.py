"""A listener on real Kafka and mongod, and the command line by which it is operated."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from shared.runtime.store.client import MongoStore
from tests.operating import Operate, operating
from tests.shared.runtime.operating.listener import Settings, build


@pytest.fixture
async def settings(
    mongodb_url: str, kafka_bootstrap: str, namespace: str, topics: Callable[..., Awaitable[list[str]]]
) -> Settings:
    await topics("awards.v1")
    found = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap=kafka_bootstrap,
        namespace=namespace,
        issuer="http://127.0.0.1:8709",
        jwks_url="http://127.0.0.1:8709/jwks.json",
    )
    await build(found).migrate()
    return found


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[MongoStore]:
    """The listener's database, seen from beside."""
    store = MongoStore(settings.mongodb_url, settings.database("listener"))
    yield store
    await store.close()


@pytest.fixture
def operate(settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Operate:
    return operating(settings, build, capsys, monkeypatch)
