"""Tokens that count with one certificate alone: what a proxy says of it and of who asks."""

import base64
from urllib.parse import quote

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from starlette.requests import Request

from services.notifications.api.gateway.certificates import ends_at
from services.notifications.domain.address import network
from services.notifications.domain.client_rate import PER_MINUTE
from shared.runtime.store.client import MongoStore
from shared.runtime.web.proxies import address
from tests.notifications.authority import Made, made, of_no_version
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import AWARDS, TOKEN, TYPE, Gate, System, gate
from tests.notifications.gateway.test_access import refused

OWN, FOREIGN = made("ht.tinh.example"), made("khac.tinh.example")


def shown(one: Made) -> dict[str, str]:
    """As RFC 9440 writes it."""
    der = base64.b64encode(one.certificate.public_bytes(Encoding.DER)).decode()
    return {"Client-Cert": f":{der}:"}


async def asked(house: Gate, system: System, headers: dict[str, str]) -> httpx.Response:
    form = {"grant_type": "client_credentials", "client_assertion_type": TYPE, "client_assertion": system.assertion()}
    reply = await house.http.post(TOKEN, data=form, headers=headers)
    system.token = reply.json().get("access_token", "")
    return reply


async def read(house: Gate, system: System, headers: dict[str, str]) -> httpx.Response:
    return await house.http.get(AWARDS, headers=system.bearer | headers)


async def test_a_token_that_was_asked_for_with_a_certificate_counts_with_it_alone(
    store: MongoStore, clock: SetClock
) -> None:
    system = System("ht", clock)
    async with gate(store, clock, proxies=(network("127.0.0.0/8"),)) as house:
        await house.record(system.client("THADS-HP"))
        reply = await asked(house, system, shown(OWN))
        assert (reply.status_code, reply.json()["certificate_ends_at"]) == (200, "2060-01-01T00:00:00+00:00")
        assert (await read(house, system, shown(OWN))).status_code == 200
        as_nginx = {"Client-Cert": quote(OWN.pem)}
        assert (await read(house, system, as_nginx)).status_code == 200
        for stolen in ({}, shown(FOREIGN)):
            refused(await read(house, system, stolen), 401, "token_invalid")
        for none in ({}, {"Client-Cert": ""}, {"Client-Cert": "::"}):
            assert "certificate_ends_at" not in (await asked(house, system, none)).json()
            assert (await read(house, system, shown(OWN))).status_code == 200, "a token without a bond counts anywhere"


@pytest.mark.parametrize("told", [":", ":!:", "none", "-----BEGIN%20NOTHING", ":" + "A" * 20_000 + ":"])
async def test_a_proxy_that_says_what_is_no_certificate_gets_no_token(
    store: MongoStore, clock: SetClock, told: str
) -> None:
    system = System("ht", clock)
    async with gate(store, clock, proxies=(network("127.0.0.0/8"),)) as house:
        await house.record(system.client("THADS-HP"))
        assert (await asked(house, system, {"Client-Cert": told})).status_code == 400


@pytest.mark.parametrize("shown", [of_no_version(OWN), b"no certificate"])
def test_who_shows_what_nobody_reads_gets_a_token_without_its_end(shown: bytes) -> None:
    headers = [(b"client-cert", b":%s:" % base64.b64encode(shown))]
    request = Request({"type": "http", "headers": headers, "client": ("10.1.0.4", 1)})
    assert ends_at(request, (network("10.1.0.4/32"),)) is None


async def test_what_others_than_the_proxy_say_of_a_certificate_is_passed_over(
    store: MongoStore, clock: SetClock
) -> None:
    system = System("ht", clock)
    async with gate(store, clock, proxies=(network("10.1.0.4/32"), network("::1/128"))) as house:
        await house.record(system.client("THADS-HP"))
        forged = shown(OWN) | {"X-Forwarded-For": "10.1.0.4", "Forwarded": "for=10.1.0.4"}
        await asked(house, system, forged)
        assert (await read(house, system, {})).status_code == 200, "it is bound to nothing"


@pytest.mark.parametrize(
    ("connected", "told", "asks"),
    [
        ("192.0.2.7", ["203.0.113.9"], "192.0.2.7"),
        ("127.0.0.1", ["203.0.113.9"], "127.0.0.1"),
        ("10.1.0.4", [], "10.1.0.4"),
        ("10.1.0.4", ["203.0.113.9"], "203.0.113.9"),
        ("10.1.0.4", ["198.51.100.1, 203.0.113.9", "10.1.0.5"], "203.0.113.9"),
        ("10.1.0.4", ["198.51.100.1", "2001:0db8::0001"], "2001:db8::1"),
        ("10.1.0.4", ["198.51.100.1, unknown"], "10.1.0.4"),
        ("10.1.0.4", ["10.1.0.5"], "10.1.0.4"),
        ("", ["203.0.113.9"], ""),
    ],
)
def test_the_address_that_asks_is_whom_the_nearest_known_proxy_saw(connected: str, told: list[str], asks: str) -> None:
    headers = [(b"x-forwarded-for", each.encode()) for each in told]
    scope = {"type": "http", "headers": headers, "client": (connected, 1) if connected else None}
    assert address(Request(scope), (network("10.1.0.4/31"), network("::1/128"))) == asks


@pytest.mark.parametrize(("trusted", "status"), [("127.0.0.0/8", 200), ("10.1.0.4/32", 429)])
async def test_whoever_proves_nobody_is_counted_by_the_address_that_a_known_proxy_saw(
    store: MongoStore, clock: SetClock, trusted: str, status: int
) -> None:
    system = System("ht", clock)
    async with gate(store, clock, proxies=(network(trusted),)) as house:
        await house.record(system.client("THADS-HP"))
        for _ in range(PER_MINUTE):
            house.use_cases.issue_token.strangers.wait("127.0.0.1", clock())
        assert (await asked(house, system, {"X-Forwarded-For": "203.0.113.9"})).status_code == status
