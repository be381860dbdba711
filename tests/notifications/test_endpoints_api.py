from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import httpx
import pytest
import pytest_asyncio

from services.notifications.adapters.live import Live
from services.notifications.adapters.mongo.feed import MongoFeed
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.adapters.webhook.asking import HttpCalls
from services.notifications.adapters.webhook.callers import Callers
from services.notifications.adapters.webhook.reaching import Reach
from services.notifications.api.routes import build_api
from services.notifications.domain.address import Opened, network
from services.notifications.usecases import build_use_cases
from shared.runtime.store.client import MongoStore
from shared.runtime.web.application import build_web
from tests.notifications.clients import KEYS, URL
from tests.notifications.conftest import Secrets, SetClock, mongo_ports
from tests.notifications.receiver import Receiver, is_signed, receiving
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

CLIENT = ("HT-MOTCUA-HP", [("integrator", "THADS-HP")])
OFFICER = ("TD-02", [("emulation_officer", "THADS-HP")])
PROPOSER = ("PCT-HP-THA", [("proposer", "THADS-HP")])
STRANGER = ("HT-STP", [("integrator", "STP-HP")])
ORIGIN = "kipthoi.example"


@dataclass
class House:
    client: httpx.AsyncClient
    issuer: Issuer
    receiver: Receiver
    numbers: Iterator[int]

    async def get(self, path: str, who: Any = CLIENT) -> httpx.Response:
        return await self.client.get(path, headers=self.issuer.bearer(*who) if who else {})

    async def post(self, path: str, body: Any = None, who: Any = CLIENT, key: str = "") -> httpx.Response:
        headers = {**self.issuer.bearer(*who), "Idempotency-Key": key or f"k{next(self.numbers)}"}
        return await self.client.post(path, json=body, headers=headers)

    async def registered(self, **wish: Any) -> str:
        body = {"url": self.receiver.url, "unit_id": "THADS-HP", **wish}
        reply = await self.post("/endpoints", body)
        assert reply.status_code == 201, reply.text
        return str(reply.json()["id"])


@pytest_asyncio.fixture
async def house(store: MongoStore, clock: SetClock) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        receiver = await stack.enter_async_context(receiving(Receiver()))
        opened = (Opened("*", "127.0.0.1", network("127.0.0.0/8"), receiver.port),)
        callers = Callers(opened, agent="kipthoi-webhooks/1", clock=clock)
        stack.push_async_callback(callers.stop)
        ports = mongo_ports(store, clock)
        calls = HttpCalls(Reach(callers, KEYS.open), KEYS, origin=ORIGIN, clock=clock)
        use_cases = build_use_cases(replace(ports, clients=replace(ports.clients, calls=calls, opened=opened)))
        live = Live(MongoFeed(store, clock), MongoRegister(store, clock, Secrets()), poll_seconds=1)
        issuer = Issuer()
        web = build_web(build_api(use_cases, live, lambda _: None), tokens=issuer.tokens("notifications"))
        client = await stack.enter_async_context(serving(web))
        yield House(client, issuer, receiver, count())


@pytest.mark.parametrize("allowed", [ORIGIN, "*"])
async def test_whoever_knows_the_handshake_is_asked_once(house: House, allowed: str) -> None:
    house.receiver.knows = allowed
    endpoint_id = await house.registered()
    reply = await house.post(f"/endpoints/{endpoint_id}/prove")
    assert (reply.status_code, reply.json()["state"]) == (200, "active")
    [(method, headers, body)] = house.receiver.asked
    assert (method, headers["webhook-request-origin"], body) == ("OPTIONS", ORIGIN, b"")
    assert "content-type" not in headers


@pytest.mark.parametrize("knows", ["", "other.example"])
async def test_others_echo_a_signed_challenge(house: House, knows: str) -> None:
    house.receiver.knows, house.receiver.echoes = knows, True
    endpoint_id = await house.registered()
    reply = await house.post(f"/endpoints/{endpoint_id}/prove")
    assert (reply.status_code, reply.json()["state"]) == (200, "active")
    _, headers, body = house.receiver.asked[-1]
    [event] = house.receiver.events
    assert (event["type"], event["subject"], event["id"]) == (
        "endpoint.verification",
        endpoint_id,
        headers["webhook-id"],
    )
    assert headers["content-type"].startswith("application/cloudevents+json")
    [jwk] = (await house.get(f"/.well-known/kipthoi-webhook-keys/{CLIENT[0]}.json", None)).json()["keys"]
    assert is_signed(headers, body, jwk)
    assert not is_signed(headers, body + b" ", jwk)


async def test_whoever_does_neither_is_told_why_and_hears_nothing(house: House) -> None:
    endpoint_id = await house.registered()
    reply = await house.post(f"/endpoints/{endpoint_id}/prove", key="once")
    problem = reply.json()
    assert (reply.status_code, problem["code"], problem["params"]) == (
        422,
        "CHALLENGE_FAILED",
        {"why": "challenge not echoed"},
    )
    again = await house.post(f"/endpoints/{endpoint_id}/prove", key="once")
    assert (again.status_code, again.json()["code"]) == (422, "CHALLENGE_FAILED")
    shown = (await house.get(f"/endpoints/{endpoint_id}")).json()
    assert (shown["state"], [call["reason"] for call in shown["calls"]]) == ("pending", ["challenge not echoed"])
    assert len(house.receiver.asked) == 2
    test = await house.post(f"/endpoints/{endpoint_id}/test")
    assert (test.status_code, test.json()["code"]) == (409, "ENDPOINT_NOT_ACTIVE")


async def test_a_test_event_arrives_with_the_answer_told(house: House) -> None:
    house.receiver.echoes = True
    endpoint_id = await house.registered()
    await house.post(f"/endpoints/{endpoint_id}/prove")
    house.receiver.status = 503
    reply = await house.post(f"/endpoints/{endpoint_id}/test")
    call = reply.json()["calls"][-1]
    assert (call["kind"], call["outcome"], call["status"]) == ("test", "throttle", 503)
    assert house.receiver.events[-1]["type"] == "endpoint.test"


async def test_both_keys_sign_while_one_follows_the_other(house: House, clock: SetClock) -> None:
    house.receiver.echoes = True
    endpoint_id = await house.registered()
    await house.post(f"/endpoints/{endpoint_id}/prove")
    await house.post(f"/endpoints/{endpoint_id}/rotate-key")
    clock.move(86_400 * 2)
    assert (await house.post(f"/endpoints/{endpoint_id}/test")).status_code == 200
    keys = (await house.get(f"/.well-known/kipthoi-webhook-keys/{CLIENT[0]}.json", None)).json()["keys"]
    _, headers, body = house.receiver.asked[-1]
    assert len(keys) == 2
    assert all(is_signed(headers, body, jwk) for jwk in keys)
    await house.post(f"/endpoints/{endpoint_id}/revoke-keys")
    await house.post(f"/endpoints/{endpoint_id}/test")
    _, headers, body = house.receiver.asked[-1]
    assert not any(is_signed(headers, body, jwk) for jwk in keys)


async def test_nobody_unknown_has_keys(house: House) -> None:
    reply = await house.get("/.well-known/kipthoi-webhook-keys/HT-KHONG-CO.json", None)
    assert (reply.status_code, reply.json()) == (200, {"keys": []})
    assert reply.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("http://nhan.haiphong.example/", "https only"),
        ("https://127.0.0.1/", "an address, not a name"),
        ("https://a:b@nhan.haiphong.example/", "not a URL"),
        ("https://nhan.haiphong.example:22/", "port 443 or 8443"),
        ("https://mongodb/", "a name of a house"),
    ],
)
async def test_a_forbidden_address_is_refused_with_its_rule(house: House, url: str, rule: str) -> None:
    reply = await house.post("/endpoints", {"url": url, "unit_id": "THADS-HP"})
    problem = reply.json()
    assert (reply.status_code, problem["code"], problem["params"]["rule"]) == (422, "URL_FORBIDDEN", rule)
    assert rule in problem["title"]


async def test_a_repeat_registers_nothing_more(house: House) -> None:
    body = {"url": URL, "unit_id": "THADS-HP", "contact": "tichhop@haiphong.example"}
    first, again = [await house.post("/endpoints", body, key="once") for _ in range(2)]
    assert first.json() == again.json()
    listed = await house.get("/endpoints")
    assert [one["id"] for one in listed.json()] == [first.json()["id"]]
    assert "haiphong.example>" not in listed.text
    assert "tichhop@" not in listed.text


@pytest.mark.parametrize("contact", ["motcua", "An <ht@motcua.example>", "ht@motcua.example\nBcc: a@b.example"])
async def test_a_contact_is_an_address_and_nothing_else(house: House, contact: str) -> None:
    reply = await house.post("/endpoints", {"url": URL, "unit_id": "THADS-HP", "contact": contact})
    assert (reply.status_code, reply.json()["errors"][0]["path"]) == (422, "contact")


async def test_a_shared_secret_is_for_its_client(house: House) -> None:
    endpoint_id = await house.registered(signs_with="hmac")
    path = f"/endpoints/{endpoint_id}/secrets"
    [shown] = (await house.get(path)).json()
    assert shown["secret"].startswith("whsec_")
    assert (await house.get(path, OFFICER)).status_code == 403
    assert "whsec_" not in (await house.get(f"/endpoints/{endpoint_id}", OFFICER)).text


async def test_who_may_see_and_change_what(house: House) -> None:
    endpoint_id = await house.registered()
    path = f"/endpoints/{endpoint_id}"
    assert [(await house.get(path, who)).status_code for who in (OFFICER, PROPOSER, STRANGER)] == [200, 403, 403]
    for act in ("prove", "test", "disable", "reopen", "rotate-key", "revoke-keys"):
        for who in (OFFICER, STRANGER):
            assert (await house.post(f"{path}/{act}", who=who)).status_code == 403
    assert (await house.post(f"{path}/disable")).json()["state"] == "disabled"
    assert (await house.post(f"{path}/reopen")).json()["state"] == "pending"
    assert house.receiver.asked == []
