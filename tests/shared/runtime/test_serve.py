import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from shared.kernel.policy import PUBLIC
from shared.runtime.serve import serve
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.web.doors import door, doors
from shared.runtime.web.live import LiveStream
from tests.shared.runtime.sample import Settings
from tests.shared.runtime.web.listening import Log


@pytest.fixture
def ports(unused_tcp_port_factory: Any) -> Sequence[int]:
    return unused_tcp_port_factory(), unused_tcp_port_factory()


async def test_what_runs_ends_before_the_process_and_open_streams_do_not_hold_it(
    mongodb_url: str, namespace: str, ports: Sequence[int]
) -> None:
    settings = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap="127.0.0.1:1",
        namespace=namespace,
        issuer="http://127.0.0.1:8709",
        jwks_url="http://127.0.0.1:8709/jwks.json",
        port=ports[0],
        operations_port=ports[1],
    )
    following = LiveStream(Log(), name="0")
    begun, may_end, stopping, closed = asyncio.Event(), asyncio.Event(), asyncio.Event(), asyncio.Event()
    api = doors()

    @api.get("/live", **door(PUBLIC))
    async def live(request: Request) -> Response:
        return following.response(request)

    @api.get("/who", **door(PUBLIC))
    async def who(request: Request) -> str:
        return request.client.host if request.client else ""

    @api.get("/slow", **door(PUBLIC))
    async def slow() -> str:
        begun.set()
        await may_end.wait()
        return "quá muộn" if closed.is_set() else "xong"

    async def close() -> None:
        closed.set()

    def build() -> Service:
        store = MongoStore(settings.mongodb_url, settings.database("sample"))
        return Service(name="sample", settings=settings, store=store, api=api, parts=[following], closing=[close])

    await build().migrate()
    service = build()
    serving = asyncio.create_task(serve(service, stopping))
    await service.opened()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ports[0]}") as client:
        said = await client.get("/who", headers={"X-Forwarded-For": "10.1.0.4"})
        assert said.json() == "127.0.0.1", "nobody says who is connected"
        asking = asyncio.create_task(client.get("/slow"))
        await begun.wait()
        async with client.stream("GET", "/live") as stream:
            assert stream.status_code == 200
            stopping.set()
            async with asyncio.timeout(5):
                async for _ in stream.aiter_bytes():
                    pass
        async with httpx.AsyncClient() as back:
            reply = await back.get(f"http://127.0.0.1:{ports[1]}/readyz")
            assert reply.json()["faults"] == ["stopping"]
        may_end.set()
        assert (await asking).json() == "xong"
    async with asyncio.timeout(10):
        await serving
    assert closed.is_set()
