import asyncio
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shared.runtime.jobs import Job
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.store.indexes import Index
from shared.runtime.vault import SealingSettings, new_key
from tests.shared.runtime.sample import Settings, build_api, build_subscribers
from tests.shared.runtime.store.proxy import proxy_to
from tests.shared.runtime.web.tokens import Issuer

NOWHERE = "127.0.0.1:1"


class Sealing(Settings, SealingSettings):
    pass


def settings_of(mongodb_url: str, namespace: str, kafka_bootstrap: str = NOWHERE) -> Settings:
    return Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap=kafka_bootstrap,
        namespace=namespace,
        issuer="http://127.0.0.1:8709",
        jwks_url="http://127.0.0.1:8709/jwks.json",
    )


def service_of(settings: Settings, issuer: Issuer | None = None, **options: Any) -> Service:
    store = MongoStore(settings.mongodb_url, settings.database("sample"))
    if "app" not in options:
        options["api"] = build_api(store)
    if issuer is not None:
        options["tokens"] = issuer.tokens("sample")
    return Service(name="sample", settings=settings, store=store, **options)


def client_of(service: Service) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(service), base_url="http://sample")


async def until_ready(service: Service) -> None:
    async with asyncio.timeout(20):
        while await service.ready():  # noqa: ASYNC110 - readiness is asked for, as probes do
            await asyncio.sleep(0.05)


async def test_a_whole_service_becomes_ready_and_ends(
    mongodb_url: str, kafka_bootstrap: str, namespace: str, topics: Any
) -> None:
    await topics("awards.v1")
    settings = settings_of(mongodb_url, namespace, kafka_bootstrap)
    service = service_of(settings, groups=build_subscribers())
    await service.migrate()
    service = service_of(settings, groups=build_subscribers())
    async with service.running(), client_of(service) as client:
        await until_ready(service)
        assert service.alive() == []
        assert (await client.get("/hello")).json() == "xin chào"
        service.refuse()
        assert await service.ready() == ["stopping"]
        assert (await client.get("/hello")).status_code == 503


async def test_a_command_is_kept_once_and_a_repeat_is_answered_alike(mongodb_url: str, namespace: str) -> None:
    issuer, settings = Issuer(), settings_of(mongodb_url, namespace)
    await service_of(settings).migrate()
    service = service_of(settings, issuer)
    headers = {"Authorization": f"Bearer {issuer.token(grants=[('proposer', 'STP-HP')], aud=['sample'])}"}
    async with service.running(), client_of(service) as client:
        key = {"Idempotency-Key": str(uuid4())}
        first = await client.post("/remarks", json={"text": "một"}, headers=headers | key)
        again = await client.post("/remarks", json={"text": "một"}, headers=headers | key)
        assert first.status_code == again.status_code == 200
        assert first.json() == again.json()
        changed = f"/remarks/{first.json()['id']}/change"
        key = {"Idempotency-Key": str(uuid4())}
        for _ in range(2):
            reply = await client.post(changed, json={"text": "hai"}, headers=headers | key)
            assert (reply.status_code, reply.json()) == (200, {"text": "hai"})
        other = await client.post(changed, json={"text": "ba"}, headers=headers | key)
        assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")


async def test_of_a_service_that_seals_nobody_guesses_a_command_by_what_tells_a_repeat_of_it(
    mongodb_url: str, namespace: str
) -> None:
    issuer, settings = Issuer(), settings_of(mongodb_url, namespace)
    sealing = Sealing(**settings.model_dump(by_alias=False), contact_key=new_key())
    await service_of(settings).migrate()
    headers = {"Authorization": f"Bearer {issuer.token(grants=[('proposer', 'STP-HP')], aud=['sample'])}"}
    kept = []
    for key, each in (("a", settings), ("b", sealing)):
        service = service_of(each, issuer)
        async with service.running(), client_of(service) as client:
            told = {**headers, "Idempotency-Key": key}
            replies = [await client.post("/remarks", json={"text": text}, headers=told) for text in ("8", "8", "9")]
            assert [reply.status_code for reply in replies] == [200, 200, 422]
            found = await service.store.rows("remarks").find_one({"_id": UUID(replies[0].json()["id"])})
        assert found is not None
        kept.append(found["inbox"][0]["h"])
    guesses = [sha256(b"POST\n/remarks\n\n" + sha256(f'{{"text":"{n}"}}'.encode()).digest()) for n in range(10)]
    assert [each in {guess.hexdigest() for guess in guesses} for each in kept] == [True, False]


async def test_what_is_not_mine_and_what_is_not_there_look_the_same(mongodb_url: str, namespace: str) -> None:
    issuer, settings = Issuer(), settings_of(mongodb_url, namespace)
    await service_of(settings).migrate()
    service = service_of(settings, issuer)
    mine = {"Authorization": f"Bearer {issuer.token(grants=[('proposer', 'STP-HP')], aud=['sample'])}"}
    theirs = {"Authorization": f"Bearer {issuer.token(grants=[('proposer', 'THADS-HP')], aud=['sample'])}"}
    async with service.running(), client_of(service) as client:
        kept = await client.post("/remarks", json={"text": "một"}, headers={**mine, "Idempotency-Key": "a"})
        replies = [
            await client.post(f"/remarks/{each}/change", json={"text": "x"}, headers={**theirs, "Idempotency-Key": "b"})
            for each in (kept.json()["id"], uuid4())
        ]
    assert [reply.status_code for reply in replies] == [403, 403]
    assert replies[0].json() == replies[1].json()


async def test_without_a_database_it_starts_says_so_and_opens_later(mongodb_url: str, namespace: str) -> None:
    await service_of(settings_of(mongodb_url, namespace)).migrate()
    async with proxy_to(mongodb_url) as (proxy, url):
        proxy.replies.clear()
        service = service_of(settings_of(url, namespace))
        async with client_of(service) as client:
            await service.start()
            reply = await client.get("/hello")
            assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
            assert reply.json()["code"] == "unavailable"
            assert await service.ready() == ["the store is not open"]
            assert service.alive() == []
            proxy.replies.set()
            async with asyncio.timeout(20):
                await service.opened()
            assert (await client.get("/hello")).status_code == 200
            proxy.replies.clear()
            assert "MongoDB does not answer" in await service.ready()
            assert service.alive() == []
            proxy.replies.set()
            await service.stop()


async def test_without_a_broker_commands_are_taken(mongodb_url: str, namespace: str) -> None:
    issuer, settings = Issuer(), settings_of(mongodb_url, namespace)
    await service_of(settings).migrate()
    service = service_of(settings, issuer, groups=build_subscribers())
    headers = {"Authorization": f"Bearer {issuer.token(grants=[('proposer', 'STP-HP')], aud=['sample'])}"}
    async with service.running(), client_of(service) as client:
        reply = await client.post("/remarks", json={"text": "x"}, headers={**headers, "Idempotency-Key": "a"})
        assert reply.status_code == 200
        assert await service.ready() == ["sample.awards has no assignment yet", "Kafka does not answer"]
        assert service.alive() == []


@pytest.mark.fresh_store
async def test_missing_indexes_keep_the_door_closed_until_they_are_made(mongodb_url: str, namespace: str) -> None:
    settings = settings_of(mongodb_url, namespace)
    declared = (Index("remarks", (("state.text", 1),), name="one_text", unique=True),)
    service = service_of(settings, indexes=declared)
    await service.start()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await service.opened()
    await service_of(settings, indexes=declared).migrate()
    async with asyncio.timeout(20):
        await service.opened()
    await service.stop()


class Part:
    def __init__(self, told: list[str], *, blocks: bool = False) -> None:
        self.told = told
        self.blocks = blocks
        self.begun = asyncio.Event()

    async def start(self) -> None:
        self.told.append("start")
        self.begun.set()
        if self.blocks:
            await asyncio.Event().wait()

    async def stop(self) -> None:
        self.told.append("stop")


async def test_parts_and_jobs_run_between_store_and_stop(mongodb_url: str, namespace: str) -> None:
    settings = settings_of(mongodb_url, namespace)
    told: list[str] = []
    ran = asyncio.Event()

    async def act() -> None:
        ran.set()

    await service_of(settings).migrate()
    service = service_of(settings, parts=[Part(told)], jobs=[Job("once", 60, act)])
    async with service.running():
        async with asyncio.timeout(5):
            await ran.wait()
        await service.drain()
    assert told == ["start", "stop"]


async def test_a_start_that_hangs_can_be_stopped(mongodb_url: str, namespace: str) -> None:
    settings = settings_of(mongodb_url, namespace)
    told: list[str] = []
    await service_of(settings).migrate()
    hanging = Part(told, blocks=True)
    service = service_of(settings, parts=[hanging], groups=build_subscribers())
    await service.start()
    async with asyncio.timeout(10):
        await hanging.begun.wait()
        await service.stop()
    assert told == ["start", "stop"]


async def test_an_own_application_is_served_with_its_own_answer_while_closed(mongodb_url: str, namespace: str) -> None:
    async def page(_: Request) -> Response:
        return PlainTextResponse("Việc của tôi")

    settings = settings_of(mongodb_url, namespace)
    await service_of(settings).migrate()
    closed = PlainTextResponse("Tạm nghỉ", status_code=503)
    service = service_of(settings, app=Starlette(routes=[Route("/viec", page)]), closed=closed)
    async with client_of(service) as client:
        assert (await client.get("/viec")).text == "Tạm nghỉ"
        async with service.running():
            reply = await client.get("/viec")
            assert reply.text == "Việc của tôi"
            assert reply.headers["x-content-type-options"] == "nosniff"
            assert "content-security-policy" not in reply.headers
