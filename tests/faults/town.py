"""Real processes of nominations with their issuer, on the bus and the store that a test gives them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer

from deploy.standalone.addresses import OPERATIONS_OFFSET
from deploy.standalone.parts import service_units
from deploy.standalone.probes import http_ready
from deploy.standalone.site import Site
from deploy.standalone.unit import Unit
from shared.contracts.topics import ORGANISATION
from shared.runtime.bus.subscription import placed

ROOT = "BTP"


def nominations(site: Site) -> Unit:
    return next(unit for unit in service_units(site) if unit.name == "nominations")


def another(unit: Unit, name: str, port: int, **settings: str) -> Unit:
    """A second process of the same service, beside the first, on a port and under a name of its own."""
    own = {
        "NOMINATIONS_PORT": str(port),
        "NOMINATIONS_OPERATIONS_PORT": str(port + OPERATIONS_OFFSET),
        "NOMINATIONS_REPLICA": name,
    }
    ready = http_ready(f"http://127.0.0.1:{port + OPERATIONS_OFFSET}/readyz")
    return replace(unit, name=name, ready=ready, environment={**unit.environment, **own, **settings})


@dataclass(frozen=True)
class Loader:
    """Somebody who records units, by one process of nominations."""

    client: httpx.AsyncClient
    token: str

    async def record(self, code: str) -> httpx.Response:
        """Record a unit. The code is the key of the command too, so to say it again is a repeat."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"unit-{code}"}
        body = {"code": code, "kind": "MINISTRY", "name_vi": f"Bộ {code}", "parent": None if code == ROOT else ROOT}
        return await self.client.post("/units", json=body, headers=headers)


@asynccontextmanager
async def loader(site: Site, address: str) -> AsyncIterator[Loader]:
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
        told = await client.post(f"{site.addresses.issuer}/dev-token", json={"person": "LOADER"})
        yield Loader(client, told.json()["access_token"])


async def organisation(site: Site) -> Sequence[Any]:
    """All that stands on the organisation's topic now."""
    return await everything_on(site.kafka_bootstrap, placed(ORGANISATION, site.namespace))


async def everything_on(bootstrap: str, topic: str) -> Sequence[Any]:
    """All that stands on a topic now, as a plain consumer gets it."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="earliest")
    await consumer.start()
    try:
        ends = await consumer.end_offsets(consumer.assignment())
        found: list[Any] = []
        while [place for place, end in ends.items() if await consumer.position(place) < end]:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                found += records
    finally:
        await consumer.stop()
    return found
