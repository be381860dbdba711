import asyncio
import socket

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from shared.kernel.policy import PUBLIC
from shared.runtime.web.application import build_web
from shared.runtime.web.doors import door, doors
from shared.runtime.web.frames import Item
from tests.shared.runtime.web.listening import Log, Seen, browsing, live, opened, read_until, stream, until
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer


@pytest.fixture
def log() -> Log:
    return Log()


async def test_whoever_listens_sees_what_comes_from_now_on(log: Log) -> None:
    log.grow(3)
    seen = Seen()
    async with browsing(log) as (client, following), stream(client, seen) as blocks:
        await anext(blocks)
        assert 2000 <= seen.retry <= 4000
        log.grow(2)
        following.wake()
        await read_until(blocks, seen, 2)
    assert seen.events == [("e1-0-4", "award"), ("e1-0-5", "award")]


@pytest.mark.parametrize("remembered", [0, 5, 1000])
async def test_after_cuts_under_load_each_item_came_once_and_in_order(log: Log, remembered: int) -> None:
    total = 1200
    seen = Seen(last_id="e1-0-0")

    async def publish() -> None:
        while len(log.items) < total:
            log.grow(1 + len(log.items) % 5)
            following.wake()
            await asyncio.sleep(0.001)

    async with browsing(log, most_remembered=remembered) as (client, following):
        publishing = asyncio.create_task(publish())
        cuts = 0
        while len(seen.events) < total:
            async with stream(client, seen) as blocks:
                await read_until(blocks, seen, min(total, len(seen.events) + 1 + 37 * (cuts % 3)))
            cuts += 1
        await publishing
    assert cuts > 10
    assert seen.numbers[:total] == list(range(1, total + 1))


async def test_a_page_names_its_cursor_in_the_address_and_the_header_is_newer(log: Log) -> None:
    log.grow(9)
    page, back = Seen(), Seen(last_id="e1-0-8")
    async with browsing(log) as (client, _):
        async with stream(client, page, cursor="e1-0-6") as blocks:
            await read_until(blocks, page, 3)
        async with stream(client, back, cursor="e1-0-6") as blocks:
            await read_until(blocks, back, 1)
    assert (page.numbers, back.numbers) == ([7, 8, 9], [9])


async def test_a_long_absence_is_made_up_from_the_source_page_by_page(log: Log) -> None:
    log.grow(950)
    seen = Seen(last_id="e1-0-5")
    async with browsing(log) as (client, _), stream(client, seen) as blocks:
        await read_until(blocks, seen, 945)
    assert seen.numbers == list(range(6, 951))


async def test_a_short_absence_costs_the_source_nothing(log: Log) -> None:
    async with browsing(log, poll_seconds=60) as (client, following):
        log.grow(50)
        following.wake()
        first, second = Seen(last_id="e1-0-0"), Seen(last_id="e1-0-20")
        async with stream(client, first) as blocks:
            await read_until(blocks, first, 50)
        before = log.reads
        async with stream(client, second) as blocks:
            await read_until(blocks, second, 30)
        assert log.reads == before
    assert second.numbers == list(range(21, 51))


@pytest.mark.parametrize(
    "cursor",
    ["e0-0-5", "e1-1-5", "e1-0-99", "e1-0-", "e1-0-x", "5", "e1-0--1", "e1-0-3", "e1-0-9999999999999999", "'; drop"],
)
async def test_a_cursor_of_a_lost_history_is_answered_with_one_reset(log: Log, cursor: str) -> None:
    log.grow(10)
    log.oldest = 5
    seen = Seen(last_id=cursor)
    async with browsing(log) as (client, following), stream(client, seen) as blocks:
        await read_until(blocks, seen, 1)
        log.grow()
        following.wake()
        await read_until(blocks, seen, 2)
    assert seen.events == [("e1-0-10", "reset"), ("e1-0-11", "award")]


async def test_a_cursor_too_far_back_is_answered_with_a_reset(log: Log) -> None:
    log.grow(300)
    far, near = Seen(last_id="e1-0-99"), Seen(last_id="e1-0-100")
    async with browsing(log, most_replayed=200) as (client, _):
        async with stream(client, far) as blocks:
            await read_until(blocks, far, 1)
        async with stream(client, near) as blocks:
            await read_until(blocks, near, 200)
    assert far.events == [("e1-0-300", "reset")]
    assert near.numbers == list(range(101, 301))


async def test_a_cursor_ahead_of_this_replica_waits_and_repeats_nothing(log: Log) -> None:
    log.grow(5)
    seen = Seen(last_id="e1-0-7")
    async with browsing(log, poll_seconds=60) as (client, following):
        log.grow(2)
        async with stream(client, seen) as blocks:
            await anext(blocks)
            log.grow(1)
            following.wake()
            await read_until(blocks, seen, 1)
    assert seen.numbers == [8]


async def test_items_for_others_are_not_sent_but_the_cursor_moves_past_them(log: Log) -> None:
    log.grow(2, "mine")
    seen = Seen(last_id="e1-0-0")
    async with (
        live(log, heartbeat_seconds=0.05) as following,
        opened(following, allows=lambda item: item.event == "mine") as client,
        stream(client, seen) as blocks,
    ):
        await read_until(blocks, seen, 2)
        log.grow(30, "theirs")
        following.wake()
        async with asyncio.timeout(5):
            while seen.last_id != "e1-0-32":
                await anext(blocks)
    assert seen.numbers == [1, 2]


async def test_a_burst_does_not_drop_clients_that_keep_up(log: Log) -> None:
    first, second = Seen(), Seen()
    async with (
        browsing(log) as (client, following),
        stream(client, first) as some,
        stream(client, second) as others,
    ):
        await anext(some)
        await anext(others)
        log.grow(1500, text="x" * 1000)
        following.wake()
        await asyncio.gather(read_until(some, first, 1500), read_until(others, second, 1500))
    assert first.numbers == second.numbers == list(range(1, 1501))


async def test_a_client_that_does_not_read_is_dropped_and_others_go_on(log: Log) -> None:
    seen = Seen()
    async with browsing(log) as (client, following):
        with socket.socket() as sluggish:
            sluggish.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sluggish.connect((client.base_url.host, client.base_url.port))
            sluggish.sendall(b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
            async with stream(client, seen) as blocks:
                await anext(blocks)
                await until(lambda: following.clients == 2)
                for _ in range(400):
                    log.grow(text="x" * 30_000)
                    following.wake()
                    await read_until(blocks, seen, len(log.items))
                    if following.clients == 1:
                        break
                assert following.clients == 1
                log.grow()
                following.wake()
                await read_until(blocks, seen, len(log.items))
    assert seen.numbers == list(range(1, len(log.items) + 1))


async def test_stopping_ends_open_streams_at_once(log: Log) -> None:
    seen = Seen()
    async with browsing(log) as (client, following), stream(client, seen) as blocks:
        await anext(blocks)
        began = asyncio.get_running_loop().time()
        await following.stop()
        async for _ in blocks:
            pass
        assert asyncio.get_running_loop().time() - began < 1
        assert (await client.get("/live")).status_code == 503


async def test_an_aged_stream_ends_and_is_taken_up_again(log: Log) -> None:
    seen = Seen(last_id="e1-0-0")
    log.grow(3)
    async with browsing(log, age_seconds=0.1) as (client, _), stream(client, seen) as blocks:
        async with asyncio.timeout(5):
            async for _ in blocks:
                pass
    assert seen.numbers == [1, 2, 3]


async def test_a_client_that_leaves_is_forgotten(log: Log) -> None:
    async with browsing(log) as (client, following):
        seen = Seen()
        async with stream(client, seen) as blocks:
            await anext(blocks)
            assert following.clients >= 1
        await until(lambda: not following.clients)


async def test_while_the_source_is_away_streams_stay_and_go_on_afterwards(log: Log) -> None:
    seen = Seen()
    async with browsing(log) as (client, following), stream(client, seen) as blocks:
        await anext(blocks)
        log.is_down = True
        log.grow(3)
        following.wake()
        await asyncio.sleep(0.05)
        assert (await client.get("/live", headers={"Last-Event-ID": "e1-0-0"})).status_code == 503
        log.is_down = False
        await read_until(blocks, seen, 3)
    assert seen.numbers == [1, 2, 3]


async def test_before_the_source_has_ever_answered_readers_are_asked_to_come_back(log: Log) -> None:
    log.is_down = True
    api = doors()
    async with live(log) as following:

        @api.get("/live", **door(PUBLIC))
        async def listen(request: Request) -> Response:
            return following.response(request)

        async with serving(build_web(api, tokens=Issuer().tokens("notifications"))) as client:
            reply = await client.get("/live")
            assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")


async def test_a_broken_filter_costs_only_its_own_stream(log: Log) -> None:
    def broken(item: Item) -> bool:
        raise KeyError(item.seq)

    seen, others = Seen(), Seen()
    async with (
        live(log) as following,
        opened(following, allows=broken) as bad,
        opened(following) as good,
        stream(bad, seen) as some,
        stream(good, others) as more,
    ):
        await anext(some)
        await anext(more)
        log.grow(2)
        following.wake()
        await read_until(more, others, 2)
        with pytest.raises((StopAsyncIteration, httpx.RemoteProtocolError)):
            await anext(some)
    assert others.numbers == [1, 2]
