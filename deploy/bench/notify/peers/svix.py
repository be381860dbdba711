"""svix-server, built from its public source: its store in PostgreSQL, its queue in a Redis that writes to disk."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from deploy.bench.notify.awards import PROVINCES, sealed
from deploy.bench.notify.peers.machinery import POSTGRES, REDIS, data_folder, family, postgres_unit, program, redis_unit
from deploy.bench.notify.receiving import RECEIVER, address, receiver_unit
from deploy.bench.notify.trials import Parts, Sending, watch
from deploy.bench.race import Track
from deploy.standalone.addresses import LOOPBACK, Ports
from deploy.standalone.errors import StandaloneError
from deploy.standalone.probes import http_ready
from deploy.standalone.settings import inherited_environment
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.unit import Unit
from shared.runtime.web.client import http_client

NAME: Final = "svix-server"
_HINT: Final = "build it from its public source and put it on PATH (docs/performance.md)"
_POSTED_AT_ONCE: Final = 10
_WARM_SECONDS: Final = 2.0
"""Until then PostgreSQL has a process for each of its connections."""

_LIMIT_SECONDS: Final = 20.0


async def webhooks(track: Track, events: int) -> Sending:
    """Every message goes to 26 endpoints of our receiver. Raises: StandaloneError."""
    ports, server = Ports.free(), program(NAME, _HINT)
    with data_folder() as folder:
        settings = _settings(ports)
        served = Unit(
            NAME,
            (server, "--run-migrations"),
            http_ready(f"http://{LOOPBACK}:{ports.console}/api/v1/health/"),
            needs=(POSTGRES, REDIS),
            environment=settings,
        )
        units = [postgres_unit(folder, ports.reviews), redis_unit(folder, ports.nominations), served]
        async with Supervisor([receiver_unit(ports.issuer), *units], track.site.folder, say=lambda _: None) as running:
            token = await _token(server, settings)
            async with http_client() as client:
                asked = Server(client, f"http://{LOOPBACK}:{ports.console}/api/v1/app/", token)
                application = await asked.prepare(ports.issuer)
                posting = asyncio.create_task(asked.post_all(application, events))
                await asyncio.sleep(_WARM_SECONDS)
                parts = Parts(*(family(running.pid(each)) for each in (NAME, POSTGRES, REDIS, RECEIVER)))
                found = await watch(NAME, address(ports.issuer), parts, events * PROVINCES, _LIMIT_SECONDS)
                posting.cancel()
                await asyncio.gather(posting, return_exceptions=True)
    return found


@dataclass(frozen=True, slots=True)
class Server:
    """Its interface, as far as it is used here."""

    client: httpx.AsyncClient
    base: str
    token: str

    async def prepare(self, to: int) -> str:
        """An application with 26 endpoints; its id. Raises: StandaloneError."""
        application = str((await self._post("", {"name": "bench"}))["id"])
        for number in range(PROVINCES):
            await self._post(f"{application}/endpoint/", {"url": f"{address(to)}/taken/{number}"})
        return application

    async def post_all(self, application: str, events: int) -> None:
        """The same events as ours, a few at a time. Raises: StandaloneError."""
        room = asyncio.Semaphore(_POSTED_AT_ONCE)

        async def post(number: int) -> None:
            async with room:
                payload = json.loads(sealed(NAME, number, 1).data)
                await self._post(f"{application}/msg/", {"eventType": "award.published", "payload": payload})

        await asyncio.gather(*(post(number) for number in range(events)))

    async def _post(self, path: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
        reply = await self.client.post(
            self.base + path, json=told, headers={"Authorization": f"Bearer {self.token}"}, timeout=30.0
        )
        if reply.is_error:
            raise StandaloneError(f"{NAME} answered {reply.status_code}: {reply.text[:200]}")
        found: Mapping[str, Any] = reply.json()
        return found


def _settings(ports: Ports) -> Mapping[str, str]:
    return {
        "SVIX_LISTEN_ADDRESS": f"{LOOPBACK}:{ports.console}",
        "SVIX_DB_DSN": f"postgresql://postgres@{LOOPBACK}:{ports.reviews}/postgres",
        "SVIX_QUEUE_TYPE": "redis",
        "SVIX_REDIS_DSN": f"redis://{LOOPBACK}:{ports.nominations}",
        "SVIX_CACHE_TYPE": "memory",
        "SVIX_JWT_SECRET": secrets.token_hex(16),
        "SVIX_WHITELIST_SUBNETS": '["127.0.0.0/8"]',
        "SVIX_LOG_LEVEL": "info",
    }


async def _token(server: str, settings: Mapping[str, str]) -> str:
    made = await asyncio.create_subprocess_exec(
        *(server, "jwt", "generate"),
        env={**inherited_environment(), **settings},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await made.communicate()
    return told.decode().split()[-1]
