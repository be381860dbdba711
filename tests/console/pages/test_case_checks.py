"""Hồ sơ: where data is missing a person decides; a file that fails a rule says what else fits."""

import json

from tests.console.desk import Desk, form
from tests.console.owner import CONTENT, DEED, standing_in
from tests.console.pages.test_case import KEY, OFFICER, at_owner, screening
from tests.console.story import BEGAN, ENDED_WITH_IT, FILE, INELIGIBLE, NEEDS_REVIEW, NUMBER, told

ASKED = {
    "code": "DATA_MISSING",
    "rule_id": "R-SUBJECT",
    "citation": "FIX-2026/2026-10-01#0a1b2c3d4e5f R-SUBJECT",
    "sentence_vi": "Thiếu dữ liệu: vị trí công tác.",
    "way_out_vi": "Một người sẽ xem và quyết.",
    "missing": ["vị trí công tác"],
}
OTHER = {"form_code": "X", "form_name_vi": "Giấy khen khác", "needs_deed": False}
FAILED = {
    **ASKED,
    "code": "EVIDENCE_MISSING",
    "rule_id": "R-EVIDENCE",
    "sentence_vi": "Thiếu minh chứng.",
    "missing": [],
}


async def test_where_data_is_missing_a_person_decides_and_says_why(desk: Desk) -> None:
    await screening(desk)
    await desk.tell([told(NEEDS_REVIEW, 4, BEGAN)])
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, {**CONTENT, "reasons": [ASKED]})
        owner.answers[f"POST /nominations/{FILE}/accept"] = (200, {"seq": 5})
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            page = (await client.get(f"/ho-so/{NUMBER}")).text
            silent = await client.post(f"/ho-so/{NUMBER}/dat", data={**form(khoa=KEY), "quyet-R-SUBJECT": " "})
            why = {**form(khoa=KEY), "quyet-R-SUBJECT": "Đã đối chiếu với bảng phân công."}
            await client.post(f"/ho-so/{NUMBER}/dat", data=why)
        (body,) = [json.loads(one.body) for one in owner.asked if one.path.endswith("/accept")]
    assert "Thiếu dữ liệu: vị trí công tác. Vì sao vẫn đạt?" in page
    assert "Quy định không đạt" not in page, "nothing failed: there is nothing to rule it out by"
    assert (silent.status_code, "Nêu lý do, hoặc trả lại" in silent.text) == (422, True)
    assert body["decided"] == [{"rule_id": "R-SUBJECT", "reason_vi": "Đã đối chiếu với bảng phân công."}]


async def test_what_may_be_the_same_is_compared_at_the_deeds_and_leads_back(desk: Desk) -> None:
    await screening(desk)
    others = [f"6f1c1a1e-0000-5000-8000-00000000000{n}" for n in (1, 2, 3)]
    alike = [
        {"number": f"KT-2026-000{n}", "deed_id": other, "why": "like_words", "similarity": 60}
        for n, other in enumerate(others, start=1)
    ]
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, {**CONTENT, "candidates": alike})
        owner.answers[f"GET /deeds/{FILE}"] = (200, {**DEED, "kept_apart": [others[0]], "linked_to": others[1]})
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            page = (await client.get(f"/ho-so/{NUMBER}")).text
    assert [word in page for word in ("đã giữ riêng", "đã gắn lại")] == [True, True]
    assert page.count("so hai việc</a>") == 1
    assert f"/thanh-tich/{FILE}?voi={others[2]}&amp;ve=/ho-so/{NUMBER}" in page


async def test_a_file_is_ruled_out_by_a_rule_and_says_what_else_fits(desk: Desk) -> None:
    await screening(desk)
    ruled_out = {**CONTENT, "reasons": [FAILED], "alternatives": [OTHER]}
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, {**CONTENT, "reasons": [FAILED]})
        owner.answers[f"POST /nominations/{FILE}/rule-out"] = (200, {"seq": 4})
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            unsaid = await client.post(f"/ho-so/{NUMBER}/khong-du", data=form(khoa=KEY))
            await client.post(f"/ho-so/{NUMBER}/khong-du", data={**form(khoa=KEY), "quy-dinh": "R-EVIDENCE"})
            await desk.tell([told(INELIGIBLE, 4, BEGAN), told(ENDED_WITH_IT, 2, BEGAN)])
            owner.answers[f"GET /nominations/{FILE}"] = (200, ruled_out)
            page = (await client.get(f"/ho-so/{NUMBER}")).text
        (body,) = [json.loads(one.body) for one in owner.asked if one.path.endswith("/rule-out")]
    assert (unsaid.status_code, "Chọn quy định không đạt." in unsaid.text) == (422, True)
    assert body == {"rule_id": "R-EVIDENCE"}
    for text in ("Không đủ điều kiện vì:", "Thiếu minh chứng.", "Hình thức khác có thể đề nghị: Giấy khen khác."):
        assert text in page
    assert "Đã rút" not in page


async def test_a_file_that_was_ruled_out_goes_on_under_a_form_that_fits(desk: Desk) -> None:
    await screening(desk)
    await desk.tell([told(INELIGIBLE, 4, BEGAN), told(ENDED_WITH_IT, 2, BEGAN)])
    other = {"form_code": "BANG_KHEN_BO", "form_name_vi": "Bằng khen của Bộ trưởng", "needs_deed": False}
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, {**CONTENT, "reasons": [FAILED], "alternatives": [other]})
        owner.answers[f"POST /nominations/{FILE}/reroute"] = (200, {"seq": 5})
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            unsaid = await client.post(f"/ho-so/{NUMBER}/chuyen", data=form(khoa=KEY))
            await client.post(f"/ho-so/{NUMBER}/chuyen", data={**form(khoa=KEY), "hinh-thuc": "BANG_KHEN_BO"})
        (body,) = [json.loads(one.body) for one in owner.asked if one.path.endswith("/reroute")]
    assert (unsaid.status_code, "Chọn hình thức." in unsaid.text) == (422, True)
    assert body == {"form_code": "BANG_KHEN_BO"}
