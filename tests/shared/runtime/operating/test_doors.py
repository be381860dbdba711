"""Operators over HTTP: only with their role, every act with a key, a reason and a line in the log."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest

from shared.runtime.bus.ports import ParkedRecord, ParkedState
from shared.runtime.operating.audit import operations_of
from shared.runtime.operating.doors import SHOWN, operating_doors
from shared.runtime.service import Service
from shared.runtime.web.application import build_web
from tests.shared.runtime.operating.listener import Settings, build
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

OPERATOR = [("ops", "BTP")]
RECORD = ParkedRecord(
    id=UUID(int=9),
    group="listener.sayings",
    topic="awards.v1",
    partition=3,
    offset=41,
    key=b"a-key",
    value="Nguyễn Thị Hạnh".encode(),
    headers=(),
    state=ParkedState.PARKED,
    reason="bad_json",
    error="line 1",
    tries=1,
    retry_at=None,
    parked_at=datetime(2026, 10, 6, tzinfo=UTC),
)


@pytest.fixture
async def service(settings: Settings) -> AsyncIterator[Service]:
    service = build(settings)
    await service.store.open()
    await service.store.parked.add(RECORD)
    yield service
    await service.store.close()


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def client(service: Service, issuer: Issuer) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(build_web(operating_doors(service), tokens=issuer.tokens("console"))) as client:
        client.headers["Authorization"] = f"Bearer {issuer.token('VH-01', OPERATOR)}"
        yield client


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


async def test_what_is_set_aside_is_listed_without_its_content(client: httpx.AsyncClient) -> None:
    reply = await client.get("/operations/parked")
    (listed,) = reply.json()["records"]
    assert (listed["key"], listed["at"], listed["waits_for_operator"]) == ("a-key", "awards.v1/3/41", True)
    assert "Hạnh" not in reply.text


async def test_a_list_is_bounded_and_says_how_many_more_there_are(client: httpx.AsyncClient, service: Service) -> None:
    for n in range(SHOWN + 1):
        await service.store.parked.add(
            replace(RECORD, id=UUID(int=100 + n), offset=n, state=ParkedState.WAITING, reason="behind")
        )
    listed = (await client.get("/operations/parked")).json()
    assert (len(listed["records"]), listed["total"], listed["more"]) == (SHOWN, SHOWN + 2, 2)
    assert listed["records"][0]["id"] == str(RECORD.id), "what waits for an operator comes first"
    few = (await client.get("/operations/parked", params={"limit": 2})).json()
    assert (len(few["records"]), few["more"]) == (2, SHOWN)
    for wrong in ("0", "501", "all"):
        assert (await client.get("/operations/parked", params={"limit": wrong})).status_code == 422


async def test_a_record_is_tried_again_then_left_out_once_and_both_are_kept(
    client: httpx.AsyncClient, service: Service
) -> None:
    retried = await client.post(
        "/operations/parked/retry", json={"key": "a-key", "reason": "đã sửa lỗi"}, headers=key()
    )
    assert [one["key"] for one in retried.json()] == ["a-key"]
    path = f"/operations/parked/{RECORD.id}/discard"
    left = await client.post(path, json={"reason": "gửi nhầm"}, headers=key())
    again = await client.post(path, json={"reason": "gửi nhầm"}, headers=key())
    assert (retried.status_code, left.status_code, again.status_code) == (200, 200, 409)
    assert again.json()["way_out_vi"]
    assert (await client.get("/operations/parked")).json() == {"records": [], "total": 0, "more": 0}
    kept = [(one.verb, one.outcome) for one in await operations_of(service).newest()]
    assert kept == [("parked retry", "done"), ("parked discard", "done"), ("parked discard", "refused")]


async def test_who_lost_the_answer_asks_again_and_hears_that_it_is_done(
    client: httpx.AsyncClient, service: Service
) -> None:
    retry, discard = key(), key()
    body = {"key": "a-key", "reason": "đã sửa lỗi"}
    tries = [await client.post("/operations/parked/retry", json=body, headers=retry) for _ in range(2)]
    path = f"/operations/parked/{RECORD.id}/discard"
    discards = [await client.post(path, json={"reason": "gửi nhầm"}, headers=discard) for _ in range(2)]
    assert [reply.status_code for reply in (*tries, *discards)] == [200, 200, 200, 200]
    assert [len(reply.json()) for reply in tries] == [1, 0]
    assert {reply.json()["id"] for reply in discards} == {str(RECORD.id)}
    other = await client.post("/operations/parked/retry", json={**body, "key": "b"}, headers=retry)
    assert other.status_code == 409
    assert [one.outcome for one in await operations_of(service).newest()] == [*["done"] * 4, "refused"]


async def test_wrong_input_and_other_roles_are_refused(client: httpx.AsyncClient, issuer: Issuer) -> None:
    silent = await client.post("/operations/parked/retry", json={"key": "a-key", "reason": ""}, headers=key())
    keyless = await client.post("/operations/parked/retry", json={"key": "a-key", "reason": "đã sửa"})
    unknown = await client.post("/operations/parked/retry", json={"key": "b", "reason": "đã sửa"}, headers=key())
    assert (silent.status_code, keyless.status_code, unknown.status_code) == (422, 400, 409)
    officer = {"Authorization": f"Bearer {issuer.token('TD-01', [('emulation_officer', 'BTP')])}"}
    assert (await client.get("/operations/parked", headers=officer)).status_code == 403
