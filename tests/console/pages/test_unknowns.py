"""Tin chưa rõ: an operator sees what may have come, and says what the provider said."""

import json

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

OPERATOR = (Role.OPS, "BTP")
TIN = {
    "id": "5e0d8f4e-6a39-5f3c-9b1d-0d1f3c2b4a59",
    "channel": "sms",
    "to": "PCT-HP-THA",
    "number_ends": "678",
    "message": "returned",
    "planned_at": "2026-10-13T02:00:00Z",
    "since": "2026-10-13T02:01:00Z",
    "reason": "no answer",
}


async def test_an_operator_says_what_became_of_a_message(desk: Desk) -> None:
    refused = {"code": "DELIVERY_NOT_UNKNOWN", "title": "Tin này không còn chờ người vận hành trả lời."}
    path = f"POST /unknown-deliveries/{TIN['id']}"
    async with standing_in() as owner:
        owner.answers = {"GET /unknown-deliveries": (200, [TIN]), path: (200, [])}
        async with desk.asking(notifications_url=owner.address) as at, at.visited_by("VH-01", OPERATOR) as client:
            page = (await client.get("/tin-chua-ro")).text
            done = await client.post("/tin-chua-ro", data=form(tin=TIN["id"], tra_loi="reached"))
            owner.answers[path] = (409, refused)
            late = await client.post("/tin-chua-ro", data=form(tin=TIN["id"], tra_loi="again"))
            nothing = await client.post("/tin-chua-ro", data=form(tin="../x", tra_loi="again"))
        sent = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert "<strong>Tin nhắn</strong> cho PCT-HP-THA, số cuối 678" in page
    assert done.headers["location"] == "/tin-chua-ro"
    assert refused["title"] in late.text
    assert nothing.status_code == 404
    assert sent == [{"verdict": "reached"}, {"verdict": "again"}]
