"""A process that stands still is ended, and says where it stood; one that was only late is not."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from shared.runtime.watchdog import STUCK, Watchdog

STUCK_LOOP = """
import asyncio, time
from shared.runtime.health import LoopWatch
from shared.runtime.watchdog import Watchdog

async def stands_still_for_ever():
    watch = LoopWatch()
    watch.start()
    with Watchdog(watch.faults, patience=3, every_seconds=0.1):
        await asyncio.sleep(0.2)
        time.sleep(60)

asyncio.run(stands_still_for_ever())
"""


def test_a_loop_that_stands_still_ends_its_process_and_tells_where() -> None:
    ended = subprocess.run([sys.executable, "-c", STUCK_LOOP], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == STUCK
    assert '"faults": ["the event loop stands still"]' in ended.stderr
    assert "in stands_still_for_ever" in ended.stderr


STUCK_SERVICE = """
import functools, time
from shared.runtime import serve
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.watchdog import Watchdog
from tests.shared.runtime.sample import Settings

settings = Settings(
    mongodb_url="mongodb://127.0.0.1:1",
    kafka_bootstrap="127.0.0.1:1",
    issuer="http://127.0.0.1:8709",
    jwks_url="http://127.0.0.1:8709/jwks.json",
)

class Sticking(Service):
    async def start(self):
        await super().start()
        time.sleep(60)

serve.Watchdog = functools.partial(Watchdog, patience=2, every_seconds=0.1)
serve.run(Sticking(name="sample", settings=settings, store=MongoStore(settings.mongodb_url, "sample")))
"""


def test_a_service_that_stands_still_is_ended() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STUCK_SERVICE], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, "in start" in ended.stderr) == (STUCK, True), ended.stderr


def test_faults_that_pass_are_forgiven() -> None:
    looks = 0
    seen_enough = threading.Event()

    def faults() -> Sequence[str]:
        nonlocal looks
        looks += 1
        if looks == 12:
            seen_enough.set()
        return [] if looks % 4 == 0 else ["late"]

    with Watchdog(faults, patience=4, every_seconds=0.01):
        assert seen_enough.wait(10), "the process lives on, three bad looks after three bad looks"


async def test_after_the_end_nobody_looks() -> None:
    looks: list[float] = []

    def faults() -> Sequence[str]:
        looks.append(time.monotonic())
        return []

    with Watchdog(faults, every_seconds=0.01):
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.05)
    before = len(looks)
    await asyncio.sleep(0.1)
    assert 0 < before == len(looks)
