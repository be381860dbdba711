"""Ủy quyền ký: a grantor records and ends it; whom it was given to sees it and nothing to press."""

import json
from datetime import date

import pytest

from services.console.pages.delegations import standing
from shared.kernel.actor import Role
from shared.kernel.clock import local_day, now_utc
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

GRANTOR, FORMER, HEAD = (Role.GRANTOR, "STP-HP"), (Role.GRANTOR, "STP-AL"), (Role.UNIT_HEAD, "STP-HP")
ONE = "6f1c1a1e-0000-5000-8000-00000000000d"
TODAY = local_day(now_utc())
TOLD = {
    "id": ONE,
    "state": "recorded",
    "grantor_unit_id": "STP-HP",
    "grantor_ref": "GD-HP-01",
    "delegate_ref": "PGD-HP-02",
    "first": str(TODAY),
    "last": str(TODAY),
    "number": "5/UQ-STP",
}
DEPUTY = {"ref": "PGD-HP-02", "name_vi": "Đỗ Minh Quang", "unit_id": "STP-HP"}
DAYS = {f"{name}-{part}": str(getattr(TODAY, field)) for name in ("tu-ngay", "den-ngay") for part, field in
        (("d", "day"), ("m", "month"), ("y", "year"))}  # fmt: skip


async def test_a_grantor_records_a_delegation_and_ends_it(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {
            "GET /delegations": (200, [TOLD]),
            "GET /units/STP-HP": (200, {"code": "STP-HP", "state": "active", "deputies": ["PGD-HP-02"]}),
            "GET /units/STP-AL": (200, {"code": "STP-AL", "state": "closed", "deputies": ["PGD-AL"]}),
            "GET /subjects": (200, [DEPUTY]),
            "POST /delegations": (201, TOLD),
            f"POST /delegations/{ONE}/end": (200, TOLD | {"state": "ended"}),
        }
        urls = {"reviews_url": owner.address, "nominations_url": owner.address}
        async with desk.asking(**urls) as at, at.visited_by("GD-HP-01", GRANTOR, FORMER) as client:
            page = (await client.get("/uy-quyen")).text
            empty = await client.post("/uy-quyen", data=form())
            filled = {**form(don_vi="STP-HP", nguoi="PGD-HP-02", so="5/UQ-STP"), **DAYS}
            sent = await client.post("/uy-quyen", data=filled)
            ended = await client.post(f"/uy-quyen/{ONE}/cham-dut", data=form())
        bodies = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert "STP-AL" not in page, "a unit that ended signs nothing"
    assert all(words in page for words in ("Đỗ Minh Quang", "PGD-HP-02", "5/UQ-STP", "Đang có hiệu lực", "Chấm dứt"))
    assert (empty.status_code, "Nhập mã của người được ủy quyền" in empty.text) == (422, True)
    assert (sent.headers["location"], ended.headers["location"]) == ("/uy-quyen", "/uy-quyen")
    days = {"first": str(TODAY), "last": str(TODAY)}
    assert bodies == [
        {"grantor_unit_id": "STP-HP", "delegate_ref": "PGD-HP-02", "number": "5/UQ-STP", **days},
        {},
    ]


async def test_who_signs_instead_sees_it_and_changes_nothing(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {"GET /delegations": (200, [TOLD])}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("PGD-HP-02", HEAD) as client:
            page = (await client.get("/uy-quyen")).text
    assert "Đang có hiệu lực" in page
    assert ("Chấm dứt" in page, "Ghi ủy quyền" in page) == (False, False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "in_force"),
        ({"state": "ended"}, "ended"),
        ({"first": "2026-10-09", "last": "2026-10-10"}, "to_come"),
        ({"first": "2026-10-06", "last": "2026-10-07"}, "over"),
    ],
)
def test_a_delegation_stands_as_the_day_says(changes: dict[str, str], words: str) -> None:
    told = {"state": "recorded", "first": "2026-10-08", "last": "2026-10-08"} | changes
    assert standing(told, date(2026, 10, 8)) == words
