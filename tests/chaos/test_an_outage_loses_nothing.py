"""Kafka or MongoDB stands still for a while: answers say so, nothing is lost, nothing needs a restart."""

import asyncio
import itertools
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaConsumer

from deploy.standalone.parts import bus_and_store, issuer_unit, service_units, topics_step
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

ROOT = "BTP"
_STILL_SECONDS = 6.0


class Town:
    """One service, nominations, on its own broker and store; a loader who records units."""

    def __init__(self, site: Site, supervisor: Supervisor, client: httpx.AsyncClient, token: str) -> None:
        self.site = site
        self.supervisor = supervisor
        self._client = client
        self._token = token
        self._numbers = itertools.count(1)

    async def record(self, code: str, key: str | None = None) -> httpx.Response:
        """Record a unit; the same key means the same act."""
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": key or f"k-{next(self._numbers)}"}
        body = {"code": code, "kind": "MINISTRY", "name_vi": f"Bộ {code}", "parent": None if code == ROOT else ROOT}
        return await self._client.post("/units", json=body, headers=headers)

    def pause(self, name: str) -> None:
        """Let a process stand still, as a machine does whose disk hangs."""
        self.supervisor.kill(name, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let it go on."""
        self.supervisor.kill(name, signal.SIGCONT)


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[Town]:
    site = Site.temporary(folder, given=Given())
    nominations = next(unit for unit in service_units(site) if unit.name == "nominations")
    units = [*await bus_and_store(site, print), topics_step(site), issuer_unit(site), nominations]
    async with (
        Supervisor(units, site.folder, say=print) as supervisor,
        httpx.AsyncClient(base_url=site.addresses.nominations, timeout=30, trust_env=False) as client,
    ):
        told = await client.post(f"{site.addresses.issuer}/dev-token", json={"person": "LOADER"})
        yield Town(site, supervisor, client, told.json()["access_token"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "town"


async def test_while_mongodb_stands_still_writes_are_refused_with_retry_after_and_repeat_safely(folder: Path) -> None:
    async with open_town(folder) as town:
        assert (await town.record(ROOT)).status_code == 201
        town.pause("mongod")
        try:
            refused = await asyncio.gather(*(town.record(ROOT, key=f"still-{n}") for n in range(3)))
        finally:
            town.resume("mongod")
        assert {answer.status_code for answer in refused} == {503}
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
        assert {answer.json()["code"] for answer in refused} == {"unavailable"}
        again = [await _until_answered(town, f"still-{n}") for n in range(3)]
        assert {answer.status_code for answer in again} == {201}
        assert await _events(town, at_least=2) == len(set(await _ids(town)))


async def test_while_kafka_stands_still_writes_are_kept_and_published_later(folder: Path) -> None:
    async with open_town(folder) as town:
        assert (await town.record(ROOT)).status_code == 201
        town.pause("kafka")
        try:
            kept = [await town.record(f"M-{n}") for n in range(5)]
            await asyncio.sleep(_STILL_SECONDS)
        finally:
            town.resume("kafka")
        assert {answer.status_code for answer in kept} == {201}
        assert await _events(town, at_least=6) >= 6
        assert len(set(await _ids(town))) == 6


async def _until_answered(town: Town, key: str) -> httpx.Response:
    for _ in range(60):
        answer = await town.record(ROOT, key=key)
        if answer.status_code != 503:
            return answer
        await asyncio.sleep(0.5)
    raise AssertionError("MongoDB answers again, the service does not")


async def _ids(town: Town) -> list[str]:
    return [dict(record.headers)["ce_id"].decode() for record in await _records(town, 0)]


async def _events(town: Town, *, at_least: int) -> int:
    return len(await _records(town, at_least))


async def _records(town: Town, at_least: int) -> list[Any]:
    """Everything on the organisation's topic, read by a plain client; waits at most a minute for so many."""
    consumer = AIOKafkaConsumer(
        "organisation.v1", bootstrap_servers=town.site.kafka_bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    found: list[Any] = []
    try:
        for _ in range(60):
            batches = await consumer.getmany(timeout_ms=1000)
            found += [record for records in batches.values() for record in records]
            if len(found) >= at_least and not batches:
                return found
    finally:
        await consumer.stop()
    raise AssertionError(f"{len(found)} of {at_least} events came")
