"""The whole service on a real bus: two files go their way from the submission to the public award."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from services.reviews.app import build
from services.reviews.settings import Settings
from shared.contracts.event import Event
from shared.kernel.actor import Actor
from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.runtime.bus.envelope import seal
from shared.runtime.law.loading import SHIPPED
from shared.runtime.operating import parked
from shared.runtime.operating.audit import Operator
from shared.runtime.service import Service
from shared.runtime.store.parked import PARKED
from tests.lawless import without_calendar
from tests.reviews.facts import (
    CHAIR,
    DIRECTOR,
    MEMBERS,
    MINISTER,
    OFFICER,
    OFFICER_BTP,
    SECRETARY,
    facts,
    forwarded,
    full_facts,
    member,
    submitted,
)
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

Topics = Callable[..., Awaitable[list[str]]]


@dataclass
class Running:
    """Reviews as it runs: people act over HTTP, nominations speaks on the bus."""

    service: Service
    client: httpx.AsyncClient
    producer: AIOKafkaProducer
    issuer: Issuer
    keys: Any

    def _bearer(self, actor: Actor) -> dict[str, str]:
        return self.issuer.bearer(actor.ref, [(grant.role.value, grant.at) for grant in actor.grants])

    async def act(self, actor: Actor, path: str, body: object = None) -> httpx.Response:
        headers = self._bearer(actor) | {"Idempotency-Key": f"k-{next(self.keys)}"}
        return await self.client.post(path, json={} if body is None else body, headers=headers)

    async def done(self, actor: Actor, path: str, body: object = None) -> dict[str, Any]:
        answer = await self.act(actor, path, body)
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def see(self, actor: Actor, path: str) -> dict[str, Any]:
        answer = await self.client.get(path, headers=self._bearer(actor))
        told: dict[str, Any] = answer.json()
        return told

    async def becomes(self, actor: Actor, path: str, state: str) -> dict[str, Any]:
        async def is_so() -> bool:
            return (await self.see(actor, path)).get("state") == state

        await until(is_so)
        return await self.see(actor, path)

    async def tell(self, *events: Event) -> None:
        for n, event in enumerate(events, start=1):
            cause = job_cause("nominations", event.type, event.aggregate_id)
            entry = seal(
                event, aggregate_id=event.aggregate_id, seq=n, n=1, cause=cause, source="nominations", at=now_utc()
            )
            topic = f"{self.service.settings.namespace}.{entry.topic}"
            await self.producer.send_and_wait(topic, entry.data, key=entry.key.encode(), headers=entry.raw_headers)

    async def submit(self, data: dict[str, Any]) -> UUID:
        # Each twice: the bus may say a thing again.
        await self.tell(submitted(data), submitted(data), forwarded(data), forwarded(data))
        case_id: UUID = data["nomination_id"]
        return case_id

    async def decide(self, preparer: Actor, signer: Actor, case_id: UUID, **decision: str) -> dict[str, Any]:
        row = {"case_id": str(case_id), "subject_label": "Nguyễn Thị Hạnh", "citation_vi": "Giúp 37 hộ dân"}
        path = f"/decisions/{(await self.done(preparer, '/decisions', {**decision, 'rows': [row]}))['id']}"

        async def is_reserved() -> bool:
            rows = (await self.see(signer, path))["rows"]
            return all(row["outcome"] == "reserved" for row in rows)

        await until(is_reserved)
        signed = await self.done(signer, f"{path}/sign")
        return await self.becomes(signer, f"/awards/{signed['rows'][0]['award_id']}", "published")


@pytest_asyncio.fixture
async def running(kafka_bootstrap: str, mongodb_url: str, namespace: str, topics: Topics) -> AsyncIterator[Running]:
    await topics()
    async with opened(kafka_bootstrap, mongodb_url, namespace) as running:
        yield running


@asynccontextmanager
async def opened(
    kafka_bootstrap: str, mongodb_url: str, namespace: str, data_dir: Path = SHIPPED
) -> AsyncIterator[Running]:
    settings = Settings(
        env="test",
        mongodb_url=mongodb_url,
        kafka_bootstrap=kafka_bootstrap,
        namespace=namespace,
        issuer="http://127.0.0.1:8709",
        jwks_url="http://127.0.0.1:8709/jwks",
        data_dir=data_dir,
    )
    service = build(settings)
    await service.store.ensure_indexes(service.indexes)
    issuer = Issuer()
    service.app.state.tokens = issuer.tokens("reviews")
    async with service.running(), serving(service) as client, _producer(kafka_bootstrap) as producer:
        yield Running(service, client, producer, issuer, count())


@asynccontextmanager
async def _producer(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def told_on(bootstrap: str, topic: str, types_wanted: int) -> dict[str, list[str]]:
    """The types of events by key, in the order of the topic."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    by_key: dict[str, list[str]] = {}
    try:
        while sum(map(len, by_key.values())) < types_wanted:
            record = await consumer.getone()
            by_key.setdefault(record.key.decode(), []).append(dict(record.headers)["ce_type"].decode())
    finally:
        await consumer.stop()
    return by_key


@pytest.mark.timeout(90)
async def test_a_simple_file_and_one_with_a_vote_become_public_awards(running: Running, kafka_bootstrap: str) -> None:
    simple, full = await running.submit(facts()), await running.submit(full_facts())

    await running.becomes(OFFICER, f"/cases/{simple}", "appraising")
    await running.done(OFFICER, f"/cases/{simple}/appraise", {"verdict": "meets"})
    award = await running.decide(OFFICER, DIRECTOR, simple, grantor_unit_id="STP-HP", number="12/QĐ-STP")
    assert award["grant"]["bonus_vnd"] == 760_000
    await running.becomes(OFFICER, f"/cases/{simple}", "granted")

    await running.becomes(OFFICER_BTP, f"/cases/{full}", "appraising")
    await running.done(OFFICER_BTP, f"/cases/{full}/appraise", {"verdict": "meets"})
    members = {"members": list(MEMBERS), "related": {"HD-03": "THADS-HP"}}
    await running.done(OFFICER_BTP, "/councils", {"code": "HD-BTP", "unit": "BTP", "chair": "HD-01", **members})
    asked = {"council": "HD-BTP", "case_ids": [str(full)], "closes_at": (now_utc() + timedelta(days=1)).isoformat()}
    session = f"/sessions/{(await running.done(SECRETARY, '/sessions', asked))['id']}"
    await running.becomes(SECRETARY, f"/cases/{full}", "in_session")
    await running.done(CHAIR, f"{session}/open-voting")
    for ref in MEMBERS:
        if ref != "HD-03":
            await running.done(member(ref), f"{session}/cast", {"case_id": str(full), "choice": "yes"})
    await running.done(CHAIR, f"{session}/close-voting")
    await running.becomes(SECRETARY, f"/cases/{full}", "recommended")
    award = await running.decide(SECRETARY, MINISTER, full, grantor_unit_id="BTP", number="9/QĐ-BTP")
    assert award["grant"]["bonus_vnd"] == 7_590_000
    await running.becomes(OFFICER_BTP, f"/cases/{full}", "granted")

    namespace = running.service.settings.namespace
    told = await told_on(kafka_bootstrap, f"{namespace}.awards.v1", 10)
    assert sorted(told.values()) == [
        ["award.reserved", "award.granted", "award.published"],
        ["award.reserved", "award.granted", "award.published"],
        ["decision.drafted", "decision.signed"],
        ["decision.drafted", "decision.signed"],
    ]
    told = await told_on(kafka_bootstrap, f"{namespace}.reviews.v1", 13)
    opening = ["review.case_opened", "review.admitted", "review.appraised"]
    assert told[str(simple)] == [*opening, "review.closed"]
    assert told[str(full)] == [*opening, "review.recommended", "review.closed"]
    assert await running.service.store.rows(PARKED).count_documents({}) == 0


@pytest.mark.timeout(90)
async def test_of_two_decisions_for_one_deed_one_stands(running: Running) -> None:
    twins = [await running.submit(facts(n, deed_id=facts(1)["deed_id"])) for n in (1, 2)]
    acts = []
    for n, case_id in enumerate(twins):
        await running.becomes(OFFICER, f"/cases/{case_id}", "appraising")
        await running.done(OFFICER, f"/cases/{case_id}/appraise", {"verdict": "meets"})
        row = {"case_id": str(case_id), "subject_label": "A", "citation_vi": "B"}
        acts.append({"grantor_unit_id": "STP-HP", "number": f"{n}/QĐ-STP", "rows": [row]})
    drafts = await asyncio.gather(*(running.act(OFFICER, "/decisions", body) for body in acts))
    # One is refused at the door, or, when both came at once, freed by the unique claim.
    refused = {draft.json()["code"] for draft in drafts if not draft.is_success}
    assert refused <= {"DEED_ALREADY_REWARDED"}
    paths = [f"/decisions/{draft.json()['id']}" for draft in drafts if draft.is_success]
    outcomes: list[str] = []

    async def is_settled() -> bool:
        rows = [(await running.see(DIRECTOR, path))["rows"][0] for path in paths]
        outcomes[:] = [row["outcome"] for row in rows]
        return "pending" not in outcomes

    await until(is_settled)
    assert outcomes.count("reserved") == 1


@pytest.mark.timeout(90)
async def test_a_file_whose_days_reach_into_a_year_without_calendar_waits_and_goes_on_once_it_is_added(
    kafka_bootstrap: str, mongodb_url: str, namespace: str, topics: Topics, tmp_path: Path
) -> None:
    await topics()
    late = facts(1, received_on=date(2026, 12, 31), paused_days=10)
    async with opened(kafka_bootstrap, mongodb_url, namespace, without_calendar(2027, tmp_path)) as running:
        await running.submit(late)
        early = await running.submit(facts(2))
        await running.becomes(OFFICER, f"/cases/{early}", "appraising")

        async def all_are_held() -> bool:
            return (await parked.set_aside(running.service, 5)).total == 4

        await until(all_are_held)
        reasons = [record.reason for record in (await parked.set_aside(running.service, 5)).records]
        assert reasons == ["NO_CALENDAR", "behind", "behind", "behind"]
    async with opened(kafka_bootstrap, mongodb_url, namespace) as running:
        await parked.retry(running.service, str(late["nomination_id"]), Operator("OPS-01", "đã nạp lịch 2027"))
        case = await running.becomes(OFFICER, f"/cases/{late['nomination_id']}", "appraising")
        assert case["decide_by"] == "2027-01-22"

        async def none_is_held() -> bool:
            return (await parked.set_aside(running.service, 5)).total == 0

        await until(none_is_held)
