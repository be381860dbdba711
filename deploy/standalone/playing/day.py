"""The sample day: its files, moved to today, and its world on the real clock."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from deploy.standalone.parts import bus_and_store, issuer_unit, service_units, topics_step
from deploy.standalone.people import WORLD, load_people
from deploy.standalone.playing.asking import Requests
from deploy.standalone.playing.expectations import Judge
from deploy.standalone.playing.format import Scenario
from deploy.standalone.playing.letters import Letters
from deploy.standalone.playing.moving import days_between, move_data
from deploy.standalone.playing.player import Stage
from deploy.standalone.playing.quiet import declared_reads, quiet_bus
from deploy.standalone.playing.reading import read_scenario
from deploy.standalone.playing.receivers import Receivers
from deploy.standalone.playing.texts import Texts
from deploy.standalone.playing.watcher import Watcher
from deploy.standalone.site import ROOT, Site
from deploy.standalone.unit import Step, Unit
from deploy.standalone.world import load
from shared.kernel.clock import local_day, now_utc
from shared.runtime.law.loading import SHIPPED, load_calendar
from shared.runtime.web.client import http_client

WRITTEN_FOR = date(2026, 10, 6)
"""The day that becomes today; rule packs, calendar and world move with it."""

FILES = ROOT / "tests" / "scenarios"
_READ_LAW = ("nominations", "reviews", "console")


def stories(folder: Path = FILES) -> list[Scenario]:
    """The scenarios that a day can hold, in the order of their files. Raises: FaultyFilesError.

    One with which another begins is told by that other: in one world it comes true once.
    """
    people = load_people()
    read = (read_scenario(file, people) for file in sorted(folder.glob("N*.yaml")))
    told = [scenario for scenario in read if not scenario.needs_clock]
    begun = {name for scenario in told for name in scenario.begins_with}
    return [scenario for scenario in told if scenario.scenario not in begun]


def moved_by(day: date) -> int:
    """By how many days something written for `day` moves to be today."""
    return days_between(day, local_day(now_utc()))


async def units_of_today(site: Site, say: Callable[[str], None]) -> Sequence[Unit | Step]:
    """Everything of a run, with law and calendar moved to today."""
    data = move_data(SHIPPED, site.folder / "data", moved_by(WRITTEN_FOR))
    services = [_with(unit, {f"{unit.name.upper()}_DATA_DIR": str(data)}) for unit in service_units(site)]
    return [*await bus_and_store(site, say), topics_step(site), issuer_unit(site), *services]


@asynccontextmanager
async def today(site: Site) -> AsyncIterator[Stage]:
    """A stage in the running world of a site, the sample province loaded."""
    await load(WORLD, site.addresses, move_days=moved_by(WRITTEN_FOR))
    async with AsyncExitStack() as stack:
        watcher = await stack.enter_async_context(Watcher(site.kafka_bootstrap, site.namespace))
        quiet = await stack.enter_async_context(quiet_bus(watcher, declared_reads()))
        receivers = await stack.enter_async_context(Receivers(site.ports.receiver))
        letters = await stack.enter_async_context(Letters(site.ports.mail))
        texts = await stack.enter_async_context(Texts(site.ports.texts))
        client = await stack.enter_async_context(http_client())
        requests = Requests.to(site.addresses, client)
        judge = Judge(load_calendar(site.folder / "data"), is_moved=True)
        yield Stage(requests, watcher, quiet, judge, receivers, letters, texts)


def _with(unit: Unit, settings: Mapping[str, str]) -> Unit:
    reads = unit.name in _READ_LAW
    return replace(unit, environment={**unit.environment, **settings}) if reads else unit
