"""The receiver as a part of a run: started, asked what came."""

import sys
from typing import Final

from deploy.bench.notify.receiver import Arrival, arrivals
from deploy.standalone.addresses import LOOPBACK
from deploy.standalone.probes import http_ready
from deploy.standalone.unit import Unit
from shared.runtime.web.client import http_client

RECEIVER: Final = "receiver"


def receiver_unit(port: int, *secret: str) -> Unit:
    """The receiver on a port; with a secret it has calls checked by the foreign library."""
    command = (sys.executable, "-m", "deploy.bench.notify.receiver", str(port), *secret)
    return Unit(RECEIVER, command, http_ready(f"{address(port)}/count"))


def address(port: int) -> str:
    """Where it listens."""
    return f"http://{LOOPBACK}:{port}"


async def counted(receiver: str) -> dict[str, int]:
    """How many calls came, and how many of them the foreign library saw and refused."""
    async with http_client() as client:
        told: dict[str, int] = (await client.get(f"{receiver}/count")).json()
    return told


async def arrived(receiver: str) -> list[Arrival]:
    """All calls that came."""
    async with http_client() as client:
        return list(arrivals((await client.get(f"{receiver}/arrivals")).content))
