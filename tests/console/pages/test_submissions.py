"""Tờ trình: composed of the files that wait, by who decides on them; each row says what came of it."""

import json
from typing import Any

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import CONTENT, standing_in
from tests.console.story import BEGAN as AT
from tests.console.story import FILE, NUMBER, UNIT, told

HEAD, OFFICER = (Role.UNIT_HEAD, "THADS-HP"), (Role.EMULATION_OFFICER, "THADS-HP")
ONE, OTHER = "6f1c1a1e-0000-5000-8000-00000000000f", "6f1c1a1e-0000-5000-8000-0000000000aa"
REFUSED = {
    "code": "SELF_ENDORSEMENT",
    "sentence_vi": "Không được tự xác nhận.",
    "way_out_vi": "Đề nghị cấp phó hoặc cấp trên xác nhận.",
}
TOLD: dict[str, Any] = {
    "id": ONE,
    "state": "sent",
    "number": "7/TTr-THADS-HP",
    "unit_id": "THADS-HP",
    "to_unit_id": "BTP",
    "channel": "electronic",
    "sent_at": "2026-10-06T01:00:00Z",
    "rows": [
        {"nomination_id": str(FILE), "number": NUMBER, "outcome": "submitted", "reasons": []},
        {"nomination_id": OTHER, "number": "KT-2026-0148", "outcome": "refused", "reasons": [REFUSED]},
    ],
}
WAITING = CONTENT | {"version": 3, "state": "draft", "grantor_unit_id": "BTP"}
HERE = f"/to-trinh/{ONE}"


async def test_a_head_chooses_files_for_one_unit_and_sends_them_once(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, AT)])
    other = WAITING | {"id": OTHER, "number": "KT-2026-0148", "grantor_unit_id": "THADS-HP", "state": "returned"}
    async with standing_in() as owner:
        owner.answers = {
            "GET /submissions": (200, [TOLD]),
            "GET /nominations": [(200, [WAITING]), (200, [other])] * 2,
            "GET /units": (200, [{"code": "THADS-HP"}]),
            "POST /submissions": (201, TOLD),
        }
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("PCT", HEAD) as client:
            page = (await client.get("/to-trinh")).text
            none = await client.post("/to-trinh", data=form(don_vi="THADS-HP", noi_nhan="BTP"))
            chosen = {
                **form(don_vi="THADS-HP", noi_nhan="BTP", cach_gui="paper"),
                "ho-so": [str(FILE), OTHER],
                f"ban-da-xem-{FILE}": "3",
            }
            sent = await client.post("/to-trinh", data=chosen)
        body = json.loads(next(one.body for one in owner.asked if one.method == "POST"))
    assert "7/TTr-THADS-HP" in page
    assert "1 không gửi được" in page
    assert f'name="ban-da-xem-{FILE}" value="{WAITING["version"]}"' in page
    assert (page.count("Gửi tờ trình"), "trả lại để bổ sung" in page) == (2, True)
    assert "Tổ chấp hành viên &lt;i&gt;số 3" in page
    assert (none.status_code, none.text.count("Chọn ít nhất một hồ sơ.")) == (422, 2)
    assert sent.headers["location"] == HERE
    assert body == {
        "unit_id": "THADS-HP",
        "to_unit_id": "BTP",
        "channel": "paper",
        "nomination_ids": [str(FILE), OTHER],
        "versions": {str(FILE): 3},
    }


async def test_what_the_owner_refuses_is_said_and_the_choice_is_kept(desk: Desk) -> None:
    refusal = {"code": "ROW_NOT_DRAFT", "title": f"Hồ sơ {NUMBER} không còn chờ trình.", "way_out_vi": "Xem hồ sơ."}
    async with standing_in() as owner:
        owner.answers = {
            "GET /submissions": (200, []),
            "GET /nominations": (200, [WAITING]),
            "GET /units": (200, [{"code": "THADS-HP"}]),
            "POST /submissions": (409, refusal),
        }
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("PCT", HEAD) as client:
            chosen = {**form(don_vi="THADS-HP", noi_nhan="BTP"), "ho-so": [str(FILE)]}
            page = await client.post("/to-trinh", data=chosen)
    assert page.status_code == 409
    assert "không còn chờ trình. Xem hồ sơ." in " ".join(page.text.split()).replace("</h2> <p>", " ")
    assert f'value="{FILE}" checked' in page.text


async def test_each_row_says_what_came_of_it_and_names_are_for_those_who_may_see_the_file(desk: Desk) -> None:
    named = {str(FILE): {"number": NUMBER, "subject_name": "Tổ số 3", "unit_id": "THADS-HP", "citation_vi": "Xong"}}
    waits = TOLD | {"rows": [{**row, "outcome": None, "reasons": []} for row in TOLD["rows"]]}
    async with standing_in() as owner:
        owner.answers = {
            f"GET /submissions/{ONE}": [(200, TOLD), (200, waits)],
            "GET /nominations/names": (200, named),
            "GET /submissions": (200, [TOLD]),
        }
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("TD-02", OFFICER) as client:
            page, later = (await client.get(HERE)).text, (await client.get(HERE)).text
            listed = (await client.get("/to-trinh")).text
    assert "Không được tự xác nhận. Đề nghị cấp phó" in page
    assert ("vẫn chờ trình" in page, "vẫn chờ trình" in later) == (True, False)
    assert ("Tổ số 3" in page, f"/ho-so/{NUMBER}" in page, "/ho-so/KT-2026-0148" in page) == (True, True, False)
    assert ("Đang gửi từng hồ sơ" in page, "Đang gửi từng hồ sơ" in later) == (False, True)
    assert "Gửi tờ trình" not in listed


async def test_a_head_whose_unit_is_not_known_now_is_told_so_and_sends_nothing(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {"GET /submissions": (200, []), "GET /nominations": (200, [WAITING]), "GET /units": (200, [])}
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("PCT", HEAD) as client:
            page = (await client.get("/to-trinh")).text
    assert ("Chưa lập được tờ trình: đơn vị của bạn" in page, "Gửi tờ trình" in page) == (True, False)


async def test_while_the_owner_is_away_the_page_says_so(desk: Desk) -> None:
    async with desk.visited_by("PCT", HEAD) as client:
        assert "tạm thời chưa xem được" in (await client.get("/to-trinh")).text
