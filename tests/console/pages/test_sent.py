"""Nhật ký: what was sent, how each try ended, and sending again from a day on, counted first."""

import json
from typing import Any

from tests.console.desk import Desk, form
from tests.console.owner import StandIn, standing_in
from tests.console.pages.test_endpoints import CONNECTOR, OFFICER, ONE
from tests.console.pages.test_endpoints import TOLD as ENDPOINT

TOLD: dict[str, Any] = {
    "id": "6f1c1a1e-0000-5000-8000-00000000001d",
    "event_id": "6f1c1a1e-0000-5000-8000-00000000002d",
    "kind": "award.revoked",
    "subject": "6f1c1a1e-0000-5000-8000-00000000003d",
    "sequence": 4,
    "state": "dead",
    "tries": 12,
    "created_at": "2026-10-06T01:00:00Z",
    "next_at": None,
    "reason": "answered 500",
    "last": {"outcome": "retry", "status": 500, "ms": 31},
}
ATTEMPT = {
    "at": "2026-10-06T01:00:05Z",
    "outcome": "retry",
    "status": 0,
    "ms": 15000,
    "reason": "timeout",
    "phase": "answer",
    "ip": "203.0.113.9",
    "snippet": "<h1>" + "Khôngtrảlời" * 40,
}
REDRIVE = {
    "id": ONE,
    "what": "dead",
    "since": "2026-10-01T17:00:00Z",
    "until": "2026-10-06T01:00:00Z",
    "asked_by": "KN-01",
    "asked_at": "2026-10-06T01:00:00Z",
    "total": 120,
    "sent": 50,
    "is_over": False,
    "reason": "",
}
LOG, STORY = f"/ket-noi/{ONE}/nhat-ky", f"/ket-noi/{ONE}/nhat-ky/{TOLD['id']}"
DAY = {"tu-ngay-d": "2", "tu-ngay-m": "10", "tu-ngay-y": "2026"}


def answering(owner: StandIn, **page: Any) -> None:
    path = f"/endpoints/{ONE}"
    owner.answers |= {
        f"GET {path}": (200, ENDPOINT),
        f"GET {path}/deliveries": (200, {"items": [TOLD], "has_more": False} | page),
        f"GET {path}/deliveries/{TOLD['id']}": (200, {**TOLD, "attempts": [ATTEMPT]}),
        f"GET {path}/redrives": (200, [REDRIVE]),
        f"GET {path}/redrives/count": (200, {"count": 7}),
        f"POST {path}/redrives": (201, [REDRIVE]),
    }


async def test_everybody_who_may_read_sees_what_was_sent(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner, has_more=True)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("TD-01", OFFICER) as client:
            log, story = [(await client.get(path)).text for path in (f"{LOG}?loc=dead&truoc={ONE}", STORY)]
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("KN-02", CONNECTOR) as client:
            beside = (await client.get(LOG)).text
        asked, _ = [one.query for one in owner.asked if one.path.endswith("/deliveries")]
    assert (asked["state"], asked["before"]) == ("dead", ONE)
    for words in ("Không gửi được", "Thu hồi quyết định", "đã thử 12 lần", "50/120 tin", "Đang gửi", "Tin cũ hơn"):
        assert words in log, words
    assert "Gửi lại từ một ngày" not in log, "an officer reads"
    assert "Gửi lại từ một ngày" not in beside, "only the client has things sent again"
    for words in ("bên nhận không trả lời kịp 15 giây", "203.0.113.9", "chờ trả lời", TOLD["event_id"], "&lt;h1&gt;"):
        assert words in story, words


async def test_what_is_sent_again_is_counted_first(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner)
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("KN-01", CONNECTOR) as client:
            page = (await client.get(LOG)).text
            empty = await client.post(f"/ket-noi/{ONE}/gui-lai", data=form())
            counted = await client.post(f"/ket-noi/{ONE}/gui-lai", data={**form(gui="all"), **DAY})
            sure = {**form(gui="all", chac="1"), **DAY}
            sent = await client.post(f"/ket-noi/{ONE}/gui-lai", data=sure)
        bodies = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
        (count,) = [one.query for one in owner.asked if one.path.endswith("/count")]
    assert "Gửi lại từ một ngày" in page
    assert (empty.status_code, "Nhập ngày, tháng, năm" in empty.text) == (422, True)
    assert (counted.status_code, "Gửi lại 7 tin" in counted.text) == (200, True)
    assert count == {"what": "all", "since": "2026-10-02T00:00:00+07:00"}
    assert sent.headers["location"] == LOG
    assert bodies == [{"what": "all", "since": "2026-10-02T00:00:00+07:00"}]


async def test_a_wish_that_is_refused_is_told(desk: Desk) -> None:
    async with standing_in() as owner:
        answering(owner)
        owner.answers[f"POST /endpoints/{ONE}/redrives"] = (409, {"title": "Đang gửi lại đến kết nối này."})
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("KN-01", CONNECTOR) as client:
            refused = await client.post(f"/ket-noi/{ONE}/gui-lai", data={**form(chac="1"), **DAY})
    assert (refused.status_code, "Đang gửi lại đến kết nối này." in refused.text) == (409, True)
