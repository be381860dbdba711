"""Đề nghị khen: what was written is never lost, what was sent is sent once."""

import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import Answer, StandIn, standing_in
from tests.console.pages.nominating import KEY, written

PROPOSER = ((Role.PROPOSER, "STP-HP"), (Role.UNIT_HEAD, "STP-HP"))
DEED, FILE = "11111111-0000-5000-8000-000000000001", "11111111-0000-5000-8000-000000000002"
AWAY: Answer = (503, {"code": "unavailable"})
SUBJECT = {"ref": "CB-0412", "kind": "individual", "name_vi": "Nguyễn Thị Hạnh", "unit_id": "STP-HP"}
FORM = {"code": "GIAY_KHEN_SO", "name_vi": "Giấy khen của Giám đốc Sở", "grantor_unit_id": "STP-HP"}


@pytest_asyncio.fixture
async def owner() -> AsyncIterator[StandIn]:
    async with standing_in() as opened:
        opened.answers = {
            "GET /subjects": (200, [SUBJECT]),
            "GET /forms": (200, [FORM]),
            "GET /movements": (200, []),
            "POST /evidence": (201, {"sha256": "c" * 64, "name": "danh sách.pdf", "kind": "document"}),
            "POST /deeds": (201, {"id": DEED, "seq": 1}),
            f"POST /deeds/{DEED}/amend": (200, {"id": DEED, "seq": 2}),
            "POST /nominations": (201, {"id": FILE, "number": "KT-2026-0001", "state": "draft", "seq": 1}),
            f"POST /nominations/{FILE}/submit": (200, {"id": FILE, "state": "submitted", "seq": 2}),
        }
        yield opened


@pytest_asyncio.fixture
async def person(desk: Desk, owner: StandIn) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.asking(nominations_url=owner.address) as opened, opened.visited_by("PGD", *PROPOSER) as client:
        yield client


async def test_a_nomination_is_reviewed_then_sent_in_one_command_a_step(
    desk: Desk, person: httpx.AsyncClient, owner: StandIn
) -> None:
    file = {"minh-chung": ("danh sách.pdf", b"%PDF", "application/pdf")}
    kept = await person.post("/de-nghi", data=written(), files=file)
    assert (kept.status_code, kept.headers["location"]) == (303, f"/de-nghi/{KEY}")
    page = (await person.get(f"/de-nghi/{KEY}")).text
    for part in ("Nguyễn Thị Hạnh", "danh sách.pdf", "<dt>Cấp khen</dt><dd>STP-HP</dd>"):
        assert part in page
    assert [one.query for one in owner.asked if one.path == "/forms"] == [{"unit": "STP-HP"}]
    assert "hồ sơ sẽ bị trả lại để bổ sung" in page, "no figure was given"
    sent = await person.post(f"/de-nghi/{KEY}/gui", data=form())
    assert (sent.status_code, sent.headers["location"]) == (303, "/ho-so/KT-2026-0001?cho=nomination.2")
    steps = [one.path for one in owner.asked if one.method == "POST"]
    assert steps == ["/evidence", "/deeds", "/nominations", f"/nominations/{FILE}/submit"]
    assert len({one.key for one in owner.asked if one.method == "POST"}) == 4
    for again in (await person.post(f"/de-nghi/{KEY}/gui", data=form()), await person.get(f"/de-nghi/{KEY}")):
        assert (again.status_code, again.headers["location"]) == (303, "/ho-so/KT-2026-0001"), "a second press"
    assert (await person.post("/de-nghi", data=written(viec="khác"))).headers["location"] == "/ho-so/KT-2026-0001"
    assert [one.path for one in owner.asked if one.method == "POST"] == steps, "nothing was sent twice"
    assert "Cấp trích lục" not in (await person.get("/viec")).text
    rows = [str(row) async for row in desk.service.store.rows("drafts").find()]
    assert len(rows) == 1
    assert "Trực ngoài giờ" not in rows[0], "the words are gone"


async def test_a_years_work_is_nominated_without_a_deed(person: httpx.AsyncClient, owner: StandIn) -> None:
    title = {"code": "CSTD_TINH", "name_vi": "Chiến sĩ thi đua cấp tỉnh", "annual": True, "deadline": "2026-11-30"}
    owner.answers["GET /forms"] = (200, [FORM, title])
    blank = (await person.get("/de-nghi?theo-nam=1")).text
    assert "Chiến sĩ thi đua cấp tỉnh (nhận hồ sơ đến 30/11/2026)" in blank
    assert "Giấy khen của Giám đốc Sở" not in blank
    assert "Chiến sĩ thi đua" not in (await person.get("/de-nghi")).text
    fields = {"theo_nam": "1", "khoa": KEY, "doi_tuong": "CB-0412", "hinh_thuc": "CSTD_TINH", "viec": "Ba năm liền"}
    short = await person.post("/de-nghi", data=form(**fields, nam="3026", trich_yeu="Chiến sĩ thi đua"))
    assert "Nhập năm bằng bốn chữ số" in short.text
    await person.post("/de-nghi", data=form(**fields, nam="2025", trich_yeu="Chiến sĩ thi đua"))
    page = (await person.get(f"/de-nghi/{KEY}")).text
    assert ("Thường xuyên" in page, "2025" in page, "Ngày" in page) == (True, True, False)
    sent = await person.post(f"/de-nghi/{KEY}/gui", data=form())
    assert sent.headers["location"] == "/ho-so/KT-2026-0001?cho=nomination.2"
    assert json.loads(next(one.body for one in owner.asked if one.path == "/nominations")) == {
        "subject_ref": "CB-0412",
        "type": "merit",
        "form_code": "CSTD_TINH",
        "citation_vi": "Chiến sĩ thi đua",
        "achievement_report": "Ba năm liền",
        "evidence": [],
        "year": 2025,
    }
    assert owner.keys("/deeds") == []


async def test_a_refused_deed_keeps_every_word_and_a_corrected_one_is_sent_in_its_place(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    refused = (422, {"title": "Chưa nhận được.", "way_out_vi": "Sửa rồi gửi lại.", "code": "X"})
    owner.answers["POST /deeds"] = [refused, (201, {"id": DEED, "seq": 1})]
    await person.post("/de-nghi", data=written())
    reply = await person.post(f"/de-nghi/{KEY}/gui", data=form())
    assert reply.status_code == 422
    assert "Chưa nhận được." in reply.text
    assert "Sửa rồi gửi lại." in reply.text
    again = (await person.get(f"/de-nghi/{KEY}/sua")).text
    assert "Trực ngoài giờ hai ngày." in again
    await person.post("/de-nghi", data=written(viec="Trực ngoài giờ ba ngày."))
    assert (await person.post(f"/de-nghi/{KEY}/gui", data=form())).status_code == 303
    assert len(set(owner.keys("/deeds"))) == 1, "a refused command leaves its key free"


async def test_a_deed_that_is_registered_is_amended_not_registered_twice(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    drafted: Answer = owner.answers["POST /nominations"]  # type: ignore[assignment]
    owner.answers["POST /nominations"] = [(422, {"title": "Trích yếu quá dài.", "code": "X"}), drafted]
    await person.post("/de-nghi", data=written())
    assert (await person.post(f"/de-nghi/{KEY}/gui", data=form())).status_code == 422
    assert (await person.post(f"/de-nghi/{KEY}/gui", data=form())).status_code == 303
    assert len(owner.keys("/deeds")) == 1
    assert owner.keys("/nominations")[0] == owner.keys("/nominations")[1], "the same content is the same command"


async def test_a_changed_deed_is_amended(person: httpx.AsyncClient, owner: StandIn) -> None:
    drafted: Answer = owner.answers["POST /nominations"]  # type: ignore[assignment]
    owner.answers["POST /nominations"] = [(422, {"title": "Không.", "code": "X"}), drafted]
    await person.post("/de-nghi", data=written())
    await person.post(f"/de-nghi/{KEY}/gui", data=form())
    await person.post("/de-nghi", data=written(viec="Trực ngoài giờ ba ngày."))
    assert (await person.post(f"/de-nghi/{KEY}/gui", data=form())).status_code == 303
    assert (len(owner.keys("/deeds")), len(owner.keys(f"/deeds/{DEED}/amend"))) == (1, 1)


async def test_while_the_owner_is_away_the_draft_stays_and_nothing_is_promised(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    await person.post("/de-nghi", data=written())
    owner.answers["POST /deeds"] = AWAY
    reply = await person.post(f"/de-nghi/{KEY}/gui", data=form(), timeout=20)
    assert reply.status_code == 503
    assert "Đã lưu nháp." in reply.text
    assert "Hệ thống không tự gửi thay bạn." in reply.text
    work = (await person.get("/viec")).text
    assert "Cấp trích lục cho 37 hộ" in work
    assert f"/de-nghi/{KEY}/sua" in work
    assert len(set(owner.keys("/deeds"))) == 1, "three tries are one command"


def reused(thing: str) -> Answer:
    """What an owner says to a key that it knows with another body."""
    return 422, {"title": "Khóa đã dùng.", "code": "IDEMPOTENCY_KEY_REUSED", "params": {"id": thing}}


async def test_a_deed_that_arrived_unanswered_is_amended_when_the_form_was_changed_meanwhile(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    owner.answers["POST /deeds"] = [AWAY, AWAY, AWAY, reused(DEED)]
    await person.post("/de-nghi", data=written())
    assert (await person.post(f"/de-nghi/{KEY}/gui", data=form(), timeout=20)).status_code == 503
    await person.post("/de-nghi", data=written(viec="Trực ngoài giờ ba ngày."))
    assert (await person.post(f"/de-nghi/{KEY}/gui", data=form())).status_code == 303
    assert len(set(owner.keys("/deeds"))) == 1, "no second deed"
    (amended,) = [json.loads(one.body) for one in owner.asked if one.path == f"/deeds/{DEED}/amend"]
    assert amended["story_vi"] == "Trực ngoài giờ ba ngày."


async def test_an_amendment_that_arrived_unanswered_is_followed_by_the_next_one(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    drafted: Answer = owner.answers["POST /nominations"]  # type: ignore[assignment]
    owner.answers["POST /nominations"] = [(422, {"title": "Không.", "code": "X"}), drafted]
    owner.answers[f"POST /deeds/{DEED}/amend"] = [AWAY, AWAY, AWAY, reused(DEED), (200, {"id": DEED, "seq": 3})]
    for days, status in (("một", 422), ("hai", 503), ("một", 303)):
        await person.post("/de-nghi", data=written(viec=f"Trực ngoài giờ {days} ngày."))
        assert (await person.post(f"/de-nghi/{KEY}/gui", data=form(), timeout=20)).status_code == status
        if days == "một":
            continue
        await person.post("/de-nghi", data=written(viec="Trực ngoài giờ ba ngày."))
        owner.answers["POST /nominations"] = [(422, {"title": "Không.", "code": "X"}), drafted]
        assert (await person.post(f"/de-nghi/{KEY}/gui", data=form())).status_code == 422
    keys = owner.keys(f"/deeds/{DEED}/amend")
    assert len({*keys[:4]}) == 1, "until there is an answer it is one amendment"
    assert len({*keys}) == 3, "going back to the first words is an amendment of its own"


async def test_a_file_that_arrived_unanswered_is_named_and_none_is_drafted_beside_it(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    owner.answers["POST /nominations"] = [AWAY, AWAY, AWAY, reused(FILE)]
    owner.answers[f"GET /nominations/{FILE}"] = (200, {"id": FILE, "number": "KT-2026-0001", "state": "draft"})
    await person.post("/de-nghi", data=written())
    assert (await person.post(f"/de-nghi/{KEY}/gui", data=form(), timeout=20)).status_code == 503
    await person.post("/de-nghi", data=written(**{"trich-yeu": "Trực hai ngày liền"}))
    told = await person.post(f"/de-nghi/{KEY}/gui", data=form())
    assert told.status_code == 409
    for text in ("Lần gửi trước đã đến nơi", "Không có hồ sơ thứ hai.", '<a href="/ho-so/KT-2026-0001">'):
        assert text in told.text
    assert len(set(owner.keys("/nominations"))) == 1
    assert owner.keys(f"/nominations/{FILE}/submit") == [], "nobody has read what would be submitted"
    assert "Trực hai ngày liền" in (await person.get(f"/de-nghi/{KEY}/sua")).text, "the new words stay"


async def test_with_the_owner_down_from_the_start_what_was_written_is_kept(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    owner.answers = {}
    assert (await person.post("/de-nghi", data=written())).status_code == 303
    assert "Trực ngoài giờ hai ngày." in (await person.get(f"/de-nghi/{KEY}/sua")).text


async def test_a_refused_submission_leads_to_the_file_with_its_sentence(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    owner.answers[f"POST /nominations/{FILE}/submit"] = (422, {"title": "Không.", "code": "SELF_ENDORSEMENT"})
    await person.post("/de-nghi", data=written())
    sent = await person.post(f"/de-nghi/{KEY}/gui", data=form())
    assert sent.headers["location"] == "/ho-so/KT-2026-0001?cho=nomination.1&tu-choi=SELF_ENDORSEMENT"


async def test_an_incomplete_form_names_each_field_and_keeps_the_rest(person: httpx.AsyncClient) -> None:
    reply = await person.post("/de-nghi", data=written(**{"hinh-thuc": "", "trich-yeu": "x" * 201, "den-ngay-m": "13"}))
    assert reply.status_code == 422
    assert "<title>Lỗi: Đề nghị khen" in re.sub(r"\s+", " ", reply.text)
    for sentence in ("Chọn hình thức khen.", "Dài 201 ký tự; nhiều nhất 200.", "Xong: nhập ngày, tháng, năm bằng số"):
        assert reply.text.count(sentence) == 2, "once in the summary, once at the field"
    assert "Trực ngoài giờ hai ngày." in reply.text


async def test_anybody_can_be_found_and_who_was_chosen_before_stays_chosen(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    other = {**SUBJECT, "ref": "CB-9001", "name_vi": "Trần Văn Muộn"}
    seek = await person.post("/de-nghi", data=written(**{"tim": " Muộn ", "tim-nguoi": "1"}))
    assert (seek.status_code, seek.headers["location"]) == (303, f"/de-nghi/{KEY}/sua?tim=Mu%E1%BB%99n#tim")
    owner.answers["GET /subjects"] = [(200, [other]), (200, [SUBJECT])]
    page = (await person.get(seek.headers["location"].partition("#")[0])).text
    assert [one.query.get("q") for one in owner.asked if one.path == "/subjects"] == ["Muộn", "CB-0412"]
    assert '<option value="CB-9001">Trần Văn Muộn' in page
    assert '<option value="CB-0412" selected>Nguyễn Thị Hạnh' in page
    assert "Có 1 kết quả cho “Muộn”" in page
    assert "Trực ngoài giờ hai ngày." in page, "what was written stays"


async def test_somebody_beyond_the_first_of_a_long_list_is_sent_with_name_and_unit(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    many = [{**SUBJECT, "ref": f"CB-1{n:03}"} for n in range(200)]
    owner.answers["GET /subjects"] = [(200, many), (200, [SUBJECT])]
    await person.post("/de-nghi", data=written())
    assert "Nguyễn Thị Hạnh" in (await person.get(f"/de-nghi/{KEY}")).text
    assert "Danh sách chỉ hiện 200 kết quả đầu" not in (await person.get(f"/de-nghi/{KEY}/sua")).text
    owner.answers["GET /subjects"] = [(200, many), (200, [SUBJECT])]
    assert (await person.post(f"/de-nghi/{KEY}/gui", data=form())).status_code == 303
    (deed,) = [json.loads(one.body) for one in owner.asked if one.path == "/deeds"]
    assert deed["unit_id"] == "STP-HP"


async def test_a_list_that_is_cut_says_so(person: httpx.AsyncClient, owner: StandIn) -> None:
    owner.answers["GET /subjects"] = (200, [{**SUBJECT, "ref": f"CB-1{n:03}"} for n in range(200)])
    assert "Danh sách chỉ hiện 200 kết quả đầu" in (await person.get("/de-nghi")).text


async def test_a_key_in_capitals_is_the_same_key(person: httpx.AsyncClient) -> None:
    kept = await person.post("/de-nghi", data=written(khoa=KEY.upper()))
    assert kept.headers["location"] == f"/de-nghi/{KEY}"


async def test_a_draft_is_its_writers_own(desk: Desk, person: httpx.AsyncClient) -> None:
    await person.post("/de-nghi", data=written())
    async with desk.visited_by("OTHER", *PROPOSER) as other:
        assert (await other.get(f"/de-nghi/{KEY}")).status_code == 404
        assert (await other.post(f"/de-nghi/{KEY}/gui", data=form())).status_code == 404
        await other.post("/de-nghi", data=written(viec="của người khác"))
    assert "Trực ngoài giờ hai ngày." in (await person.get(f"/de-nghi/{KEY}/sua")).text


async def test_several_who_did_it_are_added_row_by_row_and_the_rest_is_the_commended_ones(
    person: httpx.AsyncClient, owner: StandIn
) -> None:
    added = await person.post("/de-nghi", data=written(**{"them-nguoi": "1"}))
    assert (added.status_code, added.headers["location"]) == (303, f"/de-nghi/{KEY}/sua#nguoi-1")
    page = (await person.get(f"/de-nghi/{KEY}/sua")).text
    assert 'name="ty-le-1"' in page
    assert "Trực ngoài giờ hai ngày." in page, "what was written stays"
    rows = {"nguoi-1": "CB-0533", "ty-le-1": "30", "nguoi-2": "CB-0077", "ty-le-2": "15"}
    fewer = await person.post("/de-nghi", data=written(**rows, **{"bot-nguoi": "1"}))
    assert fewer.headers["location"] == f"/de-nghi/{KEY}/sua#nguoi-1"
    page = (await person.get(f"/de-nghi/{KEY}/sua")).text
    assert ('value="15"' in page, 'value="30"' in page) == (True, False)
    await person.post("/de-nghi", data=written(**rows))
    assert "Nguyễn Thị Hạnh: 55 %" in (await person.get(f"/de-nghi/{KEY}")).text
    await person.post(f"/de-nghi/{KEY}/gui", data=form())
    (deed,) = [json.loads(one.body) for one in owner.asked if one.path == "/deeds"]
    assert [(one["subject_ref"], one["share"]) for one in deed["contributors"]] == [
        ("CB-0412", 55),
        ("CB-0533", 30),
        ("CB-0077", 15),
    ]
