"""Kafka and mongod for tests, started where none is given."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.standalone.parts import bus_and_store
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor


@contextmanager
def serving(known: Given, folder: Path) -> Iterator[Given]:
    """The servers that are known already, and others started for those that are not."""
    site = Site.temporary(folder, given=known)
    if known.kafka_bootstrap and known.mongodb_url:
        yield known
        return
    with asyncio.Runner() as runner:
        supervisor = Supervisor(runner.run(bus_and_store(site, print)), folder)
        runner.run(supervisor.start_all())
        try:
            yield Given(site.kafka_bootstrap, site.mongodb_url)
        finally:
            runner.run(supervisor.stop_all())
