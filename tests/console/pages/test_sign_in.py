"""Signing in at the development issuer, over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.standalone.issuer import build as build_issuer
from deploy.standalone.issuing import Issuing, kept_key
from deploy.standalone.people import load_people
from services.console.settings import Settings
from shared.kernel.clock import now_utc
from shared.runtime.web.edge import PAGE_HEADERS, Edge
from tests.console.desk import opened
from tests.shared.runtime.web.serving import serving

ADDRESS = "http://127.0.0.1:1"


@asynccontextmanager
async def town(
    mongodb_url: str, namespace: str, folder: Path
) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """A browser's two windows: one at the console, one at the issuer."""
    issuing = Issuing("not yet known", ("console",), kept_key(folder), now_utc)
    apps: list[ASGIApp] = []

    async def issuer_app(scope: Scope, receive: Receive, send: Send) -> None:
        await apps[0](scope, receive, send)

    async with serving(issuer_app) as issuer:
        issuing.issuer = str(issuer.base_url).rstrip("/")
        apps.append(build_issuer(load_people(), issuing))
        async with console_of(mongodb_url, namespace, issuing.issuer) as console:
            yield console, issuer


@asynccontextmanager
async def console_of(
    mongodb_url: str, namespace: str, issuer: str, address: str = ADDRESS
) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap="127.0.0.1:1",
        namespace=namespace,
        issuer=issuer,
        jwks_url=f"{issuer}/jwks.json",
        address=address,
    )
    async with opened(settings) as desk, serving(Edge(desk.service.app, headers=PAGE_HEADERS)) as console:
        console.headers.update({"Host": address.partition("//")[2], "Origin": address})
        yield console


async def chosen(issuer: httpx.AsyncClient, address: str, person: str) -> str:
    """Choose a person at the issuer; the address that leads back."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    reply = await issuer.post("/authorize", data={**asked, "person": person})
    assert reply.status_code == 303
    return reply.headers["location"].removeprefix(ADDRESS)


@pytest.mark.timeout(60)
async def test_a_person_signs_in_and_a_stolen_or_stale_answer_does_not(
    mongodb_url: str, namespace: str, tmp_path: Path
) -> None:
    async with town(mongodb_url, namespace, tmp_path) as (console, issuer):
        begun = await console.post("/dang-nhap", data={"ve": "/thong-bao"})
        assert begun.status_code == 303
        back = await chosen(issuer, begun.headers["location"], "TD-01")

        asking = console.cookies.get("kipthoi-dang-nhap")
        console.cookies.clear()
        assert (await console.get(back)).status_code == 400, "another browser brings the answer"
        console.cookies.set("kipthoi-dang-nhap", str(asking))
        forged = back.replace("state=", "state=x")
        assert (await console.get(forged)).status_code == 400

        done = await console.get(back)
        assert (done.status_code, done.headers["location"]) == (303, "/thong-bao")
        cookie = next(value for value in done.headers.get_list("set-cookie") if value.startswith("kipthoi="))
        assert "HttpOnly" in cookie
        assert "samesite=lax" in cookie.lower()
        assert "eyJ" not in cookie, "the token stays on the server"
        page = await console.get("/viec")
        assert "Hồ Bích Liên" in page.text
        assert "eyJ" not in page.text

        console.cookies.set("kipthoi-dang-nhap", str(asking))
        assert (await console.get(back)).status_code == 400, "an answer serves once"


async def test_the_issuer_may_be_down(mongodb_url: str, namespace: str) -> None:
    async with console_of(mongodb_url, namespace, "http://127.0.0.1:1") as console:
        reply = await console.post("/dang-nhap", data={"ve": "/viec"})
    assert reply.status_code == 503
    assert "Tạm thời chưa trả lời được" in reply.text


async def test_https_makes_cookies_of_this_host_only(mongodb_url: str, namespace: str) -> None:
    async with console_of(mongodb_url, namespace, "http://127.0.0.1:1", "https://kipthoi.example") as console:
        cookie = (await console.post("/dang-xuat", data={})).headers["set-cookie"]
    assert cookie.startswith("__Host-kipthoi=")
    assert "Secure" in cookie


async def test_another_name_of_this_machine_is_led_to_the_one_that_cookies_know(
    mongodb_url: str, namespace: str
) -> None:
    async with console_of(mongodb_url, namespace, "http://127.0.0.1:1") as console:
        reply = await console.get("/dang-nhap", params={"ve": "/viec"}, headers={"Host": "localhost:1"})
    assert (reply.status_code, reply.headers["location"]) == (303, f"{ADDRESS}/dang-nhap?ve=/viec")
