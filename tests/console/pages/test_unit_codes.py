"""Mã đơn vị and letters to a unit's people: looked up, one row by form, a table pasted; a head decides."""

import json
from typing import Any

from services.console.pages.code_table import MOST_ROWS, read_table
from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import StandIn, standing_in
from tests.console.pages.test_units import TOLD as UNIT

OFFICER, HEAD = (Role.EMULATION_OFFICER, "BTP"), (Role.UNIT_HEAD, "BTP")
ROW: dict[str, Any] = {
    "unit_id": "STP-BT",
    "scheme": "qd20-2020",
    "value": "H08.13",
    "valid_from": "2020-07-22",
    "valid_to": "2025-06-30",
    "decision_no": "20/2020/QĐ-TTg",
}
SINGLE = {"kind": "published", "channel": "email", "setting": "off"}
POLICY = {"audience": "unit:STP-BT", "version": 2, "choices": [SINGLE]}
ANSWERS: dict[str, Any] = {
    "GET /units/STP-BT": (200, UNIT),
    "GET /unit-codes": (200, [ROW, ROW | {"unit_id": "STP-VL", "valid_from": "2025-07-01", "valid_to": None}]),
    "GET /unit-codes/STP-BT": (200, [ROW]),
    "GET /policies/STP-BT": (200, POLICY),
}
PASTED = """Mã đơn vị\tBảng mã\tMã\tTừ ngày\tĐến hết ngày\tSố văn bản
STP-BT\tqd20-2020\tH08.13\t22/07/2020\t30/06/2025\t20/2020/QĐ-TTg

STP-VL2;local:HT-HP;"a;b";2025-07-01"""


def sent(owner: StandIn) -> list[tuple[str, str | None, Any]]:
    return [(one.path, one.seen, json.loads(one.body)) for one in owner.asked if one.method == "POST"]


def test_a_table_is_read_as_sheets_copy_it_or_not_at_all() -> None:
    own = {"unit_id": "STP-VL2", "scheme": "local:HT-HP", "value": "a;b", "valid_from": "2025-07-01", "decision_no": ""}
    assert read_table(PASTED).rows == [ROW, own]
    wrong = "A\tmst\t1\t31/02/2020\nA\tmst\t\t01/01/2020\nA\tmst\t1\t02/01/2020\t01/01/2020\nA;mst;\r1;01/01/2020"
    assert [fault.partition(": ")[2] for fault in read_table(wrong).faults] == [
        "“31/02/2020” không phải ngày; viết như 22/07/2020.",
        "cần có mã đơn vị, bảng mã, mã, từ ngày.",
        "ngày cuối trước ngày đầu.",
        "không đọc được.",
    ]
    assert read_table(" \n").faults == ["Dán ít nhất một dòng."]
    assert len(read_table("A\n" * 2_000).faults) == 21
    assert read_table("A\tmst\t1\t01/01/2020\n" * (MOST_ROWS + 1)).faults[0].startswith("Mỗi lần ghi nhiều nhất 1000")


async def test_a_keeper_looks_a_code_up_and_records_a_table(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {**ANSWERS, "POST /unit-codes": (201, [])}
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("TD-01", OFFICER) as client:
            found = (await client.get("/ma-don-vi?bang=qd20-2020&gia-tri=H08.13")).text
            wrong = await client.post("/ma-don-vi", data=form(bang_ma="STP-BT\tmst"))
            done = await client.post("/ma-don-vi", data=form(bang_ma=PASTED))
            recorded = (await client.get(done.headers["location"])).text
            owner.answers["POST /unit-codes"] = (
                409,
                {"code": "UNIT_CODE_TAKEN", "title": "Mã H08.13 đã là của nơi khác."},
            )
            taken = await client.post("/ma-don-vi", data=form(bang_ma=PASTED))
    assert [words in found for words in ("22/07/2020 – 30/06/2025", "01/07/2025 – nay")] == [True, True]
    assert (wrong.status_code, "Dòng 1: cần có" in wrong.text, "Chưa dòng nào" in wrong.text) == (422, True, True)
    assert "Đã ghi 2 dòng." in recorded
    assert (taken.status_code, "đã là của nơi khác" in taken.text, "local:HT-HP;" in taken.text) == (409, True, True)
    assert sent(owner)[0] == ("/unit-codes", None, {"rows": read_table(PASTED).rows})


async def test_everybody_reads_the_codes_of_a_unit_and_keepers_record_one(desk: Desk) -> None:
    row = {"bang": "qd20-2020", "gia-tri": "H08.13", "so": "20/2020/QĐ-TTg"}
    first = {"tu-ngay-d": "22", "tu-ngay-m": "7", "tu-ngay-y": "2020"}
    last = {"den-ngay-d": "30", "den-ngay-m": "6", "den-ngay-y": "2025"}
    async with standing_in() as owner:
        owner.answers = {**ANSWERS, "POST /unit-codes": (201, [ROW])}
        urls = dict.fromkeys(("nominations_url", "notifications_url"), owner.address)
        async with desk.asking(**urls) as at:
            async with at.visited_by("GD-BT", HEAD) as client:
                read = (await client.get("/don-vi/STP-BT/ma")).text
                assert (await client.post("/don-vi/STP-BT/ma", data=form())).status_code == 403
            async with at.visited_by("TD-01", OFFICER) as client:
                half = await client.post("/don-vi/STP-BT/ma", data={**form(), **row, "den-ngay-d": "1"})
                late = await client.post(
                    "/don-vi/STP-BT/ma", data={**form(), **row, **first, **last, "den-ngay-y": "2019"}
                )
                done = await client.post("/don-vi/STP-BT/ma", data={**form(), **row, **first, **last})
                await client.post("/don-vi/STP-BT/ma", data={**form(), **row, **first})
    assert ("Mã định danh điện tử" in read, "Ghi mã" in read) == (True, False)
    assert half.text.count('class="loi-o"') == 2
    assert "Ngày cuối không được trước ngày đầu." in late.text
    assert done.headers["location"] == "/don-vi/STP-BT/ma"
    assert [body["rows"] for _, _, body in sent(owner)] == [[ROW], [ROW | {"valid_to": None}]]


async def test_the_head_decides_about_letters_and_the_others_read(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {**ANSWERS, "POST /policies/STP-BT": (200, POLICY)}
        urls = dict.fromkeys(("nominations_url", "notifications_url"), owner.address)
        async with desk.asking(**urls) as at:
            async with at.visited_by("TD-01", OFFICER) as client:
                read = (await client.get("/don-vi/STP-BT/nhan-tin")).text
            async with at.visited_by("BT-01", HEAD) as client:
                chosen = {**form(gui_thu="digest"), "ban-da-xem": "2"}
                done = await client.post("/don-vi/STP-BT/nhan-tin", data=chosen)
    assert ("mỗi người tự chọn" in read, "cho 1 loại tin" in read, "Lưu quyết định" in read) == (True, True, False)
    assert done.headers["location"] == "/don-vi/STP-BT/nhan-tin"
    general = {"kind": "*", "channel": "email", "setting": "digest"}
    assert sent(owner) == [("/policies/STP-BT", '"2"', {"choices": [SINGLE, general]})]
