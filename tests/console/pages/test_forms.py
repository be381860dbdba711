"""Every form answers bad input beside its field, keeps what was typed, and asks its owner nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from services.console.pages.visit import Page
from shared.kernel.actor import Role
from shared.kernel.clock import VIETNAM, now_utc
from tests.console.desk import Desk, form
from tests.console.owner import Answer, standing_in
from tests.console.story import (
    BEGAN,
    CASE,
    COUNCIL,
    DECIDED,
    DECISION,
    FILE,
    MEETING,
    NOMINATION,
    NUMBER,
    SESSION,
    UNIT,
    Told,
    source,
    told,
)

HEAD = ((Role.UNIT_HEAD, "THADS-HP"), (Role.PROPOSER, "THADS-HP"))
OFFICER = ((Role.EMULATION_OFFICER, "BTP"),)
SECRETARY = ((Role.COUNCIL_SECRETARY, "HD-BTP"), (Role.COUNCIL_SECRETARY, "BTP"))
GRANTOR = ((Role.GRANTOR, "BTP"),)
MEMBER = ((Role.COUNCIL_MEMBER, "HD-BTP"),)
CHAIR = ((Role.COUNCIL_CHAIR, "HD-BTP"),)
Grants = Sequence[tuple[Role, str]]

SCREENING = [told(UNIT, 1, BEGAN), *source(NOMINATION[:3]), *source(CASE[:1])]
RETURNED = [told(UNIT, 1, BEGAN), *source(NOMINATION[:4]), *source(CASE[:1])]
APPRAISING = [*source(NOMINATION), *source(CASE[:2])]
READY = [told(COUNCIL, 1, BEGAN), *source(NOMINATION), *source(CASE[:3])]
VOTING = [*READY, *source(MEETING[:2])]
RECOMMENDED = [told(COUNCIL, 1, BEGAN), *source(NOMINATION), *source(CASE[:4]), *source(MEETING)]
DRAFTED = [*RECOMMENDED, *source(DECIDED[:1])]

LONG_AGO = {"dong-d": "1", "dong-m": "2", "dong-y": "2026", "dong-gio": "17", "dong-phut": "00"}
FIGURE = {"gia-tri": "310", "nguon": "Sổ thụ lý"}

BAD = [
    (RETURNED, HEAD, f"/ho-so/{NUMBER}/bo-sung", FIGURE, "gia-tri", "Con số cần đủ tên chỉ số"),
    (RETURNED, HEAD, f"/ho-so/{NUMBER}/bo-sung", {"trich-yeu": "x" * 201}, "trich-yeu", "Dài 201 ký tự"),
    (RETURNED, HEAD, f"/ho-so/{NUMBER}/rut", {"ly-do-rut": "  "}, "ly-do-rut", "Nêu lý do rút."),
    (SCREENING, OFFICER, f"/ho-so/{NUMBER}/tra-lai", {"con-thieu": "biên bản"}, "ly-do", "Chọn lý do"),
    (APPRAISING, OFFICER, f"/ho-so/{NUMBER}/tham-dinh", {"nhan-xet": "Khớp sổ."}, "ket-luan", "Chọn kết luận."),
    (APPRAISING, OFFICER, f"/ho-so/{NUMBER}/tham-dinh", {"ket-luan": "fails"}, "nhan-xet", "Nêu ít nhất một nhận xét"),
    (READY, SECRETARY, "/phien", {"hoi-dong": "HD-BTP", **LONG_AGO}, "ho-so", "Chọn ít nhất một hồ sơ."),
    (READY, SECRETARY, "/phien", {"hoi-dong": "HD-BTP", "ho-so": str(FILE), **LONG_AGO}, "dong", "đã qua"),
    (READY, SECRETARY, "/phien", {"hoi-dong": "HD-BTP", "ho-so": str(FILE), "dong-d": "mai"}, "dong", "bằng số"),
    (VOTING, MEMBER, f"/phien/{SESSION}/phieu/{NUMBER}", {"phieu": "khong"}, "hieu", "Đánh dấu ô xác nhận"),
    (RECOMMENDED, SECRETARY, "/cho-ky", {"cap-khen": "BTP", "so-quyet-dinh": "9/QĐ"}, "ho-so", "Chọn ít nhất"),
    (
        RECOMMENDED,
        SECRETARY,
        "/cho-ky",
        {"cap-khen": "BTP", "ho-so": str(FILE), f"ten-{FILE}": "Tổ 3"},
        f"noi-dung-{FILE}",
        "Nhập nội dung khen.",
    ),
    (DRAFTED, GRANTOR, f"/cho-ky/{DECISION}/ky", {}, "xac-nhan", "Đánh dấu ô xác nhận trước khi ký."),
    (DRAFTED, GRANTOR, f"/cho-ky/{DECISION}/tra-lai", {"ly-do": ""}, "ly-do", "Nêu lý do trả lại."),
]


def vote() -> Mapping[str, object]:
    one = {"case_id": str(FILE), "case_number": NUMBER, "recused": [], "you": "may_vote"}
    return {"id": str(SESSION), "votes": [one], "warnings": []}


@pytest.mark.parametrize(("story", "grants", "path", "typed", "field", "sentence"), BAD)
async def test_a_bad_field_is_named_where_it_stands(
    desk: Desk, story: list[Told], grants: Grants, path: str, typed: dict[str, str], field: str, sentence: str
) -> None:
    await desk.tell(story)
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, vote())
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-01", *grants) as client:
            reply = await client.post(path, data={**form(), **typed})
        assert [one.path for one in owner.asked if one.method == "POST"] == []
    page = reply.text
    assert reply.status_code == 422
    assert "<title>Lỗi: " in page.replace("\n", "")
    assert f'<a href="#{field}">' in page, "the summary leads to the field"
    assert page.count(f'id="{field}"') == 1
    assert f'id="{field}-loi"' in page
    assert page.count(sentence) == 2, "in the summary and at the field"
    assert f"{field}-loi" in page.split("aria-describedby=", 1)[1]
    assert all(text in page for text in typed.values() if text.strip()), "what was typed stays"
    assert "novalidate" in page, "the browser's own words are not Vietnamese everywhere"


async def test_a_refused_act_fills_no_other_form(desk: Desk) -> None:
    await desk.tell(SCREENING)
    async with desk.visited_by("X", *OFFICER, *HEAD) as client:
        page = (await client.post(f"/ho-so/{NUMBER}/rut", data=form(ly_do_rut=""))).text
        again = (await client.post(f"/ho-so/{NUMBER}/tra-lai", data=form(con_thieu="biên bản", khoa="x"))).text
    assert "<details open><summary>Rút đề nghị" in page
    assert "<details open><summary>Trả lại" not in page
    assert 'value="biên bản"' in again
    assert "<details open><summary>Rút" not in again


async def test_the_address_of_a_form_leads_to_its_page(desk: Desk) -> None:
    await desk.tell(SCREENING)
    async with desk.visited_by("TD", *OFFICER, *CHAIR) as client:
        for page in desk.service.app.routes:
            assert isinstance(page, Page)
            if page.path.count("/") < 2 or "POST" not in (page.methods or ()):
                continue
            known = {"number": NUMBER, "meeting_id": SESSION, "decision_id": DECISION}
            address = page.path.format_map(defaultdict(lambda: "k", known))
            reply = await client.get(address)
            assert reply.status_code != 405, page.path
        assert (await client.get(f"/ho-so/{NUMBER}/dat")).headers["location"] == f"/ho-so/{NUMBER}"


async def test_a_code_that_can_be_none_is_kept_at_its_field(desk: Desk) -> None:
    async with desk.visited_by("TD", *OFFICER) as client:
        found = await client.get("/ho-so", params={"so": " kt-2026-0147 "})
        assert found.headers["location"] == "/ho-so/KT-2026-0147"
        lost = await client.get("/ho-so", params={"so": "hồ sơ <hôm qua>"})
        page = (await client.get(lost.headers["location"].partition("#")[0])).text
    assert "Mã hồ sơ có dạng KT-2026-0147." in page
    assert 'value="hồ sơ &lt;hôm qua&gt;"' in page


async def test_a_form_sent_after_the_session_leads_back_to_its_page(desk: Desk) -> None:
    async with desk.visited() as client:
        reply = await client.post(f"/ho-so/{NUMBER}/tham-dinh", data=form())
        assert reply.headers["location"] == f"/dang-nhap?het-phien=1&ve=/ho-so/{NUMBER}/tham-dinh"


async def test_too_many_files_are_told_in_words(desk: Desk) -> None:
    files = [("minh-chung", (f"{n}.pdf", b"%PDF", "application/pdf")) for n in range(11)]
    async with desk.visited_by("PCT", *HEAD) as client:
        reply = await client.post("/de-nghi", data=form(), files=files)
    assert reply.status_code == 400
    assert "nhiều nhất 10 tệp" in reply.text


@pytest.mark.parametrize(("path", "made"), [("/phien", f"/phien/{SESSION}"), ("/cho-ky", f"/cho-ky/{DECISION}")])
async def test_a_form_changed_after_a_sending_without_answer_makes_no_second_thing_and_leads_to_the_first(
    desk: Desk, path: str, made: str
) -> None:
    await desk.tell(READY if path == "/phien" else RECOMMENDED)
    key, known = str(FILE), made.rpartition("/")[2]
    typed = {"hoi-dong": "HD-BTP", "cap-khen": "BTP", "ho-so": str(FILE), "dong-gio": "17", "dong-phut": "30"}
    typed |= {"dong-d": "1", "dong-m": "12", f"ten-{FILE}": "Tổ 3", f"noi-dung-{FILE}": "Xong 310 việc"}
    away: Answer = (503, {})
    reused: Answer = (422, {"code": "IDEMPOTENCY_KEY_REUSED", "title": "Khóa.", "params": {"id": known}})
    year = now_utc().year + 1
    async with standing_in() as owner:
        owner.answers = {f"POST {what}": [away, away, away, reused] for what in ("/sessions", "/decisions")}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("TK", *SECRETARY) as client:
            for number in ("12/QĐ", "13/QĐ"):
                data = {**form(khoa=key), **typed, "dong-y": str(year), "so-quyet-dinh": number}
                reply = await client.post(path, data=data, timeout=20)
                assert f'name="khoa" value="{key}"' in reply.text, "until there is an answer the key stays"
        assert {one.key for one in owner.asked if one.method == "POST"} == {key}
    assert "Lần gửi trước đã đến nơi" in reply.text
    assert f'<a href="{made}">Mở trang đã ghi</a>' in reply.text


async def test_a_session_closes_in_vietnams_time(desk: Desk) -> None:
    await desk.tell(READY)
    closes = now_utc().astimezone(VIETNAM) + timedelta(days=2)
    day = {"dong-d": f"{closes.day}", "dong-m": f"{closes.month}", "dong-y": f"{closes.year}"}
    typed = {"hoi-dong": "HD-BTP", "ho-so": str(FILE), **day, "dong-gio": "17", "dong-phut": "30"}
    async with standing_in() as owner:
        owner.answers["POST /sessions"] = (201, {"id": str(SESSION), "seq": 1})
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("TK", *SECRETARY) as client:
            assert (await client.post("/phien", data={**form(), **typed})).status_code == 303
        (asked,) = [one for one in owner.asked if one.path == "/sessions"]
    assert f"{closes:%Y-%m-%d}T17:30:00+07:00".encode() in asked.body
