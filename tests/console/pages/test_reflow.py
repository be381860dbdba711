"""Every page that a person may meet fits 320 pixels, also with long words, and leaves nobody out.

Here the owners are away and everything is over; the journey in the browser looks at the pages while they are at work.
"""

import pytest
from playwright.async_api import BrowserContext, Page

from shared.kernel.actor import Role
from tests.browser import NARROW, WIDE, browser, inaccessible, sideways, small_targets
from tests.console.desk import Desk
from tests.console.owner import CONTENT, DEED, standing_in
from tests.console.pages.test_awards import TOLD as GRANTED
from tests.console.pages.test_clients import TOLD as CLIENT
from tests.console.pages.test_complaints import TOLD as COMPLAINT
from tests.console.pages.test_delegations import TOLD as DELEGATION
from tests.console.pages.test_endpoints import TOLD as ENDPOINT
from tests.console.pages.test_exemplars import TOLD as EXEMPLAR
from tests.console.pages.test_findings import TOLD as FINDING
from tests.console.pages.test_notices import INBOX
from tests.console.pages.test_preferences import ANSWERS as PREFERENCES
from tests.console.pages.test_sent import LOG, STORY
from tests.console.pages.test_sent import answering as sending
from tests.console.pages.test_submissions import TOLD as SUBMISSION
from tests.console.pages.test_submissions import WAITING
from tests.console.pages.test_suggestions import TOLD as SUGGESTION
from tests.console.pages.test_unit_codes import ANSWERS as CODES
from tests.console.pages.test_units import ANSWERS as UNITS
from tests.console.pages.test_unknowns import TIN as UNKNOWN
from tests.console.story import AWARD, COUNCIL, DECISION, FILE, NOMINATION, NUMBER, SESSION, UNIT, in_time, source, told
from tests.console.story import BEGAN as AT

EVERYWHERE = (
    (Role.UNIT_HEAD, "BTP"),
    (Role.PROPOSER, "BTP"),
    (Role.EMULATION_OFFICER, "BTP"),
    (Role.COUNCIL_SECRETARY, "HD-BTP"),
    (Role.COUNCIL_CHAIR, "HD-BTP"),
    (Role.COUNCIL_MEMBER, "HD-BTP"),
    (Role.GRANTOR, "BTP"),
    (Role.PEER, "BTP"),
    (Role.SUPERVISOR, "BTP"),
)
FILES = (
    "/viec",
    "/viec?so=147",
    "/de-nghi",
    f"/ho-so/{NUMBER}",
    f"/ho-so/{NUMBER}?cho=nomination.99",
    "/ho-so/KT-2026-9998?cho=nomination.1",
    "/ho-so/KT-2026-9999",
    "/guong-sang",
)
SITTING = (
    "/phien",
    f"/phien/{SESSION}",
    f"/phien/{SESSION}/phieu/{NUMBER}",
    "/cho-ky",
    f"/cho-ky/{DECISION}",
    "/tien-thuong",
    f"/xac-thuc/{AWARD}",
    "/thong-bao",
)
PASSED = (
    "/uy-quyen",
    "/de-nghi?theo-nam=1",
    "/y-kien",
    "/to-trinh",
    "/lay-y-kien",
    "/goi-y",
    "/dien-hinh",
    "/kiem-tra",
    "/dieu-hanh",
    f"/don?ve=case&ma={FILE}",
)
LONG = UNIT.model_copy(update={"name_vi": "Thi hành án dân sự " + "Hòaphướctânthạnhđôngphú" * 6})


@pytest.mark.browser
@pytest.mark.parametrize("paths", [FILES, SITTING, PASSED], ids=["files", "sitting", "passed"])
async def test_every_page_fits_a_narrow_window(desk: Desk, paths: tuple[str, ...]) -> None:
    await desk.tell([told(LONG, 1, AT), told(COUNCIL, 1, AT), *in_time()])
    async with browser() as window, desk.visited_by("HD-01", *EVERYWHERE) as client:
        context = await window.new_context(java_script_enabled=False)
        await context.set_extra_http_headers({"Cookie": client.headers["Cookie"]})
        found = [fault for path in paths for fault in await faults(context, f"{client.base_url}".rstrip("/") + path)]
        await context.close()
    assert found == []


@pytest.mark.browser
async def test_a_draft_with_the_form_of_its_deed_fits_too(desk: Desk) -> None:
    await desk.tell([told(LONG, 1, AT), *source(NOMINATION[:1])])
    everybody = [(role, place.replace("BTP", "THADS-HP")) for role, place in EVERYWHERE[:2]]
    async with standing_in() as owner:
        owner.answers = {f"GET /nominations/{FILE}": (200, CONTENT), f"GET /deeds/{FILE}": (200, DEED)}
        async with (
            browser() as window,
            desk.asking(nominations_url=owner.address) as at,
            at.visited_by("PCT", *everybody) as client,
        ):
            context = await window.new_context(java_script_enabled=False)
            await context.set_extra_http_headers({"Cookie": client.headers["Cookie"]})
            found = await faults(context, f"{client.base_url}".rstrip("/") + f"/ho-so/{NUMBER}")
            await context.close()
    assert found == []


@pytest.mark.browser
async def test_what_owners_show_fits_too_with_all_its_forms(desk: Desk) -> None:
    await desk.tell([told(LONG, 1, AT)])
    things = {
        "suggestions": ("goi-y", SUGGESTION),
        "submissions": ("to-trinh", SUBMISSION),
        "exemplars": ("dien-hinh", EXEMPLAR),
        "findings": ("kiem-tra", FINDING | {"state": "remedied", "owner_ref": "PCT"}),
        "complaints": ("don", COMPLAINT | {"state": "verifying"}),
        "awards": ("khen", GRANTED),
        "endpoints": ("ket-noi", ENDPOINT),
    }
    async with standing_in() as owner:
        for name, (_, thing) in things.items():
            owner.answers |= {f"GET /{name}": (200, [thing]), f"GET /{name}/{thing['id']}": (200, thing)}
        owner.answers |= {"GET /nominations": (200, [WAITING]), "GET /delegations": (200, [DELEGATION]), **UNITS}
        owner.answers |= {**PREFERENCES, "GET /inbox": (200, INBOX)}
        sending(owner)
        own = UNITS["GET /units/STP-BT"][1] | {"code": "BTP"}
        owner.answers["GET /units"] = (200, [*UNITS["GET /units"][1], own])
        urls = dict.fromkeys(("nominations_url", "reviews_url", "notifications_url"), owner.address)
        everybody = (*EVERYWHERE, (Role.INTEGRATOR, "BTP"))
        async with browser() as window, desk.asking(**urls) as at, at.visited_by("HD-01", *everybody) as client:
            context = await window.new_context(java_script_enabled=False)
            await context.set_extra_http_headers({"Cookie": client.headers["Cookie"]})
            base = f"{client.base_url}".rstrip("/")
            pages = [f"{base}/{page}/{thing['id']}" for page, thing in things.values()]
            pages += [f"{base}/{page}" for page in ("to-trinh", "don-vi", "don-vi/STP-BT", "uy-quyen", "ket-noi")]
            pages += [f"{base}/{page}" for page in ("tuy-chon", "thong-bao")]
            pages += [f"{base}{path}" for path in (LOG, STORY)]
            found = [fault for address in pages for fault in await faults(context, address)]
            await context.close()
    assert found == []


@pytest.mark.browser
async def test_systems_outside_and_their_codes_fit_too(desk: Desk) -> None:
    await desk.tell([told(LONG, 1, AT)])
    of_unit = "don-vi/STP-BT/ma", "don-vi/STP-BT/nhan-tin"
    paths = ("he-thong", "he-thong/HT-HP", "ma-don-vi?bang=mst&gia-tri=1", *of_unit, "tin-chua-ro")
    keeper = [(role, "BTP") for role in (Role.OPS, Role.INTEGRATOR, Role.UNIT_HEAD)]
    async with standing_in() as owner:
        owner.answers = {"GET /clients": (200, [CLIENT]), "GET /clients/HT-HP": (200, CLIENT), **CODES}
        owner.answers["GET /unknown-deliveries"] = (200, [UNKNOWN])
        owner.answers[f"GET /endpoints/{ENDPOINT['id']}"] = (
            200,
            ENDPOINT | {"client_ref": "VH-01", "unit_path": ["BTP"]},
        )
        urls = dict.fromkeys(("nominations_url", "notifications_url"), owner.address)
        async with browser() as window, desk.asking(**urls) as at, at.visited_by("VH-01", *keeper) as client:
            context = await window.new_context(java_script_enabled=False)
            await context.set_extra_http_headers({"Cookie": client.headers["Cookie"]})
            base = f"{client.base_url}".rstrip("/")
            found = [fault for path in paths for fault in await faults(context, f"{base}/{path}")]
            found += await faults(context, f"{base}/ket-noi/{ENDPOINT['id']}/bao-ve")
            await context.close()
    assert found == []


async def faults(context: BrowserContext, address: str) -> list[str]:
    page = await context.new_page()
    found = []
    for size in (NARROW, WIDE):
        await page.set_viewport_size(size)
        await page.goto(address)
        found += [f"{address} at {size['width']}: {pixels} px sideways"] if (pixels := await sideways(page)) > 0 else []
        found += [f"{address} at {size['width']}: small {target}" for target in await small_targets(page)]
        found += [f"{address}: {count} main headings"] if (count := await page.locator("h1").count()) != 1 else []
        found += [f"{address}: no skip link first"] if not await _skips(page) else []
    found += await inaccessible(page)
    await page.close()
    return found


async def _skips(page: Page) -> bool:
    await page.keyboard.press("Tab")
    return await page.locator(":focus").inner_text() == "Đến nội dung chính"
