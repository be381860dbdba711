"""Thông báo: what was read is said by a number, and anything else is answered."""

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import Answer, standing_in

INBOX = {
    "items": [
        {
            "seq": 1,
            "kind": "nomination.accepted",
            "about": "KT-2026-0147",
            "at": "2026-10-06T01:00:00Z",
            "text_vi": "Hồ sơ KT-2026-0147 hợp lệ, chuyển sang xét khen.",
            "why_vi": "Bạn nhận tin này vì tin nói về việc của bạn.",
            "mail_vi": "Gửi cả bằng thư: mặc định, bạn có thể đổi trong Tùy chọn.",
        }
    ],
    "unread": 1,
    "read_up_to": 0,
}
OFFICER = (Role.EMULATION_OFFICER, "BTP")


@pytest.mark.parametrize("typed", ["", "mai", "-1", "9" * 5_000])
async def test_what_is_no_number_is_refused_and_nothing_is_marked_as_read(desk: Desk, typed: str) -> None:
    async with standing_in() as owner:
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("TD", OFFICER) as client:
            reply = await client.post("/thong-bao/da-doc", data=form(den=typed))
        assert owner.asked == []
    assert reply.status_code == 400
    assert "Không đọc được biểu mẫu" in reply.text


async def test_everything_up_to_the_number_is_marked_as_read(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers["POST /inbox/read"] = (200, {})
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("TD", OFFICER) as client:
            reply = await client.post("/thong-bao/da-doc", data=form(den="7"))
        assert [one.body for one in owner.asked] == [b'{"up_to":7}']
    assert reply.headers["location"] == "/thong-bao"


async def test_older_notices_are_behind_a_link_until_there_are_none(desk: Desk) -> None:
    def notices(first: int, count: int) -> Answer:
        fixed = {
            "kind": "delegation.recorded",
            "about": "",
            "at": "2026-10-06T01:00:00Z",
            "why_vi": "Vì bạn.",
            "mail_vi": "",
        }
        items = [{**fixed, "seq": n, "text_vi": f"tin {n}"} for n in range(first, 0, -1)]
        return 200, {"items": items[:count], "unread": 0, "read_up_to": first}

    async with standing_in() as owner:
        owner.answers["GET /inbox"] = [notices(60, 50), notices(10, 50)]
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("TD", OFFICER) as client:
            first = (await client.get("/thong-bao")).text
            second = (await client.get("/thong-bao", params={"truoc": "11"})).text
        assert [one.query.get("before") for one in owner.asked] == [None, "11"]
    assert 'href="/thong-bao?truoc=11">Tin cũ hơn' in first
    assert '· <a href="/uy-quyen">Ủy quyền ký</a>' in first, "who was lent a signature is led to where it stands"
    assert ("Tin cũ hơn" in second, "Về tin mới nhất" in second) == (False, True)
