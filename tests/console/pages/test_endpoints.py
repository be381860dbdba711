"""Kết nối: who connects systems registers, proves, tries and mends; officers read; words are Vietnamese."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from services.console.pages.endpoints import ACTS
from shared.kernel.actor import Role
from shared.kernel.clock import now_utc
from tests.console.desk import Desk, form
from tests.console.owner import StandIn, standing_in

CONNECTOR, OFFICER, FOREIGN = (Role.INTEGRATOR, "BTP"), (Role.EMULATION_OFFICER, "BTP"), (Role.INTEGRATOR, "STP-HP")
ONE = "6f1c1a1e-0000-5000-8000-00000000000d"
SOON = (now_utc() + timedelta(hours=20)).isoformat()
KEY = {"kid": "4be1", "kind": "ed25519", "public": "whpk_abc", "since": "2026-10-01T01:00:00Z", "until": SOON}
TOLD: dict[str, Any] = {
    "id": ONE,
    "client_ref": "KN-01",
    "unit_id": "THADS-HP",
    "unit_path": ["BTP", "THADS-HP"],
    "url": "https://nhan.motcua-tinh-hoa-phuoc.example:8443/kipthoi/nhan-tin-khen-thuong",
    "kinds": ["award.published", "award.revoked"],
    "units": [],
    "ordering": "subject",
    "state": "active",
    "reason": "",
    "keys": [KEY, KEY | {"kid": "77aa", "since": SOON, "until": None}],
    "calls": [
        {"id": ONE, "kind": "proof", "at": SOON, "outcome": "ok", "status": 200, "ms": 12, "reason": ""},
        {"id": ONE, "kind": "test", "at": SOON, "outcome": "retry", "status": 500, "ms": 3, "reason": "answered 500"},
        {"id": ONE, "kind": "test", "at": SOON, "outcome": None, "status": 0, "ms": 0, "reason": ""},
    ],
    "created_at": "2026-10-01T01:00:00Z",
    "failing_since": "2026-10-05T01:00:00Z",
    "last_success_at": None,
    "contact": "unproven",
    "backlog": {"open": 3, "dead": 2, "next_at": "2026-10-06T01:30:00Z"},
    "access": {
        "ca": {"name": "CN=Chứng thực số tỉnh Hòa Phước", "until": "2030-01-01T00:00:00Z"},
        "certificate": None,
        "oauth2": {"token_url": "https://cap-ma.motcua-tinh-hoa-phuoc.example/token", "client_id": "kip", "scope": ""},
    },
    "version": 4,
}
FITTING = {
    "pending": {"xac-minh", "tat"},
    "active": {"gui-thu", "doi-khoa", "thu-hoi-khoa", "tat"},
    "throttled": {"gui-thu", "doi-khoa", "thu-hoi-khoa", "tat"},
    "disabled": {"mo-lai"},
}


def answering(owner: StandIn, **changes: Any) -> None:
    told, path = TOLD | changes, f"/endpoints/{ONE}"
    owner.answers = {"GET /endpoints": (200, [told]), f"GET {path}": (200, told), "POST /endpoints": (201, told)}
    owner.answers |= {f"POST {path}/{command}": (200, told) for command, _ in ACTS.values()}


@pytest.mark.parametrize(("days", "shown"), [(31, None), (29, "sắp hết hạn"), (-1, "đã hết hạn")])
async def test_a_certificate_that_ends_is_seen_in_the_list_and_on_its_page(
    desk: Desk, days: int, shown: str | None
) -> None:
    until = (now_utc() + timedelta(days=days)).isoformat()
    async with standing_in() as owner:
        answering(owner, access=TOLD["access"] | {"certificate": {"name": "CN=kipthoi", "until": until}})
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("KN-01", CONNECTOR) as client:
            for path in ("/ket-noi", f"/ket-noi/{ONE}"):
                words = re.search("Chứng thư (.{2,3} hết hạn)<", (await client.get(path)).text)
                assert (words and words[1]) == shown


def bodies(owner: StandIn) -> list[tuple[str, Any]]:
    return [(one.path, json.loads(one.body)) for one in owner.asked if one.method == "POST"]


@pytest.mark.parametrize(
    ("ref", "person"), [("KN-01", CONNECTOR), ("KN-02", CONNECTOR), ("KN-01", OFFICER), ("KN-01", FOREIGN)]
)
@pytest.mark.parametrize("state", FITTING)
async def test_each_state_offers_its_acts_to_who_may(
    desk: Desk, state: str, ref: str, person: tuple[Role, str]
) -> None:
    async with standing_in() as owner:
        answering(owner, state=state)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by(ref, person) as client:
            page = (await client.get(f"/ket-noi/{ONE}")).text
    offered = {slug for slug in ACTS if f'action="/ket-noi/{ONE}/{slug}"' in page}
    assert offered == (FITTING[state] if (ref, person) == ("KN-01", CONNECTOR) else set())


async def test_the_list_and_the_page_say_how_it_goes(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("TD-01", OFFICER) as client:
            listed, page = [(await client.get(path)).text for path in ("/ket-noi", f"/ket-noi/{ONE}")]
    for words in ("Đang lỗi", "từ 05/10/2026 08:00", "chưa lần nào", "3 tin", "2 tin không gửi được"):
        assert words in listed, words
        assert words in page, words
    said = (
        "Thu hồi quyết định",
        "CN=Chứng thực số",
        "bên nhận trả lời mã 500",
        "chưa rõ kết quả",
        "bắt đầu ký",
        "whpk_abc",
        "chưa xác nhận",
    )
    for words in said:
        assert words in page, words
    assert "Đăng ký kết nối" not in listed, "an officer reads"


async def test_a_system_is_registered(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("KN-01", CONNECTOR) as client:
            empty = await client.post("/ket-noi", data=form())
            filled = form(
                dia_chi=TOLD["url"], don_vi="THADS-HP", khong_thu_tu="1", ky="hmac", lien_he="ht@motcua.example"
            )
            sent = await client.post("/ket-noi", data={**filled, "su-kien": ["award.published", "award.revoked"]})
            owner.answers["POST /endpoints"] = (
                422,
                {"title": "Không gửi đến địa chỉ này được: https only.", "code": "URL_FORBIDDEN"}
                | {"params": {"rule": "https only"}},
            )
            refused = await client.post("/ket-noi", data={**filled, "su-kien": "award.revoked"})
    for words in ("Nhập địa chỉ nhận.", "Nhập mã đơn vị.", "Chọn ít nhất một loại tin."):
        assert words in empty.text, words
    assert sent.headers["location"] == f"/ket-noi/{ONE}"
    assert bodies(owner)[0] == (
        "/endpoints",
        {
            "url": TOLD["url"],
            "unit_id": "THADS-HP",
            "kinds": ["award.published", "award.revoked"],
            "ordering": "none",
            "signs_with": "hmac",
            "contact": "ht@motcua.example",
        },
    )
    assert "Không gửi đến địa chỉ này được: “chỉ dùng https”." in refused.text
    assert 'value="award.revoked" checked' in refused.text
    assert 'value="award.published" checked' not in refused.text


async def test_what_cannot_be_taken_back_is_asked_twice(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("KN-01", CONNECTOR) as client:
            for slug in ("thu-hoi-khoa", "tat"):
                asked = await client.post(f"/ket-noi/{ONE}/{slug}", data=form())
                assert (asked.status_code, "Đánh dấu xác nhận" in asked.text) == (422, True)
                sure = {**form(), f"{slug}-chac": "1"}
                assert (await client.post(f"/ket-noi/{ONE}/{slug}", data=sure)).status_code == 303
            for slug in ("gui-thu", "doi-khoa"):
                done = await client.post(f"/ket-noi/{ONE}/{slug}", data=form())
                assert done.headers["location"] == f"/ket-noi/{ONE}"
    commands = ("revoke-keys", "disable", "test", "rotate-key")
    assert bodies(owner) == [(f"/endpoints/{ONE}/{command}", {}) for command in commands]


async def test_a_failed_proof_says_why_in_vietnamese(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner, state="pending")
        problem = {"title": "Hệ thống nhận chưa xác minh được: connect.", "params": {"why": "connect"}}
        owner.answers[f"POST /endpoints/{ONE}/prove"] = (422, problem)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("KN-01", CONNECTOR) as client:
            key = "6f1c1a1e-0000-4000-8000-0000000000aa"
            page = await client.post(f"/ket-noi/{ONE}/xac-minh", data=form(khoa=key))
            owner.answers[f"POST /endpoints/{ONE}/prove"] = (503, {})
            away = await client.post(f"/ket-noi/{ONE}/xac-minh", data=form(khoa=key))
    assert (page.status_code, "chưa xác minh được: “không kết nối được”." in page.text) == (422, True)
    assert key not in page.text, "what failed for good is asked anew"
    assert (away.status_code, key in away.text) == (503, True)


async def test_what_a_system_asks_for_beside_the_signature_is_said_whole_and_no_secret_comes_back(desk: Desk) -> None:
    path, commanded = f"/ket-noi/{ONE}/bao-ve", f"POST /endpoints/{ONE}/set-access"
    typed = form(goc="PEM", cap_ma="https://cap-ma.example/t", ten_khach="kip", mat_khau="mot-hai-ba", pham_vi="a")
    async with standing_in() as owner:
        answering(owner)
        owner.answers[commanded] = (200, TOLD)
        async with desk.asking(notifications_url=owner.address) as at:
            async with at.visited_by("KN-01", CONNECTOR) as client:
                assert f'href="{path}"' in (await client.get(f"/ket-noi/{ONE}")).text
                half = await client.post(path, data=form(chung_thu="PEM", cap_ma="https://cap-ma.example/t"))
                done = await client.post(path, data=typed)
                problem = {"title": "Không kết nối được như vậy: no authority.", "params": {"why": "no authority"}}
                owner.answers[commanded] = (422, problem)
                refused = await client.post(path, data={**typed, "chung-thu": "PEM", "khoa-rieng": "BÍ-MẬT-PEM"})
            async with at.visited_by("TD-01", OFFICER) as client:
                assert (await client.get(path)).status_code == 403
                assert path not in (await client.get(f"/ket-noi/{ONE}")).text
    for words in ("Dán khóa của chứng thư này.", "Nhập tên khách", "Nhập mật khẩu khách"):
        assert words in half.text, words
    assert done.headers["location"] == f"/ket-noi/{ONE}"
    token = {"token_url": "https://cap-ma.example/t", "client_id": "kip", "client_secret": "mot-hai-ba", "scope": "a"}
    assert bodies(owner)[0] == (f"/endpoints/{ONE}/set-access", {"ca_pem": "PEM", "oauth2": token})
    assert "“chứng thư gốc không đúng dạng PEM”" in refused.text
    assert "https://cap-ma.example/t" in refused.text
    for secret in ("mot-hai-ba", "BÍ-MẬT-PEM"):
        assert secret not in refused.text


async def test_a_shared_secret_is_shown_to_who_connects_and_to_nobody_else(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner, keys=[KEY | {"kind": "hmac", "public": ""}])
        owner.answers[f"GET /endpoints/{ONE}/secrets"] = (200, [{"kid": "4be1", "secret": "whsec_x"}])
        async with desk.asking(notifications_url=owner.address) as at:
            async with at.visited_by("KN-01", CONNECTOR) as client:
                assert "whsec_x" in (await client.get(f"/ket-noi/{ONE}/khoa-chung")).text
                assert "khoa-chung" in (await client.get(f"/ket-noi/{ONE}")).text
            async with at.visited_by("TD-01", OFFICER) as client:
                assert (await client.get(f"/ket-noi/{ONE}/khoa-chung")).status_code == 403
                assert "khoa-chung" not in (await client.get(f"/ket-noi/{ONE}")).text
