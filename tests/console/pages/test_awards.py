"""Khen thưởng: each sees the forms of the own acts, the owner hears them, and everybody may ask whether it stands."""

import json
from typing import Any

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in
from tests.console.story import AWARD, AWARDED, LATER, REVOKED, source

HEAD, OFFICER = (Role.UNIT_HEAD, "THADS-HP"), (Role.EMULATION_OFFICER, "BTP")
GRANTOR, ABOVE = (Role.GRANTOR, "BTP"), (Role.EMULATION_OFFICER, "THADS-HP")
PAGE = f"/khen/{AWARD}"
REVOCATION = {
    "ground": "false_papers",
    "number": "99/QĐ-BTP",
    "reason": "Khai khống",
    "on": "2026-11-20",
    "by_ref": "BT-01",
    "due_vnd": 7_590_000,
    "object_due": True,
    "recovered_vnd": 0,
    "object_returned": False,
}
TOLD: dict[str, Any] = {
    "id": str(AWARD),
    "state": "published",
    "status": "published",
    "decision_number": "88/QĐ-BTP",
    "case_number": "KT-2026-0147",
    "subject_label": "Tổ <i>hộ tịch</i>",
    "citation_vi": "Thi hành xong 310 việc",
    "unit_id": "THADS-HP",
    "unit_path": ["BTP", "THADS-HP"],
    "grantor_unit_id": "BTP",
    "grantor_path": ["BTP"],
    "flags": [],
    "grant": {"decided_on": "2026-10-30", "bonus_vnd": 7_590_000, "form_name_vi": "Bằng khen"},
    "published_at": "2026-10-30T03:01:00Z",
    "ceremony": None,
    "presented_on": None,
    "paid_on": None,
    "corrections": [],
    "revocation": None,
}
TAKEN_BACK = {"state": "revoked", "status": "revoked", "revocation": REVOCATION}
CEREMONY = {"ceremony": {"on": "2026-11-20", "place_id": "THADS-HP", "called_off": False}}
CALLED_OFF = {"ceremony": CEREMONY["ceremony"] | {"called_off": True}}
FORMS = (
    "Mời dự lễ trao",
    "Đổi ngày trao",
    "Hoãn lễ trao",
    "Ghi đã trao",
    "Ghi đã chi",
    ">Đính chính</button>",
    ">Thu hồi</button>",
    "Ghi đã thu lại",
)


@pytest.mark.parametrize(
    ("role", "changes", "sees"),
    [
        (HEAD, {}, FORMS[:4:3]),
        (HEAD, CEREMONY, FORMS[1:4]),
        (HEAD, CALLED_OFF, FORMS[1:4:2]),
        (HEAD, {"state": "presented"} | CEREMONY, ()),
        (OFFICER, {}, FORMS[4:6]),
        (OFFICER, {"paid_on": "2026-11-02"}, FORMS[5:6]),
        (GRANTOR, {"state": "presented"}, FORMS[6:7]),
        (OFFICER, TAKEN_BACK, FORMS[7:]),
        (GRANTOR, TAKEN_BACK, ()),
        (ABOVE, {}, ()),
    ],
)
async def test_each_sees_the_forms_of_the_own_acts(
    desk: Desk, role: tuple[Role, str], changes: dict[str, Any], sees: tuple[str, ...]
) -> None:
    async with standing_in() as owner:
        owner.answers[f"GET /awards/{AWARD}"] = (200, TOLD | changes)
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("X", role) as client:
            page = (await client.get(PAGE)).text
    assert tuple(words for words in FORMS if words in page) == sees
    assert "Tổ &lt;i&gt;hộ tịch&lt;/i&gt;" in page


@pytest.mark.parametrize(
    ("role", "changes", "act", "typed", "command", "body"),
    [
        (HEAD, {}, "trao", {}, "present", {"presented_on": None}),
        (
            HEAD,
            CEREMONY,
            "ngay-trao",
            {"ngay-le-d": "20", "ngay-le-m": "11", "ngay-le-y": "2026", "noi-trao": "BTP"},
            "set-ceremony",
            {"held_on": "2026-11-20", "place_id": "BTP"},
        ),
        (HEAD, CEREMONY, "hoan-trao", {}, "call-off-ceremony", {}),
        (
            OFFICER,
            {},
            "chi-thuong",
            {"ngay-chi-d": "2", "ngay-chi-m": "11", "ngay-chi-y": "2026"},
            "pay",
            {"paid_on": "2026-11-02"},
        ),
        (
            OFFICER,
            {},
            "dinh-chinh",
            {"so-dinh-chinh": "90/QĐ", "ly-do-dinh-chinh": "Sai tên", "ten": "Tổ hộ tịch"},
            "correct",
            {"number": "90/QĐ", "reason": "Sai tên", "subject_label": "Tổ hộ tịch", "citation_vi": None},
        ),
        (
            GRANTOR,
            {},
            "thu-hoi",
            {"can-cu": "fraud", "so-thu-hoi": "99/QĐ", "ly-do-thu-hoi": "Khai khống", "xac-nhan": "1"},
            "revoke",
            {"ground": "fraud", "number": "99/QĐ", "reason": "Khai khống"},
        ),
        (
            OFFICER,
            TAKEN_BACK,
            "thu-lai",
            {"so-tien": "7.590.000", "hien-vat": "1"},
            "recover",
            {"recovered_vnd": 7_590_000, "object_returned": True},
        ),
    ],
)
async def test_an_act_goes_to_the_owner(
    desk: Desk,
    role: tuple[Role, str],
    changes: dict[str, Any],
    act: str,
    typed: dict[str, str],
    command: str,
    body: dict[str, Any],
) -> None:
    async with standing_in() as owner:
        owner.answers[f"GET /awards/{AWARD}"] = (200, TOLD | changes)
        owner.answers[f"POST /awards/{AWARD}/{command}"] = (200, TOLD)
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("X", role) as client:
            answer = await client.post(f"{PAGE}/{act}", data={**form(), **typed})
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
        (sent,) = [one for one in owner.asked if one.method == "POST"]
        assert json.loads(sent.body) == body


@pytest.mark.parametrize(
    ("role", "act", "typed", "says"),
    [
        (HEAD, "trao", {"ngay-trao-d": "32"}, "Nhập ngày, tháng, năm"),
        (HEAD, "ngay-trao", {"noi-trao": "BTP"}, "Nhập ngày, tháng, năm"),
        (OFFICER, "dinh-chinh", {"ten": "Tổ hộ tịch"}, "Nhập số văn bản."),
        (GRANTOR, "thu-hoi", {"so-thu-hoi": "99/QĐ"}, "Chọn căn cứ."),
        (GRANTOR, "thu-hoi", {"so-thu-hoi": "99/QĐ"}, "Đánh dấu ô xác nhận"),
        (OFFICER, "thu-lai", {"so-tien": "nhiều"}, "Nhập số tiền bằng đồng"),
    ],
)
async def test_a_form_that_lacks_something_is_not_sent(
    desk: Desk, role: tuple[Role, str], act: str, typed: dict[str, str], says: str
) -> None:
    async with standing_in() as owner:
        owner.answers[f"GET /awards/{AWARD}"] = (200, TOLD | (TAKEN_BACK if act == "thu-lai" else {}))
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("X", role) as client:
            page = await client.post(f"{PAGE}/{act}", data={**form(), **typed})
        assert says in page.text
        assert [one for one in owner.asked if one.method == "POST"] == []


async def test_everybody_may_ask_whether_an_award_stands(desk: Desk) -> None:
    events = source((*AWARDED, *LATER, *REVOKED))
    async with desk.visited() as client:
        assert (await client.get(f"/xac-thuc/{AWARD}")).status_code == 404
        await desk.tell(events[: len(AWARDED)])
        assert "Khen thưởng có hiệu lực" in (await client.get(f"/xac-thuc/{AWARD}")).text
        await desk.tell(events[len(AWARDED) :])
        page = (await client.get(f"/xac-thuc/{AWARD}")).text
    for text in ("Quyết định đã thu hồi ngày 20/11/2026", "Tổ hộ tịch số 3", "88/QĐ-BTP", "ngày 04/11/2026"):
        assert text in page


async def test_a_list_of_payments_is_shown_and_had_as_a_file(desk: Desk) -> None:
    row = {
        "award_id": str(AWARD),
        "number": "88/QĐ-BTP",
        "decided_on": "2026-10-30",
        "subject_label": "Tổ hộ tịch",
        "unit_id": "THADS-HP",
        "form_name_vi": "Bằng khen",
        "amount_vnd": 7_590_000,
        "paid_on": None,
    }
    async with standing_in() as owner:
        owner.answers["GET /payments"] = (200, {"rows": [row], "total_vnd": 7_590_000})
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("X", OFFICER) as client:
            page = (await client.get("/tien-thuong?tu=2026-10-01&den=2026-10-31")).text
            file = await client.get("/tien-thuong/tep?tu=2026-10-01&den=2026-10-31&dang=csv")
            await client.get("/tien-thuong?tu=nay&tinh-trang=khac")
        first, second, third = [dict(one.query) for one in owner.asked]
    assert "88/QĐ-BTP" in page
    assert first == {"from": "2026-10-01", "to": "2026-10-31", "state": "due"}
    assert second == {**first, "format": "csv"}
    assert file.headers["content-disposition"] == 'attachment; filename="tien-thuong.csv"'
    assert third["state"] == "due"
