import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from deploy.standalone.issuer import build, issuing_at, main
from deploy.standalone.issuing import challenge_of
from deploy.standalone.people import load_people
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.clock import Clock
from shared.runtime.web.auth import IssuerKeys, Tokens

PORT = 8709
ORIGIN = f"http://127.0.0.1:{PORT}"
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
CALLBACK = "http://127.0.0.1:8700/dang-nhap"
VERIFIER = "a-verifier-that-is-long-enough-to-be-taken-seriously"
ASKED = {
    "response_type": "code",
    "client_id": "console",
    "redirect_uri": CALLBACK,
    "state": "s-1",
    "nonce": "n-1",
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
    "scope": "openid",
}


class Watch:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def client(tmp_path: Path, watch: Watch) -> AsyncIterator[httpx.AsyncClient]:
    app = build(load_people(), issuing_at(PORT, tmp_path, clock=watch))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as client:
        yield client


async def actor_of(client: httpx.AsyncClient, token: str, clock: Clock, service: str = "reviews") -> Actor:
    async def fetch() -> Any:
        return (await client.get("/.well-known/jwks.json")).json()

    return await Tokens(ORIGIN, service, IssuerKeys(fetch), clock).actor(token)


async def code_for(client: httpx.AsyncClient, person: str, **changed: str) -> str:
    page = await client.get("/authorize", params={**ASKED, **changed})
    assert page.status_code == 200
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    assert f'name="person" value="{person}"' in page.text
    reply = await client.post("/authorize", data={**hidden, "person": person})
    assert reply.status_code == 303
    answer = parse_qs(urlsplit(reply.headers["location"]).query)
    assert answer["state"] == [ASKED["state"]]
    assert reply.headers["location"].startswith(f"{CALLBACK}?")
    return answer["code"][0]


async def redeem(client: httpx.AsyncClient, code: str, **changed: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "console",
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
    return await client.post("/token", data={**form, **changed})


@pytest.mark.parametrize("service", ["nominations", "reviews", "notifications", "console"])
async def test_a_person_chosen_on_the_page_is_known_to_every_service(
    client: httpx.AsyncClient, watch: Watch, service: str
) -> None:
    reply = await redeem(client, await code_for(client, "GD-HP-01"))
    assert reply.status_code == 200
    actor = await actor_of(client, reply.json()["access_token"], watch, service)
    assert actor.ref == "GD-HP-01"
    expected = {Role.UNIT_HEAD, Role.GRANTOR, Role.RECIPIENT, Role.PEER}
    assert set(actor.grants) == {Grant(role, "STP-HP") for role in expected}


async def test_the_identity_token_answers_the_clients_nonce(client: httpx.AsyncClient) -> None:
    reply = await redeem(client, await code_for(client, "TD-01"))
    keys = KeySet.import_key_set((await client.get("/jwks.json")).json())
    claims = jwt.decode(reply.json()["id_token"], keys).claims
    assert (claims["aud"], claims["nonce"], claims["name"]) == ("console", "n-1", "Hồ Bích Liên")


async def test_the_page_greets_in_vietnamese_and_escapes_what_it_carries(client: httpx.AsyncClient) -> None:
    page = await client.get("/authorize", params={**ASKED, "state": '"><script>alert(1)</script>'})
    assert "thường trực thi đua (STP-HP)" in page.text
    assert "<script>" not in page.text


async def test_a_code_holds_once(client: httpx.AsyncClient) -> None:
    code = await code_for(client, "TD-01")
    assert (await redeem(client, code)).status_code == 200
    assert (await redeem(client, code)).json()["error"] == "invalid_grant"


async def test_a_code_holds_for_a_minute(client: httpx.AsyncClient, watch: Watch) -> None:
    code = await code_for(client, "TD-01")
    watch.now = NOON.replace(minute=1, second=1)
    assert (await redeem(client, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changed",
    [{"code_verifier": "another"}, {"client_id": "another"}, {"redirect_uri": "http://127.0.0.1:8700/another"}],
)
async def test_a_code_holds_only_as_it_was_asked_for(client: httpx.AsyncClient, changed: dict[str, str]) -> None:
    reply = await redeem(client, await code_for(client, "TD-01"), **changed)
    assert (reply.status_code, reply.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/x", "http://127.0.0.1.evil.example/x", "http://[", "javascript:alert(1)", CALLBACK + "?a=1"],
)
async def test_codes_go_to_this_machine_only(client: httpx.AsyncClient, address: str) -> None:
    asked = {**ASKED, "redirect_uri": address}
    assert (await client.get("/authorize", params=asked)).status_code == 400
    assert (await client.post("/authorize", data={**asked, "person": "TD-01"})).status_code == 400


async def test_a_challenge_is_not_optional(client: httpx.AsyncClient) -> None:
    plain = {**ASKED, "code_challenge_method": "plain"}
    assert (await client.get("/authorize", params=plain)).status_code == 400
    without = {name: value for name, value in ASKED.items() if name != "code_challenge"}
    assert (await client.post("/authorize", data={**without, "person": "TD-01"})).status_code == 400


async def test_another_host_name_is_refused(client: httpx.AsyncClient) -> None:
    reply = await client.post("/dev-token", json={"person": "TD-01"}, headers={"Host": "issuer.example"})
    assert reply.status_code == 400
    assert "access_token" not in reply.text


async def test_a_scenario_gets_a_token_for_a_person_and_none_for_nobody(
    client: httpx.AsyncClient, watch: Watch
) -> None:
    reply = await client.post("/dev-token", json={"person": "CB-0412"})
    actor = await actor_of(client, reply.json()["access_token"], watch)
    assert actor == Actor("CB-0412", (Grant(Role.RECIPIENT, "STP-HP"), Grant(Role.PEER, "STP-HP")))
    assert (await client.post("/dev-token", json={"person": "NOBODY"})).status_code == 400
    assert (await client.post("/dev-token", json=["TD-01"])).status_code == 400
    assert (await client.post("/dev-token", content=b"{", headers={"Content-Type": "application/json"})).is_error


async def test_a_foreign_page_cannot_take_a_token_with_a_form(client: httpx.AsyncClient) -> None:
    body = b'{"person": "TD-01"}'
    assert (await client.post("/dev-token", content=body, headers={"Content-Type": "text/plain"})).status_code == 400


async def test_the_discovery_document_names_what_answers(client: httpx.AsyncClient) -> None:
    document = (await client.get("/.well-known/openid-configuration")).json()
    assert document["issuer"] == ORIGIN
    assert (await client.get(document["jwks_uri"])).status_code == 200
    assert "d" not in (await client.get(document["jwks_uri"])).json()["keys"][0]


def test_a_world_without_people_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--world", str(tmp_path / "none.yaml")]) == 2
    assert "names no people" in capsys.readouterr().out
