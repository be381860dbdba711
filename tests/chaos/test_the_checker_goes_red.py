"""Controls: leave one guarantee out, kill in the worst place, and the same invariants must be violated."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.standalone.mongod import mongod_unit, mongod_url
from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.history import Command, History, Outcome, history_of
from deploy.standalone.reconcile.invariants.durable import durable
from deploy.standalone.reconcile.invariants.effect_once import effect_once
from deploy.standalone.reconcile.invariants.events_complete import events_complete
from deploy.standalone.reconcile.layout import BY_NAME
from deploy.standalone.reconcile.reading.stores import Stores
from deploy.standalone.reconcile.reading.topics import read_topics
from deploy.standalone.site import ROOT, Site
from deploy.standalone.supervisor import Supervisor
from shared.contracts.nominations import NominationSubmitted
from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.runtime.bus.envelope import seal
from shared.runtime.store.driver import connect, disconnect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

FILES, DIE_AT = 40, 12
KILLED = -9
WANTED: Mapping[str, frozenset[str]] = {"reviews.cases": frozenset({"nomination.submitted"})}

Topics = Callable[..., Awaitable[list[str]]]
Told = Callable[[str, str], Awaitable[Facts]]


@pytest_asyncio.fixture
async def told(topics: Topics, kafka_bootstrap: str, mongodb_url: str, namespace: str) -> Told:
    """Forty nominations are submitted; `await told(program, without)` says what came of them."""
    await topics("nominations.v1", "reviews.v1")
    await _submit(kafka_bootstrap, namespace)
    return partial(_told, kafka_bootstrap, mongodb_url, namespace)


async def _told(kafka_bootstrap: str, mongodb_url: str, namespace: str, program: str, without: str) -> Facts:
    """The program is killed at the twelfth nomination and lives once more; what came of it."""
    for die_at in (DIE_AT, 0):
        command = [sys.executable, "-m", f"tests.chaos.controls.{program}"]
        command += [kafka_bootstrap, mongodb_url, namespace, without, str(die_at)]
        done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == (KILLED if die_at else 0), done.stderr[-2000:]
    client = connect(mongodb_url)
    try:
        cases = await Stores(client, namespace).things(BY_NAME["cases"], now_utc())
    finally:
        disconnect(client)
    read = await read_topics(kafka_bootstrap, namespace, {"nominations.v1": WANTED, "reviews.v1": {}})
    return Facts(things={"cases": cases}, told=read.told, wanted=WANTED)


def lost_or_twice(facts: Facts) -> set[str]:
    """What is wrong with the effects: `lost`, `twice`."""
    return {"twice" if one.is_repeat else "lost" for one in effect_once(facts).violations}


def untold(facts: Facts) -> Sequence[str]:
    """What is wrong with the news of the cases."""
    news = {place: copies for place, copies in facts.told.items() if place[0] == "reviews.v1"}
    return [one.what for one in events_complete(Facts(things=facts.things, told=news)).violations]


async def test_with_all_guarantees_it_stays_green(told: Told) -> None:
    facts = await told("registry", "nothing")
    assert len(facts.of("cases")) == FILES
    assert (lost_or_twice(facts), untold(facts)) == (set(), [])


async def test_without_the_inbox_an_event_takes_effect_twice(told: Told) -> None:
    facts = await told("registry", "inbox")
    assert lost_or_twice(facts) == {"twice"}


async def test_without_the_outbox_an_event_is_never_told(told: Told) -> None:
    facts = await told("registry", "outbox")
    assert untold(facts) == ["events 1 of 1 are neither on reviews.v1 nor owed"]


async def test_with_auto_commit_an_effect_is_lost(told: Told) -> None:
    facts = await told("registry", "late_commit")
    assert "lost" in lost_or_twice(facts)


async def test_a_service_as_in_the_tutorial_loses_or_doubles_effects(told: Told) -> None:
    facts = await told("tutorial", "everything")
    assert lost_or_twice(facts)


@pytest.mark.parametrize(("options", "is_safe"), [("w=1&journal=false", False), ("w=majority&journal=true", True)])
async def test_what_mongod_acknowledged_without_its_journal_does_not_outlive_a_kill(
    options: str, is_safe: bool, tmp_path: Path
) -> None:
    site = Site.temporary(tmp_path)
    async with Supervisor([mongod_unit(site.folder, site.ports.mongod)], site.folder) as supervisor:
        writing = asyncio.create_task(asyncio.to_thread(_write, mongod_url(site.ports.mongod), options))
        await asyncio.sleep(1.5)
        supervisor.kill("mongod")
        history = await writing
        await supervisor.restart("mongod")
        client = connect(mongod_url(site.ports.mongod))
        try:
            deeds = await Stores(client, "control").things(BY_NAME["deeds"], now_utc())
        finally:
            disconnect(client)
    verdict = durable(Facts(things={"deeds": deeds}, history=history))
    assert len(history.commands) > 100
    assert verdict.holds == is_safe, verdict.counted


def _write(url: str, options: str) -> History:
    """One deed after another until the store is gone; only what it acknowledged counts."""
    acknowledged: list[Command] = []
    with MongoClient[dict[str, Any]](
        f"{url}&{options}", uuidRepresentation="standard", retryWrites=False, serverSelectionTimeoutMS=2_000
    ) as mongo:
        deeds = mongo["control_nominations"]["deeds"]
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            deed_id = uuid4()
            command = Command("CB-1", "register_deed", str(deed_id), Outcome.ACKNOWLEDGED, (str(deed_id),))
            kept = {"k": command.cause, "h": "hash", "w": None}
            state = {"state": "registered"}
            try:
                deeds.insert_one({"_id": deed_id, "seq": 1, "state": state, "inbox": [kept], "outbox": []})
            except PyMongoError:
                break
            acknowledged.append(command)
    return history_of(acknowledged)


async def _submit(kafka_bootstrap: str, namespace: str) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap)
    async with producer:
        for number in range(FILES):
            event, day = _submitted(uuid4(), number), datetime(2026, 10, 6, tzinfo=UTC)
            cause = job_cause("controls", "submit", namespace, number)
            entry = seal(event, aggregate_id=event.nomination_id, seq=1, n=1, cause=cause, source="nominations", at=day)
            topic = f"{namespace}.nominations.v1"
            await producer.send_and_wait(topic, entry.data, key=entry.key.encode(), headers=entry.raw_headers)


def _submitted(nomination_id: UUID, number: int) -> NominationSubmitted:
    day = date(2026, 10, 5)
    return NominationSubmitted(
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        nomination_id=nomination_id,
        number=f"KT-2026-{number:04}",
        nomination_type="ad_hoc",
        form_code="GIAY_KHEN_SO",
        grantor_unit_id="STP-HP",
        grantor_path=("UB-HP", "STP-HP"),
        subject_ref="CB-0412",
        subject_kind="individual",
        deed_id=uuid4(),
        occurred_from=day,
        occurred_to=day,
        known_on=day,
        proposer_ref="PGD-HP-02",
        endorser_ref="PGD-HP-02",
        received_on=day,
        pack_id="FIX-2026",
        pack_version="2026-10-01",
    )
