"""kill -9 of each service, of mongod and of Kafka, once each, in the middle of the sample day: the same result."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.standalone.playing.day import moved_by, stories, today, units_of_today
from deploy.standalone.playing.player import Player, Stage
from deploy.standalone.playing.register import read_register
from deploy.standalone.playing.report import StepReport
from deploy.standalone.settings import SERVICES, Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor

PATIENCE_SECONDS = 40.0
IN_FLIGHT_SECONDS = 0.004
STORIES = ("N01", "N04", "N08")

# Whom to kill just as the step after this one is on its way: story and number of the step.
KILLS = {
    ("N01", 4): "nominations",
    ("N01", 5): "reviews",
    ("N04", 5): "mongod",
    ("N04", 22): "notifications",
    ("N04", 23): "console",
    ("N08", 5): "kafka",
}


class Killer:
    """Kills each part once, when its step has come, while the next command is under way."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self.killed: list[str] = []

    def at(self, story: str) -> Callable[[StepReport], None]:
        """What to do after each step of a story."""

        def after(step: StepReport) -> None:
            if name := KILLS.get((story, step.number)):
                asyncio.get_running_loop().call_later(IN_FLIGHT_SECONDS, self._kill, name)

        return after

    def _kill(self, name: str) -> None:
        self._supervisor.kill(name)
        self.killed.append(name)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A place with its own Kafka and mongod: those of other tests are not ours to kill."""
    return Site.temporary(tmp_path, given=Given())


@pytest_asyncio.fixture
async def supervisor(site: Site) -> AsyncIterator[Supervisor]:
    units = await units_of_today(site, print)
    async with Supervisor(units, site.folder, restart=True) as supervisor:
        yield supervisor


@pytest_asyncio.fixture
async def stage(site: Site, supervisor: Supervisor) -> AsyncIterator[Stage]:
    del supervisor
    async with today(site) as stage:
        yield stage


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_each_part_is_killed_once_in_the_sample_day(stage: Stage, supervisor: Supervisor) -> None:
    killer = Killer(supervisor)
    for scenario in stories():
        if scenario.scenario in STORIES:
            report = await Player(
                stage,
                scenario,
                move_days=moved_by(scenario.day),
                on_step=killer.at(scenario.scenario),
                patience_seconds=PATIENCE_SECONDS,
            ).play()
            assert report.held, "\n".join(report.told())
    assert sorted(killer.killed) == sorted((*SERVICES, "mongod", "kafka"))
    register = await read_register(stage.requests)
    assert (register.body["count"], register.body["chain"]) == (len(STORIES), "valid")
