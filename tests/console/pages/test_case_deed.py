"""The deed on the page of a file: who did it, its figures, its corrections."""

import json

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import CONTENT, DEED, standing_in
from tests.console.pages.test_case import KEY, OFFICER, at_owner, screening
from tests.console.story import BEGAN, CASE, FILE, NOMINATION, NUMBER, UNIT, source, told


async def test_all_who_did_it_are_named_with_their_shares(desk: Desk) -> None:
    await screening(desk)
    shares = [{"subject_ref": "TT-21", "share": 75}, {"subject_ref": "CB-0611", "share": 25}]
    reason = {"sentence_vi": "Thiếu minh chứng.", "way_out_vi": "Bổ sung.", "code": "EVIDENCE_MISSING", "missing": []}
    cited = {**reason, "rule_id": "R-EVIDENCE", "citation": "FIX-2026/2026-10-01#3b6bd4f4ec9a R-EVIDENCE"}
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, {**CONTENT, "reasons": [cited]})
        owner.answers[f"GET /deeds/{FILE}"] = (200, {**DEED, "contributors": shares})
        owner.answers["GET /subjects"] = (200, [{"ref": "CB-0611", "name_vi": "Võ Thị Ngọc Ánh"}])
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            page = (await client.get(f"/ho-so/{NUMBER}")).text
    assert "Võ Thị Ngọc Ánh: 25 %" in page
    assert "TT-21: 75 %" in page, "a name that this reader may not know"
    assert "gói quy định FIX-2026, bản 01/10/2026, quy tắc R-EVIDENCE" in page


async def test_a_new_figure_leaves_the_others_as_they_are(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, BEGAN), *source(NOMINATION[:4]), *source(CASE[:1])])
    known = [{"indicator": name, "value": "1", "unit": "việc", "source": "Sổ"} for name in ("Việc xong", "Số hộ")]
    head = ((Role.UNIT_HEAD, "THADS-HP"), (Role.PROPOSER, "THADS-HP"))
    figure = {"chi-so": "Việc xong", "gia-tri": "310", "don-vi-tinh": "việc", "nguon": "Sổ thụ lý"}
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, CONTENT)
        owner.answers[f"GET /deeds/{FILE}"] = (200, {**DEED, "results": known})
        owner.answers[f"POST /deeds/{FILE}/amend"] = (200, {"seq": 2})
        owner.answers[f"POST /nominations/{FILE}/resubmit"] = (200, {"seq": 5})
        async with at_owner(desk, owner) as opened, opened.visited_by("PCT", *head) as client:
            reply = await client.post(f"/ho-so/{NUMBER}/bo-sung", data={**form(khoa=KEY), **figure})
        assert reply.status_code == 303
        (sent,) = [one for one in owner.asked if one.path.endswith("/amend")]
    amended = json.loads(sent.body)
    assert sent.seen == '"7"', "a figure that a colleague changes in between is not lost"
    assert [(one["indicator"], one["value"]) for one in amended["results"]] == [("Số hộ", "1"), ("Việc xong", "310")]


async def test_the_deed_of_a_draft_can_be_corrected(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, BEGAN), *source(NOMINATION[:1])])
    texts = {"tieu-de": "Xong 312 việc", "viec": "Rà soát lại.", "linh-vuc": "Thi hành án"}
    days = {
        f"{name}-{part}": n for name in ("tu-ngay", "den-ngay", "biet-ngay") for part, n in zip("dm", "45", strict=True)
    }
    years = {f"{name}-y": "2026" for name in ("tu-ngay", "den-ngay", "biet-ngay")}
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, CONTENT)
        owner.answers[f"GET /deeds/{FILE}"] = (200, DEED)
        owner.answers[f"POST /deeds/{FILE}/amend"] = (200, {"seq": 2})
        async with at_owner(desk, owner) as opened, opened.visited_by("P", (Role.PROPOSER, "THADS-HP")) as client:
            page = (await client.get(f"/ho-so/{NUMBER}")).text
            bad = await client.post(f"/ho-so/{NUMBER}/sua-viec", data={**form(), **texts, "gia-tri": "312"})
            good = await client.post(f"/ho-so/{NUMBER}/sua-viec", data={**form(), **texts, **days, **years})
        (amended,) = [json.loads(one.body) for one in owner.asked if one.path.endswith("/amend")]
    assert 'name="den-ngay-d" value="3"' in page
    assert bad.status_code == 422
    for sentence in ("Con số cần đủ tên chỉ số", "Xong: nhập ngày, tháng, năm", "Xong 312 việc"):
        assert sentence in bad.text
    assert (good.status_code, good.headers["location"]) == (303, f"/ho-so/{NUMBER}")
    assert (amended["title_vi"], amended["occurred_to"], "results" in amended) == ("Xong 312 việc", "2026-05-04", False)


async def test_who_corrects_a_deed_that_changed_meanwhile_is_told_and_loses_no_word(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, BEGAN), *source(NOMINATION[:1])])
    parts = {"d": "4", "m": "5", "y": "2026"}
    days = {f"{name}-{part}": n for name in ("tu-ngay", "den-ngay", "biet-ngay") for part, n in parts.items()}
    mine = {**form(khoa=KEY, tieu_de="Xong 312 việc", viec="Rà soát lại.", linh_vuc="Thi hành án"), **days}
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, CONTENT)
        owner.answers[f"GET /deeds/{FILE}"] = (200, DEED)
        owner.answers[f"POST /deeds/{FILE}/amend"] = [(412, {"title": "Mục này đã thay đổi."}), (200, {"seq": 9})]
        async with at_owner(desk, owner) as opened, opened.visited_by("P", (Role.PROPOSER, "THADS-HP")) as client:
            page = (await client.get(f"/ho-so/{NUMBER}")).text
            owner.answers[f"GET /deeds/{FILE}"] = (200, {**DEED, "version": 8, "title_vi": "Xong 311 việc"})
            seen = {"ban-da-xem": "7"}
            bad = await client.post(f"/ho-so/{NUMBER}/sua-viec", data={**mine, **seen, "gia-tri": "312"})
            late = await client.post(f"/ho-so/{NUMBER}/sua-viec", data={**mine, **seen})
            again = await client.post(f"/ho-so/{NUMBER}/sua-viec", data={**mine, "ban-da-xem": "8"})
        versions = [one.seen for one in owner.asked if one.path.endswith("/amend")]
    carried = 'name="ban-da-xem" value="{}"'.format
    assert [carried(7) in text for text in (page, bad.text, late.text)] == [True, True, False]
    assert carried(8) in late.text, "who was told goes on from what stands now"
    assert (late.status_code, "Mục này đã thay đổi." in late.text, "so lại, sửa nếu cần" in late.text) == (
        412,
        True,
        True,
    )
    assert all(words in late.text for words in ("Xong 312 việc", "Xong 311 việc")), (
        "one's own words, and the colleague's"
    )
    assert (again.status_code, versions) == (303, ['"7"', '"8"'])
