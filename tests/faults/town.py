"""Real processes of nominations with their issuer, on the bus and the store that a test gives them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer

from deploy.standalone.parts import service_units
from deploy.standalone.site import Site
from deploy.standalone.unit import Unit
from shared.contracts.organisation import RulePackActivated
from shared.contracts.topics import ORGANISATION
from shared.runtime.bus.subscription import placed

ROOT = "BTP"


def nominations(site: Site) -> Unit:
    return next(unit for unit in service_units(site) if unit.name == "nominations")


@dataclass(frozen=True)
class Loader:
    """Somebody who records units, by one process of nominations."""

    client: httpx.AsyncClient
    token: str

    async def record(self, code: str, key: str = "") -> httpx.Response:
        """Record a unit. The code is the key of the command too, unless told otherwise: to say it again is a repeat."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or f"unit-{code}"}
        body = {"code": code, "kind": "MINISTRY", "name_vi": f"Bộ {code}", "parent": None if code == ROOT else ROOT}
        return await self.client.post("/units", json=body, headers=headers)


@asynccontextmanager
async def loader(site: Site, address: str) -> AsyncIterator[Loader]:
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
        told = await client.post(f"{site.addresses.issuer}/dev-token", json={"person": "LOADER"})
        yield Loader(client, told.json()["access_token"])


async def organisation(site: Site) -> Sequence[Any]:
    """All that stands on the organisation's topic now, but for the rules that a service announces by itself."""
    found = await everything_on(site.kafka_bootstrap, placed(ORGANISATION, site.namespace))
    return [record for record in found if dict(record.headers)["ce_type"] != RulePackActivated.type.encode()]


async def told(site: Site) -> list[str]:
    """The ids of the events that stand there; a relay may repeat one."""
    return [dict(record.headers)["ce_id"].decode() for record in await organisation(site)]


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
