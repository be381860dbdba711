"""Hồ sơ: status, clock and timeline from the console's rows; content and acts at the owner."""

import json
from contextlib import AbstractAsyncContextManager
from datetime import date
from uuid import uuid4

from shared.contracts.notifications import NotificationDelivered, NotificationFailed
from shared.contracts.parts import Step
from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import CONTENT, StandIn, standing_in
from tests.console.story import (
    BEGAN,
    CASE,
    FILE,
    GIVEN_BACK,
    HELD,
    NOMINATION,
    NUMBER,
    PATH,
    RELEASED,
    TAKEN_BACK,
    UNIT,
    source,
    told,
)

OFFICER = (Role.EMULATION_OFFICER, "THADS-HP")
KEY = "0b0e4a4e-7d2a-4c50-9d0a-1f7a3b6f2c11"


def at_owner(desk: Desk, owner: StandIn) -> AbstractAsyncContextManager[Desk]:
    return desk.asking(nominations_url=owner.address, reviews_url=owner.address)


async def screening(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, BEGAN), *source(NOMINATION[:3]), *source(CASE[:1])])


async def test_without_its_owner_the_page_keeps_status_clock_and_timeline(desk: Desk) -> None:
    await screening(desk)
    async with desk.visited_by("TD", OFFICER) as client:
        page = (await client.get(f"/ho-so/{NUMBER}")).text
    for text in ("Đã tiếp nhận", "Đã gửi", "09/10/2026", "tạm thời chưa xem được", "Thi hành án dân sự tỉnh Hòa Phước"):
        assert text in page


async def test_the_page_counts_what_came_and_what_did_not(desk: Desk) -> None:
    await screening(desk)
    about = {"unit_id": "THADS-HP", "unit_path": PATH, "event_id": FILE, "template": "returned", "case_id": FILE}
    came = NotificationDelivered(**about, delivery_id=uuid4(), channel="email", outcome="ok")
    lost = NotificationFailed(**about, delivery_id=uuid4(), channel="email", outcome="refused")
    await desk.tell([told(came, 1, BEGAN), told(lost, 1, BEGAN)])
    async with desk.visited_by("TD", OFFICER) as client:
        page = (await client.get(f"/ho-so/{NUMBER}")).text
    assert "Tin gửi ra ngoài: 1 tin bắt buộc đã đến, 1 tin không đến" in page
    assert "Tin gửi ra ngoài không đến nơi" in page


async def test_names_come_from_the_owner_and_are_not_kept(desk: Desk) -> None:
    await screening(desk)
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, CONTENT)
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            page = (await client.get(f"/ho-so/{NUMBER}")).text
        assert {one.token for one in owner.asked} == {"Bearer token of TD"}
    assert "Tổ chấp hành viên &lt;i&gt;số 3&lt;/i&gt;" in page
    for name in ("cases", "meetings", "decisions"):
        async for row in desk.service.store.rows(name).find():
            assert "Tổ chấp hành viên" not in str(row)


async def test_an_act_goes_to_the_owner_and_the_page_waits_for_its_number(desk: Desk) -> None:
    await screening(desk)
    async with standing_in() as owner:
        owner.answers[f"POST /nominations/{FILE}/accept"] = (200, {"seq": 4, "state": "accepted"})
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            reply = await client.post(f"/ho-so/{NUMBER}/dat", data=form(khoa=KEY))
            assert reply.headers["location"] == f"/ho-so/{NUMBER}?cho=nomination.4"
            behind = (await client.get(reply.headers["location"])).text
            assert "Đang cập nhật" in behind
            await desk.tell([told(NOMINATION[6], 4, BEGAN)])
            assert "Đang cập nhật" not in (await client.get(reply.headers["location"])).text
        assert owner.keys(f"/nominations/{FILE}/accept") == [KEY]


async def test_a_refused_act_shows_the_sentence_and_keeps_the_text(desk: Desk) -> None:
    await desk.tell([*source(NOMINATION), *source(CASE[:2])])
    refusal = {"title": "Bạn đã giữ vai trò khác trong hồ sơ này.", "way_out_vi": "Đề nghị người khác làm."}
    async with standing_in() as owner:
        owner.answers[f"POST /cases/{FILE}/appraise"] = (422, refusal)
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            data = form(khoa=KEY, ket_luan="fails", nhan_xet="Số liệu chưa khớp.\nThiếu nguồn.")
            reply = await client.post(f"/ho-so/{NUMBER}/tham-dinh", data=data)
    assert reply.status_code == 422
    for text in ("Bạn đã giữ vai trò khác", "Đề nghị người khác làm.", "Số liệu chưa khớp.\nThiếu nguồn.", KEY):
        assert text in reply.text


async def test_an_act_while_the_owner_is_away_keeps_key_and_text(desk: Desk) -> None:
    await desk.tell([*source(NOMINATION), *source(CASE[:2])])
    async with desk.visited_by("TD", OFFICER) as client:
        data = form(khoa=KEY, ket_luan="meets", nhan_xet="Khớp sổ.")
        reply = await client.post(f"/ho-so/{NUMBER}/tham-dinh", data=data, timeout=20)
    assert reply.status_code == 503
    for text in ("chưa rõ kết quả", "Hệ thống không tự gửi thay bạn.", "Khớp sổ.", KEY):
        assert text in reply.text


async def test_an_officer_holds_a_file_on_a_ground_and_lets_it_go_on(desk: Desk) -> None:
    await screening(desk)
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, CONTENT)
        owner.answers[f"POST /nominations/{FILE}/hold"] = (200, {"seq": 4})
        owner.answers[f"POST /nominations/{FILE}/release"] = (200, {"seq": 5})
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            unsaid = await client.post(f"/ho-so/{NUMBER}/tam-dung", data=form(khoa=KEY))
            held = {**form(khoa=KEY), "can-cu": "press_verification"}
            await client.post(f"/ho-so/{NUMBER}/tam-dung", data=held)
            await desk.tell([told(HELD, 4, BEGAN)])
            hold = {"ground": "press_verification", "since": "2026-10-06"}
            owner.answers[f"GET /nominations/{FILE}"] = (200, {**CONTENT, "hold": hold})
            page = (await client.get(f"/ho-so/{NUMBER}")).text
            await client.post(f"/ho-so/{NUMBER}/tiep-tuc", data=form(khoa="0b0e4a4e-7d2a-4c50-9d0a-1f7a3b6f2c12"))
        (body,) = [json.loads(one.body) for one in owner.asked if one.path.endswith("/hold")]
        assert len(owner.keys(f"/nominations/{FILE}/release")) == 1
    assert (unsaid.status_code, "Chọn căn cứ." in unsaid.text) == (422, True)
    assert body == {"ground": "press_verification"}
    for text in ("đang trong thời gian xác minh", "Đã tiếp nhận", "Tiếp tục xét", "Đang xác minh tin báo chí nêu"):
        assert text in page
    assert "Còn" not in page.split('class="tom-tat"')[1].split("</section>")[0], "its clock stands still"


async def test_a_ground_that_the_owner_does_not_tell_is_not_written(desk: Desk) -> None:
    await screening(desk)
    await desk.tell([told(HELD, 4, BEGAN)])
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, {**CONTENT, "hold": {"ground": None, "since": "2026-10-06"}})
        async with at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
            page = (await client.get(f"/ho-so/{NUMBER}")).text
    assert "Tiếp tục xét" in page
    assert "Căn cứ" not in page


async def test_a_held_file_is_no_task_but_to_release_it_and_moves_on_where_it_stood(desk: Desk) -> None:
    await screening(desk)
    await desk.tell([told(HELD, 4, BEGAN)])
    case = await desk.case(FILE)
    assert (case.is_held, case.status, case.due_on) == (True, "received", None)
    await desk.tell([told(RELEASED, 5, BEGAN)])
    case = await desk.case(FILE)
    assert (case.is_held, case.status, case.due_on) == (False, "received", date(2026, 10, 12))


async def test_a_returned_file_that_goes_on_with_its_case_shows_its_new_day_and_no_second_line(desk: Desk) -> None:
    steps = (Step(name="complete", due_on=date(2026, 10, 22)),)
    gone_on = RELEASED.model_copy(update={"next_state": "returned", "with_case": True, "steps": steps})
    held = HELD.model_copy(update={"with_case": True})
    await desk.tell([*(told(one, n, BEGAN) for n, one in enumerate(NOMINATION[:4], 1)), told(held, 5, BEGAN)])
    before = await desk.case(FILE)
    await desk.tell([told(gone_on, 6, BEGAN)])
    case = await desk.case(FILE)
    assert (before.is_held, case.is_held, case.due_on) == (True, False, date(2026, 10, 22))
    assert not {"nomination.held", "nomination.released"} & {line.event for line in case.timeline}


async def test_a_file_that_the_rows_do_not_know_yet_is_announced(desk: Desk) -> None:
    async with desk.visited_by("TD", OFFICER) as client:
        reply = await client.get(f"/ho-so/{NUMBER}?cho=nomination.2")
    assert reply.status_code == 200
    assert "việc của bạn đã được ghi" in reply.text
    assert "Tải lại" in reply.text


async def test_a_head_submits_what_the_page_showed_and_nothing_newer(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, BEGAN), *source(NOMINATION[:1])])
    async with standing_in() as owner:
        owner.answers[f"GET /nominations/{FILE}"] = (200, CONTENT | {"version": 4})
        owner.answers[f"POST /nominations/{FILE}/submit"] = (412, {"title": "Mục này đã thay đổi."})
        async with at_owner(desk, owner) as opened, opened.visited_by("GD", (Role.UNIT_HEAD, "THADS-HP")) as client:
            page = (await client.get(f"/ho-so/{NUMBER}")).text
            late = await client.post(f"/ho-so/{NUMBER}/gui", data=form(khoa=KEY, ban_da_xem="3"))
        (seen,) = [one.seen for one in owner.asked if one.path.endswith("/submit")]
    assert 'name="ban-da-xem" value="4"' in page
    assert (late.status_code, seen, "Mục này đã thay đổi." in late.text) == (412, '"3"', True)


async def test_rules_that_nobody_verified_are_marked(desk: Desk) -> None:
    await screening(desk)
    mark = "– chưa thẩm định pháp lý"
    async with standing_in() as owner, at_owner(desk, owner) as opened, opened.visited_by("TD", OFFICER) as client:
        for verified in (True, False):
            told_of = {"pack": "FIX-2026/2026-10-01", "pack_verified": verified}
            owner.answers[f"GET /nominations/{FILE}"] = (200, {**CONTENT, **told_of})
            page = (await client.get(f"/ho-so/{NUMBER}")).text
            assert ("gói quy định FIX-2026, bản 01/10/2026" in page, mark in page) == (True, not verified)


async def test_an_officer_chooses_the_newer_rules_only_where_they_are_offered(desk: Desk) -> None:
    await desk.tell([*source(NOMINATION), *source(CASE[:2])])
    minister = (Role.EMULATION_OFFICER, "BTP")
    shown: dict[str, object] = {
        "verdict": None,
        "findings": [],
        "hold": None,
        "pack": "FIX-2026/2025-07-01",
        "pack_verified": False,
    }
    offer = {"favourable_review": "offered", "favourable_version": "2026-10-01"}
    async with standing_in() as owner, at_owner(desk, owner) as opened, opened.visited_by("TD", minister) as client:
        owner.answers[f"GET /cases/{FILE}"] = (200, shown)
        assert "Xét theo quy định mới" not in (await client.get(f"/ho-so/{NUMBER}")).text
        owner.answers[f"GET /cases/{FILE}"] = (200, {**shown, **offer})
        assert "Xét theo quy định mới, bản 01/10/2026" in (await client.get(f"/ho-so/{NUMBER}")).text
        empty = await client.post(f"/ho-so/{NUMBER}/chon-quy-dinh", data=form(khoa=KEY, phien_ban="2026-10-01"))
        assert "Nêu lý do chọn." in empty.text
        owner.answers[f"POST /cases/{FILE}/choose-pack"] = (200, {"seq": 3, "state": "appraising"})
        filled = form(khoa=KEY, phien_ban="2026-10-01", ly_do_chon="Mức mới có lợi hơn")
        reply = await client.post(f"/ho-so/{NUMBER}/chon-quy-dinh", data=filled)
        assert reply.headers["location"] == f"/ho-so/{NUMBER}?cho=case.3"


async def test_the_head_takes_back_a_file_that_is_in_review(desk: Desk) -> None:
    await desk.tell([*source(NOMINATION), *source(CASE[:2])])
    head = (Role.UNIT_HEAD, "THADS-HP")
    async with standing_in() as owner, at_owner(desk, owner) as opened, opened.visited_by("CT", head) as client:
        path = f"/ho-so/{NUMBER}/rut-xet"
        assert "Rút đề nghị" in (await client.get(f"/ho-so/{NUMBER}")).text
        assert "Nêu lý do rút." in (await client.post(path, data=form(khoa=KEY))).text
        owner.answers[f"POST /cases/{FILE}/withdraw"] = (200, {"seq": 4, "state": "withdrawn"})
        reply = await client.post(path, data=form(khoa=KEY, ly_do_rut="Nhầm hình thức"))
        assert reply.headers["location"] == f"/ho-so/{NUMBER}?cho=case.4"
        await desk.tell([told(event, n, BEGAN) for n, event in enumerate(TAKEN_BACK, start=3)])
        page = (await client.get(f"/ho-so/{NUMBER}")).text
    for text in ("Đơn vị rút hồ sơ", "Đã rút"):
        assert text in page


async def test_a_case_is_given_back_with_a_reason_and_shown_as_returned(desk: Desk) -> None:
    await desk.tell([*source(NOMINATION), *source(CASE[:2])])
    minister = (Role.EMULATION_OFFICER, "BTP")
    async with standing_in() as owner, at_owner(desk, owner) as opened, opened.visited_by("TD", minister) as client:
        path = f"/ho-so/{NUMBER}/tra-lai-xet"
        assert "Chọn ít nhất một lý do." in (await client.post(path, data=form(khoa=KEY))).text
        owner.answers[f"POST /cases/{FILE}/return"] = (200, {"seq": 3, "state": "returned"})
        reply = await client.post(path, data=form(khoa=KEY, ly_do="DATA_MISSING", con_thieu="Xác nhận"))
        assert reply.headers["location"] == f"/ho-so/{NUMBER}?cho=case.3"
        await desk.tell([told(GIVEN_BACK, 3, BEGAN)])
        page = (await client.get(f"/ho-so/{NUMBER}")).text
    for text in ("Trả lại để bổ sung", "20/10/2026"):
        assert text in page
