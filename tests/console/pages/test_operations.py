"""The operators' page: what was set aside is looked at, tried again or left out, with a reason that is kept."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.console.pages.operations import REASON_VI
from shared.kernel.actor import Role
from shared.runtime.bus.ports import ParkedRecord, ParkedState
from shared.runtime.operating.audit import operations_of
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

OPERATOR = (Role.OPS, "BTP")
RECORD = UUID(int=5)
LISTED: dict[str, Any] = {
    "id": str(RECORD),
    "group": "reviews.cases",
    "key": "some-key",
    "at": "nominations.v1/3/41",
    "state": "parked",
    "reason": "bad_json",
    "error": "<b>line 1</b>",
    "tries": 1,
    "parked_at": "2026-10-06T01:00:00Z",
    "waits_for_operator": True,
}


def parked(key: bytes = b"console-key") -> ParkedRecord:
    return ParkedRecord(
        id=uuid4(),
        group="console.views",
        topic="awards.v1",
        partition=1,
        offset=7,
        key=key,
        value=b"{}",
        headers=(),
        state=ParkedState.PARKED,
        reason="unknown_type",
        error="",
        tries=1,
        retry_at=None,
        parked_at=datetime(2026, 10, 6, tzinfo=UTC),
    )


@pytest.fixture
def answers() -> dict[str, Any]:
    return {
        "GET /operations/parked": (200, {"records": [LISTED], "total": 131, "more": 130}),
        "POST /operations/parked/retry": (200, [LISTED]),
        f"POST /operations/parked/{RECORD}/discard": (200, LISTED),
    }


async def test_every_services_records_are_shown_and_one_that_is_away_says_so(
    desk: Desk, answers: dict[str, Any]
) -> None:
    await desk.service.store.parked.add(parked())
    async with (
        standing_in(**answers) as owner,
        desk.asking(reviews_url=owner.address) as here,
        here.visited_by("VH-01", OPERATOR) as client,
    ):
        page = await client.get("/van-hanh")
    assert page.status_code == 200
    assert "<strong>132</strong> bản ghi chưa xử lý được" in page.text
    for word in (REASON_VI["bad_json"], REASON_VI["unknown_type"], "nominations.v1/3/41", "&lt;b&gt;line 1"):
        assert word in page.text
    assert page.text.count("Tạm thời chưa xem được") == 2
    assert page.text.count("Còn 130 bản ghi nữa") == page.text.count("bản ghi nữa chưa hiện") == 1
    assert [one.query for one in owner.asked] == [{"limit": "100"}]


async def test_an_owners_record_is_tried_again_and_left_out_with_a_reason(desk: Desk, answers: dict[str, Any]) -> None:
    async with (
        standing_in(**answers) as owner,
        desk.asking(reviews_url=owner.address) as here,
        here.visited_by("VH-01", OPERATOR) as client,
    ):
        known = {"dich-vu": "reviews", "ban-ghi": str(RECORD), "khoa-ban-ghi": "some-key"}
        retried = await client.post("/van-hanh", data=form(**known, **{"ly-do": "đã sửa lỗi", "viec": "thu-lai"}))
        left = await client.post("/van-hanh", data=form(**known, **{"ly-do": "gửi nhầm", "viec": "bo-qua"}))
        silent = await client.post("/van-hanh", data=form(**known, **{"ly-do": "", "viec": "bo-qua"}))
    assert (retried.status_code, left.status_code, silent.status_code) == (303, 303, 422)
    assert "Ghi lý do" in silent.text
    bodies = [one.body.decode() for one in owner.asked if one.method == "POST"]
    assert ['"some-key"' in bodies[0], "gửi nhầm" in bodies[1], len(bodies)] == [True, True, 2]


async def test_the_consoles_own_record_is_left_out_once_and_the_act_is_kept(desk: Desk) -> None:
    record = parked(b"own-key")
    await desk.service.store.parked.add(record)
    known = {"dich-vu": "console", "ban-ghi": str(record.id), "khoa-ban-ghi": "own-key", "ly-do": "gửi nhầm"}
    async with desk.visited_by("VH-01", OPERATOR) as client:
        left = await client.post("/van-hanh", data=form(**known, viec="bo-qua"))
        again = await client.post("/van-hanh", data=form(**known, viec="bo-qua"))
        nothing = await client.post("/van-hanh", data=form(**known, viec="thu-lai"))
    assert (left.status_code, again.status_code, nothing.status_code) == (303, 409, 409)
    assert "Không còn gì để làm" in again.text
    kept = [(one.actor, one.verb, one.reason, one.outcome) for one in await operations_of(desk.service).newest()]
    assert kept[0] == ("VH-01", "parked discard", "gửi nhầm", "done")
    assert [outcome for *_, outcome in kept] == ["done", "refused", "refused"]


async def test_others_have_no_way_to_it(desk: Desk) -> None:
    async with desk.visited_by("TD-01", (Role.EMULATION_OFFICER, "STP-HP")) as client:
        assert (await client.get("/van-hanh")).status_code == 403
        assert "/van-hanh" not in (await client.get("/viec")).text
