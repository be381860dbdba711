"""A small healthy world: three stories of the sample day, told through the real API, kept and at rest."""

import asyncio
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.database import Database

from deploy.standalone.parts import issuer_unit
from deploy.standalone.people import WORLD, load_people
from deploy.standalone.playing.clock import SetClock
from deploy.standalone.playing.player import Player
from deploy.standalone.playing.reading import read_scenario
from deploy.standalone.playing.theatre import theatre
from deploy.standalone.reconcile.history import History, write_history
from deploy.standalone.reconcile.recording import Recorder
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.topics import drop
from deploy.standalone.world import load_through
from shared.runtime.marks import read_marked

STORIES = ("N04", "N07", "N01")
SCENARIOS = Path(__file__).parents[3] / "scenarios"
BEGUN = datetime(2026, 6, 10, tzinfo=UTC)

Document = dict[str, Any]


@dataclass(frozen=True)
class Small:
    """The world, its databases opened for corruption, and the file of its clients' history."""

    site: Site
    mongo: "MongoClient[Document]"
    history_file: Path
    history: History

    def database(self, service: str) -> "Database[Document]":
        """A service's database."""
        options: CodecOptions[Document] = CodecOptions(tz_aware=True, uuid_representation=UuidRepresentation.STANDARD)
        return self.mongo.get_database(f"{self.site.namespace}_{service}", options)

    @property
    def arguments(self) -> list[str]:
        """How `reconcile` finds it."""
        servers = ["--mongodb", self.site.mongodb_url, "--kafka", self.site.kafka_bootstrap]
        return [
            *servers,
            "--namespace",
            self.site.namespace,
            "--history",
            str(self.history_file),
            "--quiet-seconds",
            "0",
        ]


@pytest.fixture(scope="module")
def small(kafka_bootstrap: str, mongodb_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """Played once a module; each test undoes what it corrupts."""
    folder = tmp_path_factory.mktemp("small")
    namespace = f"t{uuid.uuid4().hex[:12]}"
    site = replace(Site.temporary(folder, given=Given(kafka_bootstrap, mongodb_url)), namespace=namespace)
    with asyncio.Runner() as runner, MongoClient[Document](mongodb_url) as mongo:
        history = runner.run(_played(site))
        write_history(folder / "history.jsonl", history)
        yield Small(site, mongo, folder / "history.jsonl", history)
        for name in mongo.list_database_names():
            if name.startswith(f"{namespace}_"):
                mongo.drop_database(name)
        runner.run(drop(kafka_bootstrap, namespace))


async def _played(site: Site) -> History:
    clock = SetClock(BEGUN)
    async with Supervisor([issuer_unit(site)], site.folder, say=lambda _: None), theatre(site, clock) as opened:
        requests = Recorder.of(opened.stage.requests)
        await load_through(requests, read_marked(WORLD).data, mark="small")
        await opened.stage.settle()
        stage = replace(opened.stage, requests=requests)
        for name in STORIES:
            report = await Player(stage, read_scenario(SCENARIOS / f"{name}.yaml", load_people())).play()
            assert report.held, "\n".join(report.told())
        await opened.stage.settle()
        return requests.history()
