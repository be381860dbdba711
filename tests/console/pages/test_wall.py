"""Gương sáng: fills live in a browser, each card once, also after a cut; waits while a person reads or pauses."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.console.app import build
from services.console.settings import Settings
from shared.contracts.awards import AwardPublished
from tests.browser import NARROW, WIDE, browser, sideways, small_targets
from tests.console.desk import Desk
from tests.console.story import AWARDED, BEGAN, REVOKED, UNIT, told
from tests.shared.runtime.web.serving import serving

Topics = Callable[..., Awaitable[list[str]]]
LONG = "Tổ công tác liên ngành " + "Nghĩalộđôngphúxuyêntrườnglâmhảithượng" * 3


@pytest_asyncio.fixture
async def wall(
    kafka_bootstrap: str, mongodb_url: str, namespace: str, topics: Topics
) -> AsyncIterator[tuple[Desk, httpx.AsyncClient]]:
    """The whole service with its stream, and a client of it."""
    await topics()
    settings = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap=kafka_bootstrap,
        namespace=namespace,
        issuer="http://127.0.0.1:1",
        jwks_url="http://127.0.0.1:1/jwks.json",
    )
    await build(settings).migrate()
    async with build(settings).running() as service, serving(service) as client:
        yield Desk(service, settings), client
        await service.drain()


async def hang(desk: Desk, number: int, label: str = "Tổ hộ tịch lưu động") -> None:
    published = AWARDED[-1]
    assert isinstance(published, AwardPublished)
    award = published.model_copy(update={"award_id": UUID(int=number), "subject_label": f"{label} {number}"})
    await desk.tell([told(award, 1, BEGAN + timedelta(hours=number))])


async def revoke(desk: Desk, number: int) -> None:
    award = REVOKED[0].model_copy(update={"award_id": UUID(int=number)})
    await desk.tell([told(award, 2, BEGAN + timedelta(days=30))])


async def frames(client: httpx.AsyncClient, count: int, last_id: str = "") -> list[tuple[str, str]]:
    """The next cards of the stream: id and data."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    found: list[tuple[str, str]] = []
    event_id, data, is_card = "", "", False
    async with client.stream("GET", "/luong", headers=headers) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        async for line in reply.aiter_lines():
            name, _, value = line.partition(": ")
            event_id = value if name == "id" else event_id
            is_card = is_card or line == "event: card"
            data += value if name == "data" else ""
            if not line and is_card:
                found.append((event_id, data))
                data, is_card = "", False
            if len(found) == count:
                return found
    return found


async def test_the_stream_resumes_with_exactly_what_was_missed(wall: tuple[Desk, httpx.AsyncClient]) -> None:
    desk, client = wall
    async with asyncio.timeout(20):
        waiting = asyncio.create_task(frames(client, 1))
        while not waiting.done():
            await hang(desk, 1)
            await hang(desk, 2)
            await asyncio.sleep(0.05)
            if not waiting.done():
                await hang(desk, 1000 + len(asyncio.all_tasks()))
        ((first, card),) = waiting.result()
        assert "Tổ hộ tịch lưu động" in card
        for number in range(11, 15):
            await hang(desk, number)
        before = int(first.rpartition("-")[2])
        head = int(await desk_head(desk))
        again = await frames(client, head - before, last_id=first)
    assert [int(event_id.rpartition("-")[2]) for event_id, _ in again] == list(range(before + 1, head + 1))


async def desk_head(desk: Desk) -> int:
    return await desk.service.store.rows("wall").count_documents({})


async def opened(page: Page, address: str) -> None:
    await page.goto(f"{address}/guong-sang")
    await expect(page.locator("#luong-tin")).to_have_text("Đang nhận trực tiếp", timeout=10_000)


@pytest.mark.browser
async def test_cards_arrive_wait_for_a_reader_and_stop_on_pause(wall: tuple[Desk, httpx.AsyncClient]) -> None:
    desk, client = wall
    address = str(client.base_url).rstrip("/")
    await desk.tell([told(UNIT, 1, BEGAN)])
    async with browser() as window:
        page = await window.new_page(viewport=NARROW)
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        await opened(page, address)
        await hang(desk, 1)
        await expect(page.locator(".guong h2")).to_have_text(["Tổ hộ tịch lưu động 1"])
        for number in range(2, 6):
            await hang(desk, number, LONG)
        await expect(page.locator(".guong")).to_have_count(5)
        assert (await sideways(page), await small_targets(page)) == (0, [])

        await page.evaluate("window.scrollTo(0, 600)")
        await hang(desk, 6)
        await hang(desk, 7)
        await expect(page.locator("#luong-moi")).to_have_text("2 gương mới – xem")
        await expect(page.locator(".guong")).to_have_count(5)
        await page.locator("#luong-moi").click()
        await expect(page.locator(".guong h2").first).to_have_text("Tổ hộ tịch lưu động 7")
        await expect(page.locator(".guong h2").first).to_be_focused()
        await expect(page.locator("#luong-moi")).to_be_hidden()

        await page.evaluate("window.scrollTo(0, 0)")
        await page.get_by_role("button", name="Tạm dừng").click()
        await hang(desk, 8)
        await page.wait_for_timeout(600)
        await expect(page.locator(".guong")).to_have_count(7)
        await page.get_by_role("button", name="Tiếp tục").click()
        await expect(page.locator(".guong h2").first).to_have_text("Tổ hộ tịch lưu động 8")
        await page.locator(".guong a").first.focus()
        await revoke(desk, 8)
        await expect(page.locator(".guong").first).to_contain_text("Quyết định đã thu hồi ngày 20/11/2026.")
        await expect(page.locator(".guong h2").first).to_be_focused()
        await expect(page.locator(".guong")).to_have_count(8)
        await page.set_viewport_size(WIDE)
        assert await sideways(page) == 0
        assert errors == []
        await page.close()


@pytest.mark.browser
async def test_without_javascript_the_wall_is_a_list(wall: tuple[Desk, httpx.AsyncClient]) -> None:
    desk, client = wall
    for number in (1, 2):
        await hang(desk, number)
    async with browser() as window:
        page = await (await window.new_context(java_script_enabled=False)).new_page()
        await page.goto(str(client.base_url.join("/guong-sang")))
        assert await page.locator(".guong h2").all_inner_texts() == ["Tổ hộ tịch lưu động 2", "Tổ hộ tịch lưu động 1"]
        assert not await page.locator("#luong").is_visible()
