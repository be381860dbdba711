import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel

from shared.kernel.errors import AlreadyHandledError, StaleError
from shared.kernel.ids import id_from
from shared.kernel.policy import PUBLIC
from shared.runtime.web.application import build_web
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door, doors, policy_of, without_policy
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

OFFICER = [("emulation_officer", "STP-HP")]


class Note(Body):
    note: str = ""


class Told(BaseModel):
    cause: dict[str, Any]


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def client(issuer: Issuer) -> AsyncIterator[httpx.AsyncClient]:
    api = doors()

    @api.post("/cases/{case_id}/appraise", **door("case.appraise"))
    async def appraise(case_id: UUID, body: Note, cause: WithCause) -> Told:
        del case_id, body
        return Told(cause=json.loads(json.dumps(asdict(cause), default=str)))

    @api.post("/cases/{case_id}/touch", **door("case.appraise"))
    async def touch(case_id: UUID, cause: WithCause) -> dict[str, str]:
        return {"id": str(cause.id), "case": str(case_id)}

    @api.get("/cases", **door("case.read"))
    async def cases(actor: WithActor) -> dict[str, str]:
        return {"ref": actor.ref}

    @api.get("/wall", **door(PUBLIC))
    async def wall() -> list[str]:
        return []

    async with serving(build_web(api, tokens=issuer.tokens("reviews"))) as client:
        yield client


async def appraise(client: httpx.AsyncClient, headers: dict[str, str], **body: str) -> httpx.Response:
    path = f"/cases/{UUID(int=1)}/appraise"
    return await client.post(path, json=body, headers={"Idempotency-Key": "k-1", **headers})


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "token_missing"),
        ({"Authorization": "Basic dXNlcjpwYXNz"}, "token_invalid"),
        ({"Authorization": "Bearer"}, "token_invalid"),
        ({"Authorization": "Bearer not.a.token"}, "token_invalid"),
    ],
)
async def test_without_a_good_token_nobody_enters(
    client: httpx.AsyncClient, headers: dict[str, str], reason: str
) -> None:
    reply = await appraise(client, headers)
    assert (reply.status_code, reply.json()["code"]) == (401, reason)
    assert reply.headers["www-authenticate"].startswith("Bearer")


async def test_a_token_of_another_service_says_so(client: httpx.AsyncClient, issuer: Issuer) -> None:
    token = issuer.token(grants=OFFICER, aud=["nominations"])
    reply = await appraise(client, {"Authorization": f"Bearer {token}"})
    assert (reply.status_code, reply.json()["code"]) == (401, "wrong_audience")


async def test_an_expired_token_says_so(client: httpx.AsyncClient, issuer: Issuer) -> None:
    reply = await appraise(client, {"Authorization": f"Bearer {issuer.token(grants=OFFICER, exp=1)}"})
    assert (reply.status_code, reply.json()["code"]) == (401, "token_expired")


async def test_who_is_not_let_in_is_refused_before_the_body_is_read(client: httpx.AsyncClient) -> None:
    reply = await client.post(f"/cases/{UUID(int=1)}/appraise", content=b"{", headers={"Idempotency-Key": "k"})
    assert reply.status_code == 401


async def test_a_role_that_never_allows_it_is_refused(client: httpx.AsyncClient, issuer: Issuer) -> None:
    reply = await appraise(client, issuer.bearer(grants=[("recipient", "STP-HP")]))
    assert (reply.status_code, reply.json()["code"]) == (403, "ROLE_MISSING")


async def test_anybody_may_read_what_is_public_and_nobody_else_what_is_not(
    client: httpx.AsyncClient, issuer: Issuer
) -> None:
    assert (await client.get("/wall")).json() == []
    assert (await client.get("/cases")).status_code == 401
    assert (await client.get("/cases", headers=issuer.bearer("TD-01", OFFICER))).json() == {"ref": "TD-01"}


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency_key_missing"),
        ("", "idempotency_key_invalid"),
        ("a b", "idempotency_key_invalid"),
        ("x" * 201, "idempotency_key_invalid"),
    ],
)
async def test_a_change_needs_a_key(client: httpx.AsyncClient, issuer: Issuer, key: str | None, code: str) -> None:
    headers = issuer.bearer(grants=OFFICER) | ({} if key is None else {"Idempotency-Key": key})
    reply = await client.post(f"/cases/{UUID(int=1)}/appraise", json={}, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (400, code)


async def test_two_keys_are_no_key(client: httpx.AsyncClient, issuer: Issuer) -> None:
    headers = [*issuer.bearer(grants=OFFICER).items(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    reply = await client.post(f"/cases/{UUID(int=1)}/appraise", json={}, headers=headers)
    assert reply.json()["code"] == "idempotency_key_invalid"


async def cause_of(client: httpx.AsyncClient, headers: dict[str, str], **body: str) -> dict[str, Any]:
    reply = await appraise(client, headers, **body)
    assert reply.status_code == 200
    cause: dict[str, Any] = reply.json()["cause"]
    return cause


async def test_a_repeat_is_the_same_cause_down_to_its_trace(client: httpx.AsyncClient, issuer: Issuer) -> None:
    first = await cause_of(client, issuer.bearer(grants=OFFICER), note="Đạt")
    second = await cause_of(client, issuer.bearer(grants=OFFICER), note="Đạt")
    assert first == second
    assert first["id"] == str(id_from("command", "TD-01", "k-1"))
    assert first["action"] == "case.appraise"
    assert first["actor"]["ref"] == "TD-01"
    assert first["correlation_id"] == first["causation_id"] == first["id"]


async def test_one_key_of_two_people_is_two_causes(client: httpx.AsyncClient, issuer: Issuer) -> None:
    first = await cause_of(client, issuer.bearer("TD-01", OFFICER))
    second = await cause_of(client, issuer.bearer("TD-02", OFFICER))
    assert first["id"] != second["id"]


async def test_one_key_with_two_bodies_or_two_things_has_two_hashes(client: httpx.AsyncClient, issuer: Issuer) -> None:
    bearer = issuer.bearer(grants=OFFICER)
    first = await cause_of(client, bearer, note="Đạt")
    second = await cause_of(client, bearer, note="Không đạt")
    path = f"/cases/{UUID(int=2)}/appraise"
    third = (await client.post(path, json={"note": "Đạt"}, headers={**bearer, "Idempotency-Key": "k-1"})).json()[
        "cause"
    ]
    assert first["id"] == second["id"] == third["id"]
    assert len({each["body_hash"] for each in (first, second, third)}) == 3


async def test_a_route_without_a_body_has_a_cause_too(client: httpx.AsyncClient, issuer: Issuer) -> None:
    headers = issuer.bearer(grants=OFFICER) | {"Idempotency-Key": "k-2"}
    reply = await client.post(f"/cases/{UUID(int=1)}/touch", headers=headers)
    assert reply.json()["id"] == str(id_from("command", "TD-01", "k-2"))


async def test_the_callers_correlation_and_trace_go_on(client: httpx.AsyncClient, issuer: Issuer) -> None:
    correlation, trace = str(uuid4()), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    headers = issuer.bearer(grants=OFFICER) | {"X-Correlation-Id": correlation, "traceparent": trace}
    cause = await cause_of(client, headers)
    assert (cause["correlation_id"], cause["traceparent"]) == (correlation, trace)


@pytest.mark.parametrize("nonsense", ["x", "00-" + "0" * 32 + "-b7ad6b7169203331-01", "ff" * 500])
async def test_nonsense_about_traces_is_replaced(client: httpx.AsyncClient, issuer: Issuer, nonsense: str) -> None:
    headers = issuer.bearer(grants=OFFICER) | {"X-Correlation-Id": nonsense, "traceparent": nonsense}
    cause = await cause_of(client, headers)
    assert cause["correlation_id"] == cause["id"]
    assert cause["traceparent"].startswith(f"00-{UUID(cause['id']).hex}-")


@pytest.mark.parametrize(("sent", "expected"), [({}, None), ({"If-Match": "*"}, None), ({"If-Match": '"7"'}, 7)])
async def test_a_command_may_say_which_version_it_was_decided_upon(
    client: httpx.AsyncClient, issuer: Issuer, sent: dict[str, str], expected: int | None
) -> None:
    assert (await cause_of(client, issuer.bearer(grants=OFFICER) | sent))["expected"] == expected


@pytest.mark.parametrize("sent", ["7", 'W/"7"', '"7", "8"', '"-1"', '""', '"' + "9" * 19 + '"'])
async def test_a_version_that_cannot_be_one_is_refused(client: httpx.AsyncClient, issuer: Issuer, sent: str) -> None:
    reply = await appraise(client, issuer.bearer(grants=OFFICER) | {"If-Match": sent})
    assert (reply.status_code, reply.json()["code"]) == (400, "if_match_invalid")


def test_a_door_without_a_policy_cannot_be_built() -> None:
    api = doors()
    with pytest.raises(TypeError, match="/open names no policy"):
        api.get("/open")(lambda: None)


def test_a_policy_that_nobody_knows_cannot_be_named() -> None:
    with pytest.raises(ValueError, match=r"case\.apraise"):
        door("case.apraise")


def test_routes_without_a_policy_are_found_in_included_routers_too() -> None:
    inner, outer = APIRouter(), doors()
    inner.get("/forgotten")(lambda: None)
    outer.get("/known", **door(PUBLIC))(lambda: None)
    assert without_policy(outer.routes) == []
    assert policy_of(outer.routes[0]) == PUBLIC
    outer.include_router(inner)
    assert without_policy(outer.routes) == ["/forgotten"]


class Act:
    def __init__(self, *outcomes: Exception | str) -> None:
        self.outcomes = list(outcomes)

    async def __call__(self) -> str:
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def test_whoever_lost_a_race_decides_again_up_to_three_times() -> None:
    assert await attempt(Act(StaleError(), StaleError(), "kept")) == "kept"
    with pytest.raises(StaleError):
        await attempt(Act(StaleError(), StaleError(), StaleError(), "never"))


async def test_what_was_done_before_is_a_success() -> None:
    assert await attempt(Act(StaleError(), AlreadyHandledError())) is None
