"""The plays of the chaos of notifications in their smallest sizes: asked for by -m chaos."""

from pathlib import Path

import pytest

from deploy.bench.race import track
from deploy.chaos.notify.instances import instances
from deploy.chaos.notify.outages import FAULTS, outages
from deploy.chaos.notify.rounds import rounds
from deploy.chaos.notify.subjects import subjects

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(600)]


async def test_three_processes_die_and_nothing_is_missing(tmp_path: Path) -> None:
    async with track(tmp_path) as servers:
        verdict = await rounds(servers, seed=7, count=3)
    assert (verdict.holds, sum(verdict.deaths.values())) == (True, 3)
    assert verdict.deliveries > 0


async def test_awards_stay_in_order_while_senders_die(tmp_path: Path) -> None:
    async with track(tmp_path) as servers:
        verdict = await subjects(servers, 200)
    assert (verdict.holds, verdict.deliveries) == (True, 600)


async def test_browsers_miss_nothing_while_live_instances_die(tmp_path: Path) -> None:
    async with track(tmp_path) as servers:
        verdict = await instances(servers, 50, 6.0)
    assert verdict.holds
    assert verdict.streams > verdict.listeners == 50


async def test_bus_and_store_come_back_and_the_service_needs_no_restart(tmp_path: Path) -> None:
    async with track(tmp_path) as servers:
        verdict = await outages(servers)
    assert verdict.holds
    assert verdict.well_after_s.keys() == FAULTS.keys()
