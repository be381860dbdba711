"""The console's rows, built a second time from the same events, are the same rows."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest

from services.console.app import build
from services.console.settings import Settings
from shared.contracts.event import Event
from shared.runtime.store.client import MongoStore
from tests.console.story import BEGAN, COUNCIL, SOURCES, UNIT
from tests.operating import NAMED, operating
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.operating.listener import publish

ROWS = ("cases", "meetings", "decisions", "councils", "units", "wall")


async def tell_the_story(settings: Settings) -> None:
    """Everything that happened to one file, each aggregate's events in order, a day between two aggregates."""
    sources: Sequence[Sequence[Event]] = (*SOURCES, [UNIT], [COUNCIL])
    for day, events in enumerate(sources):
        numbered = [(event, n) for n, event in enumerate(events, start=1)]
        await publish(settings.kafka_bootstrap, settings.namespace, numbered, at=BEGAN + timedelta(days=day))


@pytest.fixture
async def settings(
    mongodb_url: str, kafka_bootstrap: str, namespace: str, topics: Callable[..., Awaitable[list[str]]]
) -> Settings:
    await topics()
    found = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap=kafka_bootstrap,
        namespace=namespace,
        issuer="http://127.0.0.1:8709",
        jwks_url="http://127.0.0.1:8709/jwks.json",
        nominations_url="http://127.0.0.1:1",
        reviews_url="http://127.0.0.1:1",
        notifications_url="http://127.0.0.1:1",
    )
    await build(found).migrate()
    return found


async def run_until_it_hangs(settings: Settings) -> None:
    """Let the console read until everything of the story stands in its rows."""
    async with build(settings).running() as service:
        await until(lambda: is_told(service.store))


async def is_told(store: MongoStore) -> bool:
    case = await store.rows("cases").find_one({"seen.nomination": 8, "seen.case": 5})
    return case is not None and all([await store.rows(name).count_documents({}) for name in ROWS])


async def test_the_rebuilt_rows_have_the_hash_of_the_living_ones_and_take_their_place(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    operate = operating(settings, build, capsys, monkeypatch)
    await tell_the_story(settings)
    store = MongoStore(settings.mongodb_url, settings.database("console"))
    await run_until_it_hangs(settings)
    rebuilt = await operate("rebuild", "views", *NAMED, "--switch", "--json")
    assert rebuilt.code == 0, rebuilt.err
    assert [(row["collection"], row["live"], row["rebuilt"]) for row in rebuilt.rows] == [(name, 1, 1) for name in ROWS]
    assert all(row["live_hash"] == row["rebuilt_hash"] for row in rebuilt.rows)
    await store.rows("cases").delete_many({})
    await run_until_it_hangs(settings)
    lives = [await store.rows(name).find_one({"_id": "wall"}) for name in ("lives", "lives@1")]
    assert all(lives)
    assert lives[0] != lives[1], "the rebuilt wall begins a life of its own"
    await store.close()
