"""Real Kafka and mongod for all tests: those that are given, else our own in a temporary folder.

A test takes a `namespace`: its own where it needs a broker; else that of the worker, whose databases are emptied.
"""

import asyncio
import gc
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
import pytest_asyncio
import structlog
from pymongo import MongoClient

from deploy.standalone.parts import bus_and_store
from deploy.standalone.settings import Given, given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.topics import drop, provision

T = TypeVar("T")
Topics = Callable[..., Awaitable[list[str]]]
Client = MongoClient[dict[str, object]]


gc.disable()
"""Until all tests are collected: what is imported stays."""

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
    ]
)
"""Plain lines: without this each logged exception is painted for a terminal, which takes a third of a second."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files whose tests may take longest come first, so that nobody waits for one of them alone at the end.

    Behind those that say so stand the ones with most tests on real servers; what only computes comes last.
    """
    limits: dict[Path, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for item in items:
        marked, served = item.get_closest_marker("timeout"), "namespace" in getattr(item, "fixturenames", ())
        limit, count = limits[item.path]
        limits[item.path] = max(limit, float(marked.args[0]) if marked else 0.0), count + served
    items.sort(key=lambda item: limits[item.path], reverse=True)


def pytest_collection_finish() -> None:
    """What was imported is never looked through again."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def kafka_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A place whose bus is a real broker."""
    wanted = Given(given().kafka_bootstrap, mongodb_url="unused")
    yield from _served(wanted, tmp_path_factory.mktemp("kafka"), lambda site: site)


@pytest.fixture(scope="session")
def kafka_bootstrap(kafka_site: Site) -> str:
    """Where a real broker listens."""
    return kafka_site.kafka_bootstrap


@pytest.fixture(scope="session")
def mongodb_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a real one-node replica set listens."""
    wanted = Given("unused", given().mongodb_url)
    yield from _served(wanted, tmp_path_factory.mktemp("mongod"), lambda site: site.mongodb_url)


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Databases that tests find empty, but with collections and indexes: to make those takes longer than most tests."""

    name: str
    client: Client

    def empty(self) -> None:
        """Delete all documents; a profile is written by the store alone, so it goes with its database."""
        for name in _databases(self.client, self.name):
            collections = self.client[name].list_collection_names()
            if "system.profile" in collections:
                self.client.drop_database(name)
                continue
            for collection in collections:
                self.client[name][collection].delete_many({})


@pytest.fixture(scope="session")
def handed_on(mongodb_url: str) -> Iterator[HandedOn]:
    with Client(mongodb_url) as client:
        name = _fresh_name()
        yield HandedOn(name, client)
        _drop_databases(client, name)


@pytest_asyncio.fixture
async def namespace(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A name for this test's topics, groups and databases. Whoever needs a store only gets one that was emptied."""
    names, value = request.fixturenames, request.getfixturevalue
    needs_fresh = "kafka_bootstrap" in names or request.node.get_closest_marker("fresh_store")
    if "mongodb_url" in names and not needs_fresh:
        yield value("handed_on").name
        await asyncio.to_thread(value("handed_on").empty)
        return
    name = _fresh_name()
    yield name
    if "mongodb_url" in names:
        with Client(value("mongodb_url")) as client:
            await asyncio.to_thread(_drop_databases, client, name)
    if "kafka_bootstrap" in names:
        await drop(value("kafka_bootstrap"), name)


@pytest.fixture
def topics(kafka_bootstrap: str, namespace: str) -> Topics:
    """`await topics()` provisions all topics in the test's namespace, `await topics("awards.v1")` only those named."""

    async def create(*names: str) -> list[str]:
        return await provision(kafka_bootstrap, namespace, only=names)

    return create


def _served(wanted: Given, folder: Path, told: Callable[[Site], T]) -> Iterator[T]:
    site = Site.temporary(folder, given=wanted)
    if wanted.kafka_bootstrap and wanted.mongodb_url:
        yield told(site)
        return
    with asyncio.Runner() as runner:
        supervisor = Supervisor(runner.run(bus_and_store(site, print, forgets=False)), folder)
        runner.run(supervisor.start_all())
        try:
            yield told(site)
        finally:
            runner.run(supervisor.stop_all())


def _fresh_name() -> str:
    return f"t{uuid.uuid4().hex[:12]}"


def _drop_databases(client: Client, namespace: str) -> None:
    for name in _databases(client, namespace):
        client.drop_database(name)


def _databases(client: Client, namespace: str) -> list[str]:
    return [name for name in client.list_database_names() if name.startswith(f"{namespace}_")]
