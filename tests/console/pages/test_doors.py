"""Who comes in, from where, with which form."""

import pytest

from services.console.pages.visit import Page, safe_path
from shared.kernel.actor import Role
from shared.kernel.policy import POLICY, PUBLIC
from shared.runtime.web.doors import policy_of
from tests.console.desk import ADDRESS, Desk, form
from tests.console.story import AWARDED, BEGAN, NUMBER, UNIT, in_time, source, told

HEAD = (Role.UNIT_HEAD, "THADS-HP")
OFFICER = (Role.EMULATION_OFFICER, "THADS-HP")
OPEN = {
    ("GET", "/"),
    ("GET", "/guong-sang"),
    ("GET", "/lay-y-kien"),
    ("GET", "/luong"),
    ("GET", "/xac-thuc/{award_id}"),
    ("GET", "/dang-nhap"),
    ("POST", "/dang-nhap"),
    ("GET", "/dang-nhap/tro-ve"),
    ("POST", "/dang-xuat"),
    ("GET", "/tinh/{name}"),
    ("GET", "/favicon.ico"),
}


def pages(desk: Desk) -> list[Page]:
    routes = desk.service.app.routes
    assert all(isinstance(route, Page) for route in routes)
    return [route for route in routes if isinstance(route, Page)]


async def test_only_the_wall_the_proof_of_an_award_and_the_sign_in_are_public(desk: Desk) -> None:
    public = {(method, page.path) for page in pages(desk) if policy_of(page) == PUBLIC for method in page.methods or ()}
    assert {one for one in public if one[0] != "HEAD"} == OPEN
    assert {policy_of(page) for page in pages(desk)} <= {*POLICY, PUBLIC}


async def test_without_a_session_every_other_page_leads_to_the_sign_in(desk: Desk) -> None:
    async with desk.visited() as client:
        for page in pages(desk):
            if policy_of(page) == PUBLIC:
                continue
            path = page.path.replace("{number}", NUMBER).replace("{meeting_id}", "x").replace("{decision_id}", "x")
            reply = await client.request("POST" if "POST" in (page.methods or ()) else "GET", path)
            assert (reply.status_code, reply.headers["location"][:10]) == (303, "/dang-nhap"), page.path


async def test_a_role_that_is_held_nowhere_is_told_so(desk: Desk) -> None:
    async with desk.visited_by("PCT", HEAD) as client:
        reply = await client.get("/phien")
        assert reply.status_code == 403
        assert "Vai trò của bạn không làm được việc này." in reply.text
        assert "Tên PCT" in reply.text


async def test_another_units_file_looks_like_none(desk: Desk) -> None:
    await desk.tell(in_time())
    async with desk.visited_by("A", (Role.UNIT_HEAD, "STP-HP")) as client:
        hidden = await client.get(f"/ho-so/{NUMBER}")
        absent = await client.get("/ho-so/KT-2026-9999")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.text == absent.text


async def test_an_address_that_is_no_page_still_knows_who_asks(desk: Desk) -> None:
    async with desk.visited_by("PCT", HEAD) as client:
        reply = await client.get("/nowhere")
    assert reply.status_code == 404
    assert "Tên PCT" in reply.text


async def test_a_form_without_this_sessions_token_is_refused(desk: Desk) -> None:
    async with desk.visited_by("TD", OFFICER) as client:
        for fields in ({}, {"csrf": ""}, {"csrf": "của-người-khác"}):
            reply = await client.post("/thong-bao/da-doc", data=fields)
            assert reply.status_code == 403, fields
            assert "Biểu mẫu đã cũ hoặc được gửi từ nơi khác." in reply.text
        assert (await client.post("/thong-bao/da-doc", data={**form(), "den": "x"})).status_code == 400, "it was read"


@pytest.mark.parametrize("origin", ["https://elsewhere.test", "null", "", f"{ADDRESS}.elsewhere.test"])
async def test_a_form_from_elsewhere_is_refused(desk: Desk, origin: str) -> None:
    async with desk.visited_by("TD", OFFICER) as client:
        client.headers["Origin"] = origin
        for path in ("/thong-bao/da-doc", "/dang-nhap", "/dang-xuat"):
            assert (await client.post(path, data=form())).status_code == 403, path


async def test_without_an_origin_the_referer_must_be_ours(desk: Desk) -> None:
    async with desk.visited_by("TD", OFFICER) as client:
        del client.headers["Origin"]
        ours, theirs = f"{ADDRESS}/thong-bao", "https://elsewhere.test/console.test"
        data = {**form(), "den": "x"}
        assert (await client.post("/thong-bao/da-doc", data=data, headers={"Referer": theirs})).status_code == 403
        assert (await client.post("/thong-bao/da-doc", data=data, headers={"Referer": ours})).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "//elsewhere.test",
        "https://elsewhere.test",
        "/\\elsewhere.test",
        "\\\\elsewhere.test",
        "javascript:alert(1)",
        "",
        "/viec\r\nSet-Cookie: a=b",
        "/" + "a" * 600,
        "/\t/elsewhere.test",
        "///elsewhere.test",
    ],
)
def test_nobody_is_led_elsewhere(path: str) -> None:
    assert safe_path(path) == "/viec"


def test_a_path_of_this_site_is_gone_back_to() -> None:
    assert safe_path("/ho-so/KT-2026-0147?cho=case.3") == "/ho-so/KT-2026-0147?cho=case.3"


async def test_signing_out_ends_the_session_on_the_server(desk: Desk) -> None:
    async with desk.visited_by("TD", OFFICER) as client:
        assert (await client.get("/viec")).status_code == 200
        reply = await client.post("/dang-xuat", data=form())
        assert "kipthoi=" in reply.headers["set-cookie"]
        assert (await client.get("/viec")).status_code == 303


async def test_texts_stay_texts(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, BEGAN), *source(AWARDED)])
    async with desk.visited() as client:
        page = (await client.get("/guong-sang")).text
    assert "Tổ &lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; số 3" in page
    assert "<script>alert" not in page
    assert "Thi hành án dân sự tỉnh Hòa Phước" in page


async def test_every_page_forbids_foreign_and_inline_code(desk: Desk) -> None:
    async with desk.visited_by("TD", OFFICER) as client:
        for path in ("/viec", "/guong-sang", "/ho-so/none", "/phien", "/nowhere"):
            reply = await client.get(path)
            policy = reply.headers["content-security-policy"]
            assert policy.startswith("default-src 'self';"), path
            assert "unsafe" not in policy
            assert reply.headers["x-content-type-options"] == "nosniff"
            assert reply.headers["cache-control"] == "no-store"
            assert " style=" not in reply.text
            assert " onclick" not in reply.text


async def test_static_files_are_kept_for_ever_under_an_address_that_changes(desk: Desk) -> None:
    async with desk.visited() as client:
        page = (await client.get("/guong-sang")).text
        address = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert "immutable" in (await client.get(address)).headers["cache-control"]
        assert (await client.get("/tinh/console.css")).headers["cache-control"] == "no-cache"
        for path in ("/tinh/none.css", "/tinh/..%2fapp.py", "/tinh/../app.py"):
            assert (await client.get(path)).status_code == 404, path


async def test_a_broken_page_gives_a_code_to_quote_and_no_secrets(desk: Desk) -> None:
    await desk.service.store.rows("cases").insert_one(
        {"_id": "no uuid", "number": "KT-1", "unit_path": ["THADS-HP"], "grantor_path": []}
    )
    async with desk.visited_by("TD", OFFICER) as client:
        reply = await client.get("/ho-so/KT-1")
    assert reply.status_code == 500
    assert "Mã để báo lỗi" in reply.text
    assert reply.headers["x-request-id"] in reply.text
    assert "ValidationError" not in reply.text
