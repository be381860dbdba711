"""A replica with a lasting name: killed, it comes back to its own partitions; ended in order, it hands them over."""

import asyncio
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from aiokafka import AIOKafkaProducer

from shared.kernel.cause import Cause
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.conftest import Reading
from tests.shared.runtime.bus.world import Note, Told, ledger_id, ledgers_of, tell, things, told, until

ROOT = Path(__file__).resolve().parents[4]
SESSION_SECONDS = 10.0


@dataclass(frozen=True)
class Killed:
    """A replica named `one` that died right after its third write of twelve."""

    ids: Sequence[UUID]
    at: float

    async def is_made_good(self, store: MongoStore) -> bool:
        found = [await ledgers_of(store).find(ledger_id(thing)) for thing in self.ids]
        return [list(each.thing.told) if each else [] for each in found] == [[0, 1, 2, 3]] * 3


@pytest.fixture
async def killed(kafka_bootstrap: str, mongodb_url: str, namespace: str, producer: AIOKafkaProducer) -> Killed:
    ids = things(3)
    await tell(producer, namespace, [told(thing, n) for n in range(4) for thing in ids])
    victim = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.shared.runtime.bus.victim", kafka_bootstrap, mongodb_url, namespace, "3", "one"),
        cwd=ROOT,
    )
    assert await victim.wait() == -signal.SIGKILL
    return Killed(ids, time.monotonic())


@pytest.mark.slow
async def test_a_killed_replica_comes_back_to_its_partitions_before_its_session_ends(
    killed: Killed, store: MongoStore, reading: Reading
) -> None:
    await reading(Note(ledgers_of(store)), replica="one")
    await until(lambda: killed.is_made_good(store))
    assert time.monotonic() - killed.at < SESSION_SECONDS * 0.7


@pytest.mark.slow
async def test_a_nameless_one_waits_until_the_session_of_the_dead_ends(
    killed: Killed, store: MongoStore, reading: Reading
) -> None:
    """What the name is for: should this ever be quick, names are of no use any more."""
    await reading(Note(ledgers_of(store)))
    await until(lambda: killed.is_made_good(store))
    assert time.monotonic() - killed.at > SESSION_SECONDS * 0.7


async def test_a_replica_that_ends_in_order_hands_over_at_once(
    namespace: str, producer: AIOKafkaProducer, store: MongoStore, reading: Reading
) -> None:
    heard = 0

    async def hear(event: Told, cause: Cause) -> None:
        nonlocal heard
        del event, cause
        heard += 1

    first = await reading(Note(ledgers_of(store)), replica="one")
    await first.stop()
    began = time.monotonic()
    await reading(hear, replica="two")
    await tell(producer, namespace, [told(thing, 0) for thing in things(6)])
    await until(lambda: heard == 6)
    assert time.monotonic() - began < SESSION_SECONDS * 0.7
