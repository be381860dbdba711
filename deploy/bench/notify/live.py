"""The trial of live streams: what ten thousand clients cost, and how long a broadcast takes to all of them."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.bench.gauge import cpu_seconds
from deploy.bench.notify.awards import Flow
from deploy.bench.notify.house import Plan, house
from deploy.bench.race import Track
from deploy.standalone.errors import StandaloneError
from deploy.standalone.site import ROOT

_PATH: Final = "/live/public"
BETWEEN_SECONDS: Final = 2.0
SETTLE_SECONDS: Final = 3.0
_PATIENCE_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Streams:
    """What so many open streams showed: memory for each, milliseconds from the bus to a client, CPU for a frame."""

    who: str
    clients: int
    frames: int
    kb_per_client: float
    p50_ms: float
    p99_ms: float
    us_per_frame: float
    missing: int
    twice: int
    disordered: int


async def streams(track: Track, clients: int, frames: int) -> Streams:
    """Awards are published one after the other, each goes to everybody. Raises: StandaloneError."""
    async with house(track, Plan("live", endpoints=0)) as home:
        (pid,) = home.serving
        address = home.site.addresses.notifications.removeprefix("http://")
        empty = resident_kb(pid)
        async with crowd(address, _PATH, clients, frames) as listening:
            await asyncio.sleep(SETTLE_SECONDS)
            full, used = resident_kb(pid), cpu_seconds(pid)
            await home.drip(Flow("live", frames, frames, is_now=True), 1 / BETWEEN_SECONDS)
            told = await told_by(listening)
            used = cpu_seconds(pid) - used
    return found("ours", told, frames, (full - empty) / clients, used)


@asynccontextmanager
async def crowd(address: str, path: str, clients: int, frames: int) -> AsyncIterator[Process]:
    """A process of clients that all stand in the stream; it is gone at the end. Raises: StandaloneError."""
    program = (sys.executable, "-m", "deploy.bench.notify.crowd", address, path, str(clients), str(frames))
    process = await asyncio.create_subprocess_exec(*program, cwd=ROOT, stdout=PIPE)
    try:
        await told_by(process)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def told_by(process: Process) -> Mapping[str, float]:
    """The next line that a crowd tells. Raises: StandaloneError when none comes."""
    if process.stdout is None:
        raise StandaloneError("a crowd without a voice")
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            line = await process.stdout.readline()
    except TimeoutError:
        line = b""
    if not line:
        raise StandaloneError("the clients of the live stream did not all come in, or were cut off")
    told: dict[str, float] = json.loads(line)
    return told


def found(who: str, told: Mapping[str, float], frames: int, kb_per_client: float, used: float) -> Streams:
    """What a crowd told, with what it cost."""
    clients = int(told["clients"])
    return Streams(
        who,
        clients,
        frames,
        kb_per_client,
        told["p50_ms"],
        told["p99_ms"],
        used / (clients * frames) * 1e6,
        int(told["missing"]),
        int(told["twice"]),
        int(told["disordered"]),
    )


def resident_kb(pid: int) -> float:
    """The memory that a process holds now."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("VmRSS"))
