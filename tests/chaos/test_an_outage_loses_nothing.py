"""Kafka or MongoDB stands still for a while: answers say so, nothing is lost, nothing needs a restart."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.standalone.parts import bus_and_store, issuer_unit, topics_step
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from tests.faults.town import ROOT, Loader, loader, nominations, told

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

_STILL_SECONDS = 6.0
_WITHIN = 60.0
_LONG_SECONDS = 600.0
_MANY, _AT_ONCE = 12_000, 20
"""More than the relay holds in memory."""


@dataclass(frozen=True)
class Town:
    """One service, nominations, on its own broker and store."""

    site: Site
    supervisor: Supervisor
    people: Loader

    @contextmanager
    def standing_still(self, name: str) -> Iterator[None]:
        """A process stands still, as a machine does whose disk hangs; at the end of the block it goes on."""
        self.supervisor.kill(name, signal.SIGSTOP)
        try:
            yield
        finally:
            self.supervisor.kill(name, signal.SIGCONT)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    site = Site.temporary(tmp_path / "town", given=Given())
    units = [*await bus_and_store(site, print), topics_step(site), issuer_unit(site), nominations(site)]
    async with Supervisor(units, site.folder) as supervisor, loader(site, site.addresses.nominations) as people:
        yield Town(site, supervisor, people)


async def test_while_mongodb_stands_still_writes_are_refused_with_retry_after_and_repeat_safely(town: Town) -> None:
    assert (await town.people.record(ROOT)).status_code == 201
    keys = [f"still-{n}" for n in range(3)]
    with town.standing_still("mongod"):
        refused = await asyncio.gather(*(town.people.record(ROOT, key) for key in keys))
    assert {answer.status_code for answer in refused} == {503}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    assert {answer.json()["code"] for answer in refused} == {"unavailable"}
    again = [await _answered(town.people, key) for key in keys]
    assert {answer.status_code for answer in again} == {201}
    ids = await _told(town, at_least=2)
    assert len(ids) == len(set(ids))


async def test_while_kafka_stands_still_writes_are_kept_and_published_later(town: Town) -> None:
    assert (await town.people.record(ROOT)).status_code == 201
    with town.standing_still("kafka"):
        kept = [await town.people.record(f"M-{n}") for n in range(5)]
        await asyncio.sleep(_STILL_SECONDS)
    assert {answer.status_code for answer in kept} == {201}
    assert len(set(await _told(town, at_least=6))) == 6


@pytest.mark.chaos
@pytest.mark.timeout(1800)
async def test_ten_minutes_without_kafka_cost_nothing_but_lag(town: Town) -> None:
    assert (await town.people.record(ROOT)).status_code == 201
    began, born = time.monotonic(), await _born(town)
    with town.standing_still("kafka"):
        for first in range(0, _MANY, _AT_ONCE):
            kept = await asyncio.gather(*(town.people.record(f"M-{n}") for n in range(first, first + _AT_ONCE)))
            assert {answer.status_code for answer in kept} == {201}
        while time.monotonic() - began < _LONG_SECONDS:
            assert await _is_alive(town)
            await asyncio.sleep(5)
    assert len(set(await _told(town, at_least=_MANY + 1, within=300))) == _MANY + 1
    assert await _born(town) == born, "nobody had to start it again"


async def _is_alive(town: Town) -> bool:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(f"{town.site.addresses.operations('nominations')}/livez")).status_code == 200


async def _born(town: Town) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        metrics = (await client.get(f"{town.site.addresses.operations('nominations')}/metrics")).text
    return next(line for line in metrics.splitlines() if line.startswith("process_start_time_seconds"))


async def _answered(people: Loader, key: str) -> httpx.Response:
    deadline = time.monotonic() + _WITHIN
    while (answer := await people.record(ROOT, key)).status_code == 503:
        assert time.monotonic() < deadline, "MongoDB answers again, the service does not"
        await asyncio.sleep(0.5)
    return answer


async def _told(town: Town, *, at_least: int, within: float = _WITHIN) -> list[str]:
    """The ids of all events on the bus, when so many have come and no more do."""
    deadline, before, ids = time.monotonic() + within, list[str](), list[str]()
    while len(ids) < at_least or ids != before:
        assert time.monotonic() < deadline, f"{len(ids)} of {at_least} events came"
        await asyncio.sleep(1)
        before, ids = ids, sorted(await told(town.site))
    return ids
