"""Gợi ý: told in a minute, answered by the unit; the contact is shown when it is asked for."""

import json
from typing import Any

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in
from tests.console.story import FILE, NUMBER, in_time

CITIZEN, HEAD = (Role.CITIZEN, "BTP"), (Role.UNIT_HEAD, "THADS-HP")
ONE = "6f1c1a1e-0000-5000-8000-00000000000a"
TOLD: dict[str, Any] = {
    "id": ONE,
    "state": "unanswered",
    "number": "GY-2026-0001",
    "unit_id": "THADS-HP",
    "channel": "citizen",
    "hint_vi": "Anh Sơn <b>tận tâm</b>",
    "received_on": "2026-10-06",
    "due_on": "2026-10-13",
    "has_contact": True,
    "outcome": None,
    "reason_vi": "",
    "nomination_id": None,
    "answered_on": None,
}


async def test_a_citizen_tells_of_a_deed_and_reads_what_came_of_it(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {"GET /suggestions": (200, [TOLD]), "POST /suggestions": (201, TOLD)}
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("CD-01", CITIZEN) as client:
            page = (await client.get("/goi-y")).text
            short = await client.post("/goi-y", data=form(don_vi="", viec="Kể"))
            sent = await client.post("/goi-y", data=form(don_vi="THADS-HP", viec="Anh Sơn tận tâm", lien_he="0900"))
        body = json.loads(owner.asked[-1].body)
    assert [one.query["state"] for one in owner.asked[:2]] == ["unanswered", "answered"]
    assert "Gửi gợi ý" in page
    assert "Anh Sơn &lt;b&gt;tận tâm" in page
    assert (short.status_code, "Chọn đơn vị." in short.text, ">Kể</textarea>" in short.text.replace("\n", "")) == (
        422,
        True,
        True,
    )
    assert sent.headers["location"] == f"/goi-y/{ONE}"
    assert body == {"unit_id": "THADS-HP", "channel": "citizen", "hint_vi": "Anh Sơn tận tâm", "contact": "0900"}


async def test_a_head_answers_with_the_file_or_with_the_reason(desk: Desk) -> None:
    await desk.tell(in_time())
    async with standing_in() as owner:
        path = f"/suggestions/{ONE}"
        owner.answers = {f"GET {path}": (200, TOLD), f"POST {path}/answer": (200, TOLD)}
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("PCT", HEAD) as client:
            answer = f"/goi-y/{ONE}/tra-loi"
            unsaid = await client.post(answer, data=form(ket_qua="declined"))
            unknown = await client.post(answer, data=form(ket_qua="joined", ho_so="KT-2026-9999"))
            declined = await client.post(answer, data=form(ket_qua="declined", ly_do="Đã khen trước đó"))
            joined = await client.post(answer, data=form(ket_qua="joined", ho_so=NUMBER))
        bodies = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert "Nêu lý do." in unsaid.text
    assert "Không có hồ sơ này trong phạm vi của bạn." in unknown.text
    assert declined.status_code == joined.status_code == 303
    assert bodies == [
        {"outcome": "declined", "reason_vi": "Đã khen trước đó"},
        {"outcome": "joined", "reason_vi": "", "nomination_id": str(FILE)},
    ]


async def test_the_contact_is_asked_of_the_owner_only_when_a_head_wants_it(desk: Desk) -> None:
    async with standing_in() as owner:
        path = f"/suggestions/{ONE}"
        owner.answers = {f"GET {path}": (200, TOLD), f"GET {path}/contact": (200, {"contact": "0900 000 000"})}
        async with desk.asking(nominations_url=owner.address) as at:
            async with at.visited_by("PCT", HEAD) as client:
                before = (await client.get(f"/goi-y/{ONE}")).text
                shown = (await client.get(f"/goi-y/{ONE}?lien-he=1")).text
            async with at.visited_by("CD-01", CITIZEN) as client:
                hidden = (await client.get(f"/goi-y/{ONE}?lien-he=1")).text
    assert ("0900" in before, "0900" in shown, "0900" in hidden) == (False, True, False)


async def test_what_is_answered_names_the_file_to_those_who_may_see_it(desk: Desk) -> None:
    await desk.tell(in_time())
    answered = TOLD | {"state": "answered", "outcome": "joined", "nomination_id": str(FILE), "reason_vi": "Cảm ơn"}
    async with standing_in() as owner:
        owner.answers = {f"GET /suggestions/{ONE}": (200, answered)}
        async with desk.asking(nominations_url=owner.address) as at:
            async with at.visited_by("PCT", HEAD) as client:
                head = (await client.get(f"/goi-y/{ONE}")).text
            async with at.visited_by("CD-01", CITIZEN) as client:
                citizen = (await client.get(f"/goi-y/{ONE}")).text
    assert (f"/ho-so/{NUMBER}" in head, NUMBER in citizen, "Cảm ơn" in citizen) == (True, False, True)


async def test_while_the_owner_is_away_the_page_says_so(desk: Desk) -> None:
    async with desk.visited_by("CD-01", CITIZEN) as client:
        assert "tạm thời chưa xem được" in (await client.get("/goi-y")).text
        sent = await client.post("/goi-y", data=form(don_vi="THADS-HP", viec="Anh Sơn"))
    assert (sent.status_code, "Anh Sơn" in sent.text) == (503, True)
