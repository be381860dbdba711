"""Đơn vị: the register as of a day, one unit with its lineage both ways; read by everybody who signed in."""

import json
from typing import Any

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

OFFICER = (Role.EMULATION_OFFICER, "BTP")
KEPT = {"id": "6f1c1a1e-0000-5000-8000-00000000000d", "version": 1, "seq": 1}
TOLD: dict[str, Any] = KEPT | {
    "code": "STP-BT",
    "kind": "STP",
    "name_vi": "Sở Tư pháp tỉnh Bến Tre",
    "state": "active",
    "path": ["BTP", "STP-BT"],
    "line": "province",
    "parents": [{"unit": "UB-BT", "line": "province"}],
    "head_ref": "GD-BT",
    "deputies": ["PGD-BT"],
    "staff": {"direct": 64},
    "clusters": ["KV-13"],
    "valid_from": None,
    "valid_to": "2025-06-30",
}
LINEAGE = {
    "id": KEPT["id"],
    "code": "STP-BT",
    "on": "2025-03-01",
    "state": "active",
    "names": [{"name_vi": "Sở Tư pháp tỉnh Bến Tre", "since": None}],
    "ties": [{"kind": "merged_into", "unit": "STP-VL2", "name_vi": "Sở Tư pháp tỉnh Vĩnh Long", "on": "2025-07-01"}],
    "predecessors": [],
    "successors": ["STP-VL2"],
}
CLUSTER = KEPT | {"code": "KV-13", "name_vi": "Khu vực 13", "members": ["STP-BT"], "lead": "STP-BT", "deputy": None}
ANSWERS: dict[str, Any] = {
    "GET /units": (200, [TOLD, TOLD | {"code": "STP-HP", "name_vi": "Sở Tư pháp tỉnh Hòa Phước"}]),
    "GET /units/STP-BT": (200, TOLD),
    "GET /units/STP-BT/lineage": (200, LINEAGE),
    "GET /clusters": (200, [CLUSTER, CLUSTER | {"code": "KV-1", "name_vi": "Khu vực 1"}]),
    "GET /subjects": (200, [{"ref": "GD-BT", "name_vi": "Phan Thị Thu"}]),
}


async def test_the_register_is_asked_as_of_a_day(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {**ANSWERS}
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("TD-01", OFFICER) as client:
            found = (await client.get("/don-vi?ngay=2025-03-01&tim=bến tre")).text
            today = (await client.get("/don-vi?ngay=hom-qua")).text
        assert [dict(one.query) for one in owner.asked] == [{"on": "2025-03-01"}, {}]
    assert 'href="/don-vi/STP-BT?ngay=2025-03-01"' in found
    assert ("Hòa Phước" in found, "Hòa Phước" in today) == (False, True)
    assert "Ủy ban nhân dân" not in found, "what has no name known here stands by its code"


async def test_one_unit_shows_where_it_comes_from_and_who_goes_on(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {**ANSWERS}
        async with desk.asking(nominations_url=owner.address) as at:
            async with at.visited_by("TD-01", OFFICER) as client:
                page = (await client.get("/don-vi/STP-BT?ngay=2025-03-01")).text
            async with at.visited_by("CB-01", (Role.PEER, "STP-BT")) as client:
                other = (await client.get("/don-vi/STP-BT")).text
                away = await client.get("/don-vi/KHONG-CO")
    for words in ("Sáp nhập vào", "Sở Tư pháp tỉnh Vĩnh Long", "Đến hết ngày 30/06/2025", "Khu vực 13", "trực tiếp 64"):
        assert words in page
    assert "Khu vực 1 " not in page
    assert ("Phan Thị Thu" in page, "Phan Thị Thu" in other, "GD-BT" in other) == (True, False, True)
    assert away.status_code == 404


DAY = {"d": "1", "m": "7", "y": "2026"}


@pytest.mark.parametrize(
    ("slug", "typed", "command", "body"),
    [
        ("nhap", " stp-al, STP-HP ", "merge", {"predecessors": ["stp-al", "STP-HP"], "on": "2026-07-01"}),
        ("tach", "STP-BT STP-B2", "split", {"successors": ["STP-BT", "STP-B2"], "on": "2026-07-01"}),
        ("ket-thuc", "", "close", {"last_day": "2026-07-01"}),
    ],
)
async def test_an_officer_records_what_becomes_of_a_unit(
    desk: Desk, slug: str, typed: str, command: str, body: dict[str, Any]
) -> None:
    async with standing_in() as owner:
        owner.answers = {**ANSWERS, f"POST /units/STP-BT/{command}": (200, TOLD)}
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("TD-01", OFFICER) as client:
            short = await client.post(f"/don-vi/STP-BT/{slug}", data=form())
            day = {f"{slug}-ngay-{part}": value for part, value in DAY.items()}
            filled = {**form(), **day, f"{slug}-don-vi": typed, f"{slug}-xac-nhan": "1"}
            done = await client.post(f"/don-vi/STP-BT/{slug}", data=filled)
        sent = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert (short.status_code, "Đánh dấu ô xác nhận" in short.text) == (422, True)
    assert done.headers["location"] == "/don-vi/STP-BT"
    assert sent == [body]


async def test_nobody_else_sees_those_forms_nor_on_another_day(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {**ANSWERS}
        async with desk.asking(nominations_url=owner.address) as at:
            async with at.visited_by("CB-01", (Role.PEER, "BTP")) as client:
                assert "Ghi thay đổi" not in (await client.get("/don-vi/STP-BT")).text
            async with at.visited_by("TD-01", OFFICER) as client:
                assert "Ghi thay đổi" in (await client.get("/don-vi/STP-BT")).text
                assert "Ghi thay đổi" not in (await client.get("/don-vi/STP-BT?ngay=2025-03-01")).text
