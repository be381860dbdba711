"""Ý kiến: a body answers what it is asked; an officer asks more."""

import json
from typing import Any

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in
from tests.console.story import BEGAN, CASE, FILE, NOMINATION, NUMBER, UNIT, source, told

BODY, OFFICER = (Role.OPINION_BODY, "UB-HP"), (Role.EMULATION_OFFICER, "BTP")
ONE = "6f1c1a1e-0000-5000-8000-00000000000f"
TOLD: dict[str, Any] = {
    "id": ONE,
    "state": "requested",
    "case_id": str(FILE),
    "file_number": NUMBER,
    "form_code": "KY_NIEM_CHUONG",
    "unit_id": "THADS-HP",
    "grantor_unit_id": "BTP",
    "subject_ref": "CB-0219",
    "body_id": "UB-HP",
    "due_on": "2026-10-20",
    "silence": "consent",
    "question_vi": "",
    "answer": None,
}
SILENT = {"state": "defaulted", "answer": {"position": "consent", "reason_vi": "", "by_ref": None, "on": None}}


@pytest.mark.parametrize(
    ("person", "changes", "sees_form"),
    [(("YK-01", BODY), {}, True), (("TD-03", OFFICER), {}, False), (("YK-01", BODY), SILENT, False)],
)
async def test_only_the_body_sees_the_form_and_only_in_time(
    desk: Desk, person: tuple[str, tuple[Role, str]], changes: dict[str, Any], *, sees_form: bool
) -> None:
    async with standing_in() as owner:
        shown = TOLD | changes
        owner.answers = {"GET /opinions": (200, [shown]), f"GET /opinions/{ONE}": (200, shown)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by(*person) as client:
            assert NUMBER in (await client.get("/y-kien")).text
            page = (await client.get(f"/y-kien/{ONE}")).text
    assert ("Gửi ý kiến" in page) is sees_form
    assert "coi là đồng ý" in page
    assert ("do hết hạn" in page) is bool(changes)


async def test_an_answer_goes_to_the_owner_and_an_objection_needs_its_reason(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {f"GET /opinions/{ONE}": (200, TOLD), f"POST /opinions/{ONE}/reply": (200, TOLD)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("YK-01", BODY) as client:
            assert "Chọn ý kiến." in (await client.post(f"/y-kien/{ONE}/tra-loi", data=form())).text
            object_ = await client.post(f"/y-kien/{ONE}/tra-loi", data=form(y_kien="object"))
            assert "Nêu lý do khi không đồng ý." in object_.text
            filled = form(y_kien="object", ly_do="Chưa rõ số liệu")
            reply = await client.post(f"/y-kien/{ONE}/tra-loi", data=filled)
            assert reply.headers["location"] == f"/y-kien/{ONE}"
        sent = next(one for one in owner.asked if one.method == "POST")
    assert json.loads(sent.body) == {"position": "object", "reason_vi": "Chưa rõ số liệu"}


async def test_an_officer_asks_about_a_file_by_its_number(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, BEGAN), *source(NOMINATION), *source(CASE[:2])])
    day = {"han-d": "20", "han-m": "10", "han-y": "2026"}
    asked = form(co_quan="THADS-HP", im_lang="none", cau_hoi="Có vướng không?")
    async with standing_in() as owner:
        owner.answers = {"GET /opinions": (200, []), "POST /opinions": (201, TOLD)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("TD-03", OFFICER) as client:
            assert "Nêu điều cần hỏi." in (await client.post("/y-kien", data=form())).text
            unknown = await client.post("/y-kien", data={**asked, **day, "ho-so": "KT-2026-9999"})
            assert "Không có hồ sơ này trong phạm vi của bạn." in unknown.text
            reply = await client.post("/y-kien", data={**asked, **day, "ho-so": NUMBER})
            assert reply.headers["location"] == f"/y-kien/{ONE}"
        sent = json.loads(next(one for one in owner.asked if one.method == "POST").body)
    assert (sent["case_id"], sent["body"], sent["due_on"]) == (str(FILE), "THADS-HP", "2026-10-20")
