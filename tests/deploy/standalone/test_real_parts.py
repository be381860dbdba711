"""The supervisor with a real broker and a real mongod, in a temporary folder."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from pymongo import MongoClient

from deploy.standalone.guard import VARIABLE
from deploy.standalone.parts import bus_and_store, topics_step
from deploy.standalone.settings import Given
from deploy.standalone.site import ROOT, Site
from deploy.standalone.supervisor import Supervisor

# Holds a site until it is killed, and tells the process ids of its children.
_HOLDER = """
import asyncio, sys
from pathlib import Path
from deploy.standalone.parts import bus_and_store, topics_step
from deploy.standalone.addresses import Ports
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor

async def main():
    site = Site(Path(sys.argv[1]), Ports(*map(int, sys.argv[2].split(","))))
    units = [*await bus_and_store(site, print), topics_step(site)]
    async with Supervisor(units, site.folder) as supervisor:
        print("HELD", supervisor.pid("kafka"), supervisor.pid("mongod"), supervisor._mark, flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.temporary(tmp_path / "site", given=Given())


async def _supervisor(site: Site, *, restart: bool = False) -> Supervisor:
    units = [*await bus_and_store(site, lambda _: None), topics_step(site)]
    return Supervisor(units, site.folder, restart=restart, say=lambda _: None)


def _listening(site: Site) -> list[int]:
    ports = (site.ports.kafka, site.ports.kafka_controller, site.ports.mongod)
    return [port for port in ports if _answers(port)]


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.slow
async def test_bus_store_and_topics_are_ready_within_12_seconds_and_stopped_within_20(site: Site) -> None:
    await bus_and_store(site, lambda _: None)
    began = time.monotonic()
    supervisor = await _supervisor(site)
    await supervisor.start_all()
    ready = time.monotonic()
    await supervisor.stop_all()
    stopped = time.monotonic()
    assert ready - began <= 12
    assert stopped - ready <= 20
    assert _listening(site) == []


@pytest.mark.slow
async def test_what_was_kept_is_there_after_a_stop_and_after_kills(site: Site) -> None:
    place = TopicPartition("deeds.v1", 0)
    async with await _supervisor(site):
        await _send(site, b"before")
        _insert(site, "before")
    async with await _supervisor(site, restart=True) as supervisor:
        for name in ("kafka", "mongod"):
            supervisor.kill(name)
        for name in ("kafka", "mongod"):
            await supervisor.wait_ready(name, 30)
        await _send(site, b"after")
        _insert(site, "after")
        consumer = AIOKafkaConsumer(bootstrap_servers=site.kafka_bootstrap, auto_offset_reset="earliest")
        await consumer.start()
        consumer.assign([place])
        values = [(await asyncio.wait_for(consumer.getone(), 20)).value for _ in range(2)]
        await consumer.stop()
        assert values == [b"before", b"after"]
        assert _found(site) == ["before", "after"]


@pytest.mark.slow
async def test_data_may_move_to_other_ports(site: Site) -> None:
    async with await _supervisor(site):
        await _send(site, b"here")
        _insert(site, "here")
    moved = Site.temporary(site.folder)
    async with await _supervisor(moved):
        await _send(moved, b"there")
        _insert(moved, "there")
        assert _found(moved) == ["here", "there"]


@pytest.mark.slow
async def test_a_killed_supervisor_leaves_nothing_and_the_next_starts_on_the_same_data(site: Site) -> None:
    ports = ",".join(str(getattr(site.ports, name)) for name in site.ports.__dataclass_fields__)
    command = (sys.executable, "-c", _HOLDER, str(site.folder), ports)
    # Not asyncio's: the holder must be killed and reaped by hand.
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:  # noqa: ASYNC220
        words = await asyncio.to_thread(_held, holder)
        kafka, mongod, mark = int(words[1]), int(words[2]), words[3]
        assert {kafka, mongod} <= set(_marked(mark))
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    deadline = time.monotonic() + 10
    # A dying process forgets its environment before it closes its ports, so both are waited for.
    while (_marked(mark) or _listening(site)) and time.monotonic() < deadline:  # noqa: ASYNC110 - the kernel gives no event
        await asyncio.sleep(0.05)
    assert _marked(mark) == []
    assert _listening(site) == []
    async with await _supervisor(site):
        await _send(site, b"again")
        _insert(site, "again")
        assert _found(site) == ["again"]


def _held(holder: "subprocess.Popen[str]") -> list[str]:
    assert holder.stdout is not None
    for line in holder.stdout:
        if line.startswith("HELD"):
            return line.split()
    raise AssertionError("the holder ended")


def _marked(mark: str) -> list[int]:
    """Processes with a run's mark, whoever their parent is now. Written apart from the guard on purpose."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                environment = (folder / "environ").read_bytes()
            except OSError:
                continue
            if f"{VARIABLE}={mark}".encode() in environment:
                found.append(int(folder.name))
    return found


async def _send(site: Site, value: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=site.kafka_bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait("deeds.v1", value, partition=0)
    finally:
        await producer.stop()


def _insert(site: Site, word: str) -> None:
    with MongoClient[dict[str, str]](site.mongodb_url) as client:
        client["kept"]["words"].insert_one({"word": word})


def _found(site: Site) -> list[str]:
    with MongoClient[dict[str, str]](site.mongodb_url) as client:
        return [one["word"] for one in client["kept"]["words"].find()]
