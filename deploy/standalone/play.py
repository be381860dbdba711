"""`./dev play FILE…`: plays scenario files on real services, Kafka and MongoDB, with a clock that each file sets."""

import argparse
import asyncio
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from deploy.standalone.errors import StandaloneError
from deploy.standalone.parts import bus_and_store, issuer_unit
from deploy.standalone.people import load_people, sample
from deploy.standalone.playing.clock import SetClock
from deploy.standalone.playing.format import Scenario
from deploy.standalone.playing.player import Player
from deploy.standalone.playing.reading import read_scenario
from deploy.standalone.playing.report import ScenarioReport, StepReport
from deploy.standalone.playing.theatre import theatre
from deploy.standalone.settings import given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.world import load
from shared.kernel.clock import VIETNAM
from shared.runtime.logs import configure
from shared.runtime.marks import FaultyFilesError

_MORNING = time(7, 0, tzinfo=VIETNAM)
_PARTITIONS = 3
"""A story has few files. Each partition costs the broker and its readers the same, whether it holds records or not."""


def main(argv: Sequence[str]) -> int:
    """Play the files; 0 when every expectation held, 1 when one did not, 2 when a file cannot be played."""
    chosen = _arguments().parse_args(argv)
    scenarios, wrong = _read_all(chosen.files)
    if wrong:
        print("\n".join(wrong))
        return 2
    try:
        configure("play", chosen.logs)
        return asyncio.run(_play_all(scenarios, show_steps=chosen.steps))
    except StandaloneError as error:
        print(error)
        return 1


@asynccontextmanager
async def grounds(say: Callable[[str], None] = print) -> AsyncIterator[Site]:
    """A temporary site with bus, store and issuer running; those that are given are used instead."""
    with tempfile.TemporaryDirectory(prefix="kipthoi-play-") as folder:
        site = Site.temporary(Path(folder), given=given())
        units = [*await bus_and_store(site, say, forgets=False), issuer_unit(site)]
        async with Supervisor(units, site.folder, say=say):
            yield site


async def play_one(
    site: Site, scenario: Scenario, *, on_step: Callable[[StepReport], None] = lambda _: None
) -> ScenarioReport:
    """Play one scenario on the dates as written, in the site's namespace, which should be new."""
    clock = SetClock(_beginning(scenario))
    async with theatre(site, clock, partitions=_PARTITIONS) as opened:
        for name in scenario.worlds:
            await load(sample(name), opened.addresses)
        await opened.stage.settle()
        return await Player(opened.stage, scenario, on_step=on_step).play()


def _beginning(scenario: Scenario) -> datetime:
    """The world is loaded at the first instant of the story, or in the morning of its day."""
    return next((step.at for step in scenario.steps if step.at), datetime.combine(scenario.day, _MORNING))


async def _play_all(scenarios: Sequence[Scenario], *, show_steps: bool) -> int:
    held = True
    async with grounds() as ground:
        for scenario in scenarios:
            site = replace(ground, namespace=f"play-{uuid.uuid4().hex[:10]}")
            report = await play_one(site, scenario, on_step=_say_step if show_steps else lambda _: None)
            print("\n".join(report.told()), flush=True)
            held = held and report.held
    return 0 if held else 1


def _say_step(step: StepReport) -> None:
    mark = "✗" if step.faults else "·"
    print(f"  {mark} {step.number:>3} {step.person or '–':<11} {step.do:<17} {step.ms:>7.1f} ms  {step.state or ''}")


def _read_all(files: Sequence[Path]) -> tuple[list[Scenario], list[str]]:
    scenarios, wrong = [], []
    people = load_people().keys()
    for file in files:
        try:
            scenarios.append(read_scenario(file, people))
        except FaultyFilesError as error:
            wrong.append(str(error))
    return scenarios, wrong


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="play", description=main.__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--steps", action="store_true", help="show every step")
    parser.add_argument(
        "--logs", default="critical", metavar="LEVEL", help="show the services' logs from this level on"
    )
    return parser
