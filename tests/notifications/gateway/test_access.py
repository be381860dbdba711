from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any

import httpx
import pytest

from services.notifications.domain.client import Scope
from services.notifications.domain.client_rate import PER_MINUTE, TOKENS_PER_MINUTE
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import AWARDS, ECHO, TOKEN, Gate, System


def refused(reply: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert (reply.status_code, reply.json()["code"]) == (status, code), reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = reply.json()
    assert document["message_vi"]
    assert document["message_en"]
    assert "path" in document
    return document


async def test_a_signed_assertion_gives_a_token_for_ten_minutes(house: Gate, system: System, clock: SetClock) -> None:
    reply = await system.ask(house.http, scope="awards:read")
    told = reply.json()
    assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 600, "awards:read")
    assert reply.headers["cache-control"] == "no-store"
    assert (await house.http.get(AWARDS, headers=system.bearer)).status_code == 200
    clock.move(599)
    assert (await house.http.get(AWARDS, headers=system.bearer)).status_code == 200
    clock.move(1)
    refused(await house.http.get(AWARDS, headers=system.bearer), 401, "token_invalid")


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "https://other.example/token"},
        {"aud": None},
        {"iss": "someone-else"},
        {"sub": "someone-else"},
        {"jti": None},
        {"jti": ""},
        {"exp": None},
        {"exp": 1},
        {"exp": True},
        {"exp": 10**20},
        {"iat": 10**10},
    ],
)
async def test_an_assertion_that_is_not_for_here_and_now_proves_nobody(
    house: Gate, system: System, changed: dict[str, Any]
) -> None:
    reply = await system.ask(house.http, system.assertion(**changed))
    assert (reply.status_code, reply.json()["error"]) == (401, "invalid_client")


async def test_clocks_may_differ_by_a_minute_and_an_assertion_counts_once(
    house: Gate, system: System, clock: SetClock
) -> None:
    now = int(clock().timestamp())
    late = system.assertion(exp=now - 59, iat=now + 59)
    assert (await system.ask(house.http, late)).status_code == 200
    again = await system.ask(house.http, late)
    assert (again.status_code, again.json()["code"]) == (401, "replayed")
    assert (await system.ask(house.http, system.assertion(exp=now - 60))).status_code == 401


async def test_another_key_or_none_proves_nobody(house: Gate, system: System, clock: SetClock) -> None:
    thief = System(system.ref, clock)
    assert (await thief.ask(house.http)).status_code == 401
    for text in ("", "x", "a.b.c", "é", "x" * 9000):
        assert (await system.ask(house.http, text or ".")).status_code == 401


async def test_a_form_that_says_something_else_is_told_so(house: Gate) -> None:
    for form in (b"", b"grant_type=password", b"a=1&a=2", "a=é".encode()):
        reply = await house.http.post(TOKEN, content=form)
        assert (reply.status_code, reply.json()["error"]) == (400, "invalid_request")


async def test_nobody_gets_a_scope_that_was_not_given(house: Gate, clock: SetClock) -> None:
    reader = System("vl-doc", clock)
    await house.record(reader.client("STP-VL", scopes=frozenset({Scope.AWARDS_READ})))
    reply = await reader.ask(house.http, scope="awards:read nominations:write")
    assert (reply.status_code, reply.json()["error"]) == (400, "invalid_scope")
    await reader.ask(house.http)
    refused(await house.post(reader, {"word": "x"}), 403, "scope_missing")
    assert house.heard == []


async def test_a_client_that_was_suspended_is_out_at_once(house: Gate, system: System) -> None:
    assert (await house.http.get(AWARDS, headers=system.bearer)).status_code == 200
    known = await house.clients.find(system.ref)
    assert known is not None
    await house.record(known.suspended())
    refused(await house.http.get(AWARDS, headers=system.bearer), 401, "token_invalid")
    assert (await system.ask(house.http)).status_code == 401


async def test_no_token_and_a_wrong_one_are_refused(house: Gate, system: System) -> None:
    assert (await house.http.get(AWARDS)).status_code == 401
    bad = replace(system, token="0" * 64)
    reply = await house.http.get(AWARDS, headers=bad.bearer)
    refused(reply, 401, "token_invalid")
    assert reply.headers["www-authenticate"] == "Bearer"


async def test_who_asks_too_fast_is_told_when_to_go_on(house: Gate, system: System, clock: SetClock) -> None:
    for _ in range(30):
        assert (await house.http.get(AWARDS, headers=system.bearer)).status_code == 200
    reply = await house.http.post(ECHO, headers=system.bearer)
    refused(reply, 429, "too_fast")
    assert int(reply.headers["retry-after"]) >= 1
    clock.move(2)
    assert (await house.http.get(AWARDS, headers=system.bearer)).status_code == 200


async def test_tokens_are_counted_by_client_and_what_proves_nobody_by_address(
    house: Gate, system: System, clock: SetClock
) -> None:
    issue, here = house.use_cases.issue_token, "127.0.0.1"
    for _ in range(TOKENS_PER_MINUTE - 2):
        issue.rate.wait(system.ref, clock())
    assert [(await system.ask(house.http)).status_code for _ in range(2)] == [200, 429]
    clock.move(60)
    for _ in range(PER_MINUTE - 2):
        issue.strangers.wait(here, clock())
    for wrong in ("x", replace(system, key=System("x", clock).key).assertion()):
        assert (await system.ask(house.http, wrong)).status_code == 401
    reply = await system.ask(house.http)
    assert (reply.status_code, reply.json()["code"], reply.headers["retry-after"]) == (429, "too_fast", "1")
    assert (await issue(system.assertion(), (), "192.0.2.7")).text, "what strangers do is no fault of the client"
    clock.move(1)
    assert (await system.ask(house.http)).status_code == 200


async def test_the_older_name_of_an_ed25519_signature_is_read_as_well(house: Gate, system: System) -> None:
    _, claims, _ = system.assertion().split(".")
    header = urlsafe_b64encode(b'{"alg":"EdDSA","kid":"k1"}').rstrip(b"=").decode()
    signature = system.key.private_key.sign(f"{header}.{claims}".encode())  # type: ignore[union-attr]
    assertion = f"{header}.{claims}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"
    assert (await system.ask(house.http, assertion)).status_code == 200
