"""Real Kafka and mongod for all tests: those that are given, else one pair of our own for all workers.

A test takes a `namespace` of its own, so that many of them live side by side on one broker and one store.
"""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import astuple, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import pytest_asyncio
from pymongo import MongoClient

from deploy.standalone.settings import Given, given
from deploy.standalone.topics import drop, provision
from tests.servers import serving

Topics = Callable[..., Awaitable[list[str]]]
SERVERS = pytest.StashKey[Given]()
SHARED = "servers"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files whose tests may take longest come first, so that nobody waits for one of them alone at the end."""
    limits: dict[Path, float] = defaultdict(float)
    for item in items:
        limit = item.get_closest_marker("timeout")
        limits[item.path] = max(limits[item.path], float(limit.args[0]) if limit else 0.0)
    items.sort(key=lambda item: -limits[item.path])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The workers of one run share its servers."""
    stash, stack = node.config.stash, ExitStack()
    if SERVERS not in stash:
        node.config.add_cleanup(stack.close)
        folder = stack.enter_context(TemporaryDirectory(prefix="kipthoi-tests-"))
        stash[SERVERS] = stack.enter_context(serving(given(), Path(folder)))
    node.workerinput[SHARED] = astuple(stash[SERVERS])


@pytest.fixture(scope="session")
def kafka_bootstrap(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a real broker listens."""
    known = replace(_known(request.config), mongodb_url="unused")
    with serving(known, tmp_path_factory.mktemp("kafka")) as servers:
        yield str(servers.kafka_bootstrap)


@pytest.fixture(scope="session")
def mongodb_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a real one-node replica set listens."""
    known = replace(_known(request.config), kafka_bootstrap="unused")
    with serving(known, tmp_path_factory.mktemp("mongod")) as servers:
        yield str(servers.mongodb_url)


@pytest_asyncio.fixture
async def namespace(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A name for this test's topics, groups and databases, which are dropped afterwards."""
    name = f"t{uuid.uuid4().hex[:12]}"
    yield name
    if "mongodb_url" in request.fixturenames:
        await asyncio.to_thread(_drop_databases, request.getfixturevalue("mongodb_url"), name)
    if "kafka_bootstrap" in request.fixturenames:
        await drop(request.getfixturevalue("kafka_bootstrap"), name)


@pytest.fixture
def topics(kafka_bootstrap: str, namespace: str) -> Topics:
    """`await topics()` provisions all topics in the test's namespace, `await topics("awards.v1")` only those named."""

    async def create(*names: str) -> list[str]:
        return await provision(kafka_bootstrap, namespace, only=names)

    return create


def _known(config: pytest.Config) -> Given:
    return Given(*getattr(config, "workerinput", {}).get(SHARED, astuple(given())))


def _drop_databases(url: str, namespace: str) -> None:
    with MongoClient[dict[str, object]](url) as client:
        for name in client.list_database_names():
            if name.startswith(f"{namespace}_"):
                client.drop_database(name)
