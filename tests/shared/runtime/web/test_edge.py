import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import httpx
import pytest
import structlog
from prometheus_client import REGISTRY
from starlette.requests import Request

from shared.kernel.policy import PUBLIC
from shared.runtime.web.application import build_web
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import door, doors
from shared.runtime.web.edge import MIB, body_meter
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer


class Text(Body):
    text: str


class Gate:
    def __init__(self) -> None:
        self.is_open = True

    def __call__(self) -> bool:
        return self.is_open


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def client(gate: Gate) -> AsyncIterator[httpx.AsyncClient]:
    api = doors()

    @api.post("/texts", **door(PUBLIC))
    async def keep(body: Text) -> int:
        return len(body.text)

    @api.put("/files/{name}", **door(PUBLIC, max_body=3 * MIB))
    async def upload(name: str, request: Request) -> dict[str, str]:
        size = 0
        async for part in request.stream():
            size += len(part)
        return {name: str(size), "sha256": body_meter(request).digest.hexdigest()}

    async with serving(build_web(api, tokens=Issuer().tokens("nominations"), is_open=gate)) as client:
        yield client


def json_of(size: int) -> bytes:
    return b'{"text": "' + b"x" * (size - 12) + b'"}'


async def test_a_body_up_to_one_mebibyte_is_read(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    assert (await client.post("/texts", content=json_of(MIB), headers=headers)).status_code == 200
    reply = await client.post("/texts", content=json_of(MIB + 1), headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
    assert "1048576" in reply.json()["title"]


async def parts(count: int, size: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        await asyncio.sleep(0)
        yield b"x" * size


async def test_two_mebibytes_without_a_declared_length_are_stopped_on_the_way(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    reply = await client.post("/texts", content=parts(32, 64 * 1024), headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")


async def test_a_route_may_allow_more_and_its_content_is_hashed_in_passing(client: httpx.AsyncClient) -> None:
    content = b"y" * (2 * MIB)
    reply = await client.put("/files/a", content=content)
    assert reply.json() == {"a": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    assert (await client.put("/files/a", content=parts(4, MIB))).status_code == 413


async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    for reply in (await client.post("/texts", json={"text": "a"}), await client.get("/nowhere")):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-request-id"]


async def test_while_closed_everything_is_asked_to_come_back(client: httpx.AsyncClient, gate: Gate) -> None:
    gate.is_open = False
    reply = await client.post("/texts", json={"text": "a"})
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
    gate.is_open = True
    assert (await client.post("/texts", json={"text": "a"})).status_code == 200


def count(route: str, status: str) -> float:
    labels = {"route": route, "status": status}
    return REGISTRY.get_sample_value("kipthoi_http_requests_total", labels) or 0.0


async def test_measures_and_logs_name_the_route_and_never_the_address(client: httpx.AsyncClient) -> None:
    before = count("/files/{name}", "200"), count("unmatched", "404")
    with structlog.testing.capture_logs() as lines:
        await client.put("/files/nguyen-thi-hanh", content=b"x")
        await client.get("/nguyen-thi-hanh")
    assert (count("/files/{name}", "200"), count("unmatched", "404")) == (before[0] + 1, before[1] + 1)
    assert [line["route"] for line in lines] == ["/files/{name}", "unmatched"]
    assert "hanh" not in str(lines)


@pytest.mark.parametrize(
    ("named", "told", "scheme"),
    [
        (["127.0.0.1/32"], [("x-forwarded-proto", "https")], "https"),
        (["10.1.0.4/32", "127.0.0.0/8"], [("X-Forwarded-Proto", "http, HTTPS")], "https"),
        (["127.0.0.1/32"], [("x-forwarded-proto", "https"), ("x-forwarded-proto", "http")], "http"),
        (["127.0.0.1/32"], [("x-forwarded-proto", "gopher"), ("x-forwarded-for", "203.0.113.9")], "http"),
        (["127.0.0.1/32"], [], "http"),
        (["10.1.0.4/32"], [("x-forwarded-proto", "https"), ("x-forwarded-for", "10.1.0.4")], "http"),
        ([], [("x-forwarded-proto", "https")], "http"),
    ],
)
async def test_an_address_is_named_by_the_scheme_that_a_known_proxy_was_asked_by(
    named: list[str], told: list[tuple[str, str]], scheme: str
) -> None:
    api = doors()

    @api.get("/texts", **door(PUBLIC))
    async def show() -> str:
        return "đây"

    edge = build_web(api, tokens=Issuer().tokens("nominations"))
    async with serving(replace(edge, proxies=[ip_network(each) for each in named])) as client:
        reply = await client.get("/texts/", headers=[("Host", "kipthoi.example"), *told])
    assert (reply.status_code, reply.headers["location"]) == (307, f"{scheme}://kipthoi.example/texts")
