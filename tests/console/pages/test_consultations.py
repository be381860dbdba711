"""Lấy ý kiến: everybody reads what is asked; people speak once; officers ask and answer."""

import json
from typing import Any

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in
from tests.console.story import BEGAN, CASE, FILE, NOMINATION, NUMBER, UNIT, source, told

CITIZEN, OFFICER = (Role.CITIZEN, "BTP"), (Role.EMULATION_OFFICER, "BTP")
ONE, SAID = "6f1c1a1e-0000-5000-8000-0000000000c1", "6f1c1a1e-0000-5000-8000-0000000000c2"
NEXT = "6f1c1a1e-0000-5000-8000-0000000000c3"
ASKED: dict[str, Any] = {
    "id": ONE,
    "file_number": NUMBER,
    "form_code": "GUONG_SANG_NGANH",
    "unit_id": "THADS-HP",
    "place": "THADS-HP",
    "opened_on": "2026-10-06",
    "closes_on": "2026-10-20",
    "subject_label": "Huỳnh <b>Thanh</b> Sơn",
    "question_vi": "Có đồng tình không?",
}
COMMENT: dict[str, Any] = {
    "id": SAID,
    "side": "against",
    "text_vi": "Chưa rõ số liệu",
    "said_on": "2026-10-07",
    "answer": None,
}
TOLD: dict[str, Any] = {
    **ASKED,
    "state": "window_open",
    "grantor_unit_id": "BTP",
    "paused": False,
    "sides": {"for": 0, "against": 1, "other": 0},
    "unanswered": 1,
    "comments": [COMMENT],
}
ANSWER = {"text_vi": "Số liệu có trong hồ sơ", "on": "2026-10-08"}
OWN = {**COMMENT, "file_number": NUMBER, "subject_label": "Huỳnh Thanh Sơn", "answer": ANSWER}


async def test_everybody_reads_what_is_asked_and_is_led_to_sign_in(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {"GET /consultations/open": (200, [ASKED])}
        async with desk.asking(reviews_url=owner.address) as at, at.visited() as client:
            page = (await client.get("/lay-y-kien")).text
        assert [(one.path, one.token) for one in owner.asked] == [("/consultations/open", "")]
    assert "Có đồng tình không?" in page
    assert "Huỳnh &lt;b&gt;Thanh" in page
    assert "Đăng nhập để góp ý" in page
    assert "Gửi góp ý" not in page


async def test_a_citizen_speaks_and_reads_the_answer(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {
            "GET /consultations/open": (200, [ASKED]),
            "GET /comments": (200, [OWN]),
            f"POST /consultations/{ONE}/comment": (201, OWN),
        }
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("CD-01", CITIZEN) as client:
            page = (await client.get(f"/lay-y-kien?ve={ONE}")).text
            assert "Gửi góp ý" in page
            assert "Số liệu có trong hồ sơ" in page
            empty = (await client.post(f"/lay-y-kien/{ONE}/gop-y", data=form(gop_y="Tốt"))).text
            assert "Chọn đồng tình" in empty
            assert ">\nTốt</textarea>" in empty
            reply = await client.post(f"/lay-y-kien/{ONE}/gop-y", data=form(ben="for", gop_y="Tốt"))
            assert reply.headers["location"] == "/lay-y-kien"
        sent = next(one for one in owner.asked if one.method == "POST")
    assert json.loads(sent.body) == {"side": "for", "text_vi": "Tốt"}


async def test_what_was_typed_for_a_comment_that_another_answered_stands_below_no_other(desk: Desk) -> None:
    answered, waiting = {**COMMENT, "answer": ANSWER}, {**COMMENT, "id": NEXT, "text_vi": "Nên khen cả nhóm"}
    async with standing_in() as owner:
        owner.answers = {
            f"GET /consultations/{ONE}": (200, {**TOLD, "comments": [answered, waiting]}),
            f"POST /consultations/{ONE}/comments/{SAID}/answer": (
                409,
                {"code": "STATE_CHANGED"},
            ),
            f"POST /consultations/{ONE}/comments/{NEXT}/answer": (503, {}),
        }
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("TD-03", OFFICER) as client:
            for comment_id, stays in ((SAID, False), (NEXT, True)):
                filled = form(gop_y=comment_id, tra_loi="Số liệu ở mục 2")
                page = (await client.post(f"/lay-y-kien/{ONE}/tra-loi", data=filled)).text
                assert f'name="gop-y" value="{NEXT}"' in page
                assert ("Số liệu ở mục 2" in page) is stays


async def test_an_officer_opens_reads_and_answers(desk: Desk) -> None:
    await desk.tell([told(UNIT, 1, BEGAN), *source(NOMINATION), *source(CASE[:2])])
    async with standing_in() as owner:
        owner.answers = {
            "GET /consultations/open": (200, []),
            "GET /consultations": (200, [TOLD]),
            f"GET /consultations/{ONE}": (200, TOLD),
            "POST /consultations": (201, TOLD),
            f"POST /consultations/{ONE}/comments/{SAID}/answer": (200, TOLD),
        }
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("TD-03", OFFICER) as client:
            assert f'href="/lay-y-kien/{ONE}"' in (await client.get("/lay-y-kien")).text
            filled = form(ho_so="KT-2026-9999", ten="Huỳnh Thanh Sơn", noi_dung="Có đồng tình không?")
            unknown = await client.post("/lay-y-kien", data=filled)
            assert "Không có hồ sơ này trong phạm vi của bạn." in unknown.text
            reply = await client.post("/lay-y-kien", data={**filled, "ho-so": NUMBER.lower()})
            assert reply.headers["location"] == f"/lay-y-kien/{ONE}"
            assert "Chưa rõ số liệu" in (await client.get(f"/lay-y-kien/{ONE}")).text
            unsaid = await client.post(f"/lay-y-kien/{ONE}/tra-loi", data=form(gop_y=SAID))
            assert "Nêu câu trả lời." in unsaid.text
            filled = form(gop_y=SAID, tra_loi="Số liệu có trong hồ sơ")
            reply = await client.post(f"/lay-y-kien/{ONE}/tra-loi", data=filled)
            assert reply.headers["location"] == f"/lay-y-kien/{ONE}"
        opened, answered = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert opened == {"case_id": str(FILE), "subject_label": "Huỳnh Thanh Sơn", "question_vi": "Có đồng tình không?"}
    assert answered == {"text_vi": "Số liệu có trong hồ sơ"}
