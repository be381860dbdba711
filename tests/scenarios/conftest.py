"""One issuer for all scenarios; each plays in its own namespace on the tests' Kafka and mongod."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from deploy.standalone.parts import issuer_unit
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor


@pytest.fixture(scope="session")
def ground(kafka_bootstrap: str, mongodb_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose bus, store and issuer run."""
    folder = tmp_path_factory.mktemp("play")
    site = Site.temporary(folder, given=Given(kafka_bootstrap, mongodb_url))
    with asyncio.Runner() as runner:
        supervisor = Supervisor([issuer_unit(site)], folder, say=lambda _: None)
        runner.run(supervisor.start_all())
        try:
            yield site
        finally:
            runner.run(supervisor.stop_all())


@pytest.fixture
def site(ground: Site, namespace: str, mongodb_url: str, kafka_bootstrap: str) -> Site:
    """The ground, in this test's own namespace."""
    return replace(ground, namespace=namespace, given=Given(kafka_bootstrap, mongodb_url))
