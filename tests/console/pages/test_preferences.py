"""Tùy chọn: a person sets and proves an address and says what comes by mail; single choices are left alone."""

import json
from typing import Any

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

HEAD = (Role.UNIT_HEAD, "STP-HP")
SINGLE = {"kind": "movement", "channel": "email", "setting": "off"}
GENERAL = {"kind": "*", "channel": "email", "setting": "on"}
CHOSEN: dict[str, Any] = {
    "audience": "person:PGD-HP-02",
    "version": 3,
    "choices": [SINGLE, GENERAL],
    "rhythm": "daily",
    "decisions": [
        {"kind": "returned", "channel": "email", "setting": "on", "level": "mandated"},
        {"kind": "movement", "channel": "email", "setting": "off", "level": "person"},
        {"kind": "movement", "channel": "sms", "setting": "off", "level": "default"},
    ],
}
CONTACT = {
    "email": "thuy@haiphong.example",
    "language": "vi",
    "verified_at": None,
    "suppressed": None,
    "next_email": None,
}
TELEPHONE = {"number": None, "language": "vi", "verified_at": None, "suppressed": None, "next_number": None}
ANSWERS = {
    "GET /preferences": (200, CHOSEN),
    "GET /contact": (200, CONTACT),
    "GET /telephone": (200, TELEPHONE),
}


async def test_a_person_enters_the_code_and_sees_who_decided(desk: Desk) -> None:
    wrong = {"code": "CONTACT_CODE_WRONG", "title": "Mã xác nhận không đúng hoặc đã hết hạn."}
    async with standing_in() as owner:
        owner.answers = {**ANSWERS, "POST /contact/verify": (422, wrong)}
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("PGD-HP-02", HEAD) as client:
            page = (await client.get("/tuy-chon")).text
            refused = await client.post("/tuy-chon/ma", data=form(ma="123456"))
    assert "Mã xác nhận đã gửi đến <strong>thuy@haiphong.example</strong>" in page
    assert '<td data-cot="Ai quyết định">Bắt buộc theo quy định</td><td data-cot="Bằng thư">Gửi từng thư</td>' in page
    assert '<option value="on" selected>Gửi từng thư</option>' in page
    assert (refused.status_code, wrong["title"] in refused.text) == (422, True)


async def test_the_proven_address_is_used_until_the_code_of_another_is_entered(desk: Desk) -> None:
    other = {**CONTACT, "verified_at": "2026-10-06T01:00:00Z", "next_email": "moi@haiphong.example"}
    async with standing_in() as owner:
        owner.answers = {**ANSWERS, "GET /contact": (200, other)}
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("PGD-HP-02", HEAD) as client:
            page = (await client.get("/tuy-chon")).text
    assert "Thư được gửi đến <strong>thuy@haiphong.example</strong>" in page
    assert "Mã xác nhận đã gửi đến <strong>moi@haiphong.example</strong>" in page
    assert 'action="/tuy-chon/ma"' in page


async def test_a_choice_for_all_letters_leaves_those_for_single_kinds(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {**ANSWERS, "POST /preferences": (200, CHOSEN), "POST /contact": (200, CONTACT)}
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("PGD-HP-02", HEAD) as client:
            empty = await client.post("/tuy-chon/dia-chi", data=form())
            await client.post("/tuy-chon/dia-chi", data=form(thu="b@haiphong.example", ngon_ngu="en"))
            chosen = {**form(gui_thu="digest", ban_tin="weekly", nhan_tin="on"), "ban-da-xem": "3"}
            saved = await client.post("/tuy-chon/nhan-tin", data=chosen)
        sent = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert "Nhập địa chỉ thư." in empty.text
    assert sent[0] == {"email": "b@haiphong.example", "language": "en"}
    mail, texts = {**GENERAL, "setting": "digest"}, {**GENERAL, "channel": "sms"}
    assert sent[1] == {"choices": [SINGLE, mail, texts], "rhythm": "weekly"}
    assert saved.headers["location"] == "/tuy-chon"


async def test_a_telephone_is_set_and_proven_and_a_wrong_code_is_told(desk: Desk) -> None:
    asked = {**TELEPHONE, "number": "+84912345678"}
    wrong = {"code": "CONTACT_CODE_WRONG", "title": "Mã xác nhận không đúng hoặc đã hết hạn."}
    answers = {"GET /telephone": (200, asked), "POST /telephone": (200, asked), "POST /telephone/verify": (422, wrong)}
    async with standing_in() as owner:
        owner.answers = {**ANSWERS, **answers}
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("PGD-HP-02", HEAD) as client:
            page = (await client.get("/tuy-chon")).text
            empty = await client.post("/tuy-chon/dien-thoai", data=form())
            saved = await client.post("/tuy-chon/dien-thoai", data=form(so="0912 345 678"))
            refused = await client.post("/tuy-chon/ma-dien-thoai", data=form(ma_tin="1"))
        sent = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert "Mã xác nhận đã gửi đến <strong>+84912345678</strong>" in page
    assert "Nhập số điện thoại." in empty.text
    assert saved.headers["location"] == "/tuy-chon"
    assert sent == [{"number": "0912 345 678", "language": "vi"}, {"code": "1"}]
    assert 'id="ma-tin"' in refused.text
    assert wrong["title"] in refused.text
