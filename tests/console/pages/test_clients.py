"""Hệ thống ngoài: operators record, change, shut out; who connects a system gives it another key."""

import json
from typing import Any

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import StandIn, standing_in

OPERATOR, CONNECTOR = (Role.OPS, "BTP"), (Role.INTEGRATOR, "STP-HP")
JWK = {"kty": "OKP", "crv": "Ed25519", "x": "nWr-8W5KH9RdHPa2RW6tNghXH1zRNpuKihK7LqrJyss"}
TOLD: dict[str, Any] = {
    "ref": "HT-HP",
    "name_vi": "Phần mềm quản lý thi đua, khen thưởng của tỉnh Hòa Phước",
    "scopes": ["awards:read", "nominations:write"],
    "units": ["STP-HP", "THADS-HP"],
    "keys": [
        {"kid": "k1", "since": "2026-10-01T01:00:00Z", "until": "2026-10-09T01:00:00Z"},
        {"kid": "k2", "since": "2026-10-02T01:00:00Z", "until": None},
    ],
    "is_mirrored": True,
    "hears_in_full": False,
    "is_active": True,
    "version": 4,
}
WHAT = {"ten": "Phần mềm mới", "don-vi": "STP-HP, THADS-HP\nSTP-HP", "quyen": ["awards:read", "events:subscribe"]}
KEY = {"ma-khoa": "k3", "khoa-jwk": json.dumps(JWK | {"kid": "k3", "use": "sig"})}
OUTDATED = (412, {"code": "OUTDATED", "title": "Hệ thống đã được người khác thay đổi."})


def answering(owner: StandIn, **changes: Any) -> None:
    told, path = TOLD | changes, "/clients/HT-HP"
    owner.answers = {"GET /clients": (200, [told]), f"GET {path}": (200, told), "POST /clients": (201, told)}
    owner.answers |= {f"POST {path}/{command}": (200, told) for command in ("rotate-key", "suspend", "resume")}


def sent(owner: StandIn) -> list[tuple[str, str | None, Any]]:
    return [(one.path, one.seen, json.loads(one.body)) for one in owner.asked if one.method == "POST"]


async def test_an_operator_records_a_system_and_never_another_by_its_name(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("VH-01", OPERATOR) as client:
            empty = (await client.post("/he-thong", data=form())).text
            leaked = {**form(ma="HT-HP"), **WHAT, "ma-khoa": "k3", "khoa-jwk": json.dumps(JWK | {"d": "bi-mat-lo-ra"})}
            secret = (await client.post("/he-thong", data=leaked)).text
            nobody_yet = [one for one in owner.asked if one.method == "POST"]
            whole = {**form(ma="HT-HP", ban_sao="1"), **WHAT, **KEY}
            done = await client.post("/he-thong", data=whole)
            owner.answers["POST /clients"] = OUTDATED
            taken = await client.post("/he-thong", data=whole)
    for words in ("Nhập tên hệ thống.", "Nhập mã hệ thống", "Chọn ít nhất một quyền.", "Nhập mã khóa", "dạng JWK"):
        assert words in empty, words
    assert ("Đây là khóa bí mật" in secret, "bi-mat-lo-ra" in secret, nobody_yet) == (True, False, [])
    assert done.headers["location"] == "/he-thong/HT-HP"
    body = {"name_vi": "Phần mềm mới", "scopes": WHAT["quyen"], "units": ["STP-HP", "THADS-HP"], "is_mirrored": True}
    assert sent(owner)[0] == (
        "/clients",
        '"0"',
        {**body, "ref": "HT-HP", "hears_in_full": False, "kid": "k3", "jwk": JWK},
    )
    assert (taken.status_code, "Đã có hệ thống mang mã này" in taken.text) == (422, True)
    assert 'value="events:subscribe" checked' in taken.text, "what was picked is kept"


async def test_a_change_carries_the_version_that_was_seen_and_no_key(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("VH-01", OPERATOR) as client:
            page = (await client.get("/he-thong/HT-HP")).text
            change = {**form(), "ban-da-xem": "4", **WHAT}
            await client.post("/he-thong/HT-HP/sua", data=change)
            await client.post("/he-thong/HT-HP/doi-khoa", data={**form(ngay="1"), **KEY})
            unsure = (await client.post("/he-thong/HT-HP/tam-dung", data=form())).text
            await client.post("/he-thong/HT-HP/tam-dung", data=form(chac="1"))
            owner.answers["POST /clients"] = OUTDATED
            outdated = await client.post("/he-thong/HT-HP/sua", data=change)
    for words in ("mirror.HT-HP.register.v1", "Gửi hồ sơ đề nghị khen", "chỉ mã, đơn vị và số quyết định"):
        assert words in page, words
    what = {"name_vi": "Phần mềm mới", "scopes": WHAT["quyen"], "units": ["STP-HP", "THADS-HP"], "is_mirrored": False}
    assert sent(owner)[:3] == [
        ("/clients", '"4"', {**what, "ref": "HT-HP", "hears_in_full": False}),
        ("/clients/HT-HP/rotate-key", None, {"kid": "k3", "jwk": JWK, "at_once": True}),
        ("/clients/HT-HP/suspend", None, {}),
    ]
    assert "Đánh dấu xác nhận" in unsure
    assert (outdated.status_code, 'value="Phần mềm mới"' in outdated.text) == (412, True)


@pytest.mark.parametrize(
    ("ref", "person", "is_active", "acts"),
    [
        ("VH-01", OPERATOR, True, {"sua", "doi-khoa", "tam-dung"}),
        ("VH-01", OPERATOR, False, {"sua", "doi-khoa", "mo-lai"}),
        ("HT-HP", CONNECTOR, True, {"doi-khoa"}),
        ("KN-01", CONNECTOR, True, set()),
    ],
)
async def test_each_is_offered_what_is_theirs(
    desk: Desk, ref: str, person: tuple[Role, str], is_active: bool, acts: set[str]
) -> None:
    async with standing_in() as owner:
        answering(owner, is_active=is_active)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by(ref, person) as client:
            page = (await client.get("/he-thong/HT-HP")).text
            listed = (await client.get("/he-thong")).text
    slugs = ("sua", "doi-khoa", "tam-dung", "mo-lai")
    assert {slug for slug in slugs if f'action="/he-thong/HT-HP/{slug}"' in page} == acts
    assert ('action="/he-thong"' in listed) == (person is OPERATOR)
