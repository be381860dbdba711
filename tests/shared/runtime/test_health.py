import asyncio

import httpx
import pytest

from shared.runtime.health import Faults, LoopWatch, operations, reachable


class State:
    def __init__(self) -> None:
        self.dead: Faults = []
        self.unready: Faults = []

    def live(self) -> Faults:
        return self.dead

    async def ready(self) -> Faults:
        return self.unready


class Watch:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_live_ready_and_metrics_are_answered() -> None:
    state = State()
    transport = httpx.ASGITransport(operations(state.live, state.ready))
    async with httpx.AsyncClient(transport=transport, base_url="http://operations") as client:
        assert (await client.get("/livez")).json() == {"ok": True, "faults": []}
        state.unready = ["stopping"]
        assert (await client.get("/livez")).status_code == 200
        reply = await client.get("/readyz")
        assert (reply.status_code, reply.json()["faults"]) == (503, ["stopping"])
        state.dead = ["the relay stands still"]
        assert (await client.get("/livez")).status_code == 503
        metrics = await client.get("/metrics")
        assert metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert "kipthoi_loop_lag_seconds" in metrics.text


async def test_a_loop_that_stood_still_is_noticed() -> None:
    seconds = Watch()
    watch = LoopWatch(seconds)
    watch.start()
    await asyncio.sleep(0)
    assert watch.faults() == []
    seconds.now += 6
    assert watch.faults() == ["the event loop stands still"]
    await watch.stop()


@pytest.mark.parametrize("nowhere", ["127.0.0.1:1", "nonsense", "", "127.0.0.1:1,127.0.0.1:2"])
async def test_nobody_is_reached_where_nobody_listens(nowhere: str) -> None:
    assert not await reachable(nowhere)


async def test_one_of_several_addresses_is_enough() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert await reachable(f"127.0.0.1:1, 127.0.0.1:{port}")
    server.close()
    await server.wait_closed()
