"""Kiểm tra: supervision assigns and verifies, the owner of a finding says what was done."""

import json
from typing import Any

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

SUPERVISOR, HEAD = (Role.SUPERVISOR, "BTP"), (Role.UNIT_HEAD, "THADS-HP")
ONE = "6f1c1a1e-0000-5000-8000-00000000000d"
TOLD: dict[str, Any] = {
    "id": ONE,
    "state": "raised",
    "number": "GS-2026-0001",
    "kind": "late",
    "about": "award",
    "about_id": ONE,
    "file_number": "KT-2026-0147",
    "unit_id": "THADS-HP",
    "raised_on": "2026-11-25",
    "figure": {"metric": "known_to_received_days", "value": 259, "limit": 60},
    "period": None,
    "ground_vi": "",
    "owner_ref": None,
    "due_on": None,
    "remedy_vi": "",
    "reopened_because": "",
}
OWNED = {"owner_ref": "PCT", "due_on": "2026-12-10"}
DAY = {"d": "10", "m": "12", "y": "2026"}


def dated(name: str, **fields: str) -> dict[str, str]:
    return {**form(**fields), **{f"{name}-{part}": value for part, value in DAY.items()}}


@pytest.mark.parametrize(
    ("person", "state", "sees"),
    [
        (("GS-01", SUPERVISOR), "raised", "Giao xử lý"),
        (("GS-01", SUPERVISOR), "remedied", "Đã đạt, khép lại"),
        (("PCT", HEAD), "assigned", "Báo đã xử lý"),
        (("PCT", HEAD), "remedied", ""),
        (("CT-HP", HEAD), "assigned", ""),
        (("GS-01", SUPERVISOR), "verified", ""),
    ],
)
async def test_each_sees_the_form_of_the_own_next_step(
    desk: Desk, person: tuple[str, tuple[Role, str]], state: str, sees: str
) -> None:
    async with standing_in() as owner:
        told = TOLD | {"state": state} | (OWNED if state != "raised" else {})
        owner.answers = {"GET /findings": (200, [told]), f"GET /findings/{ONE}": (200, told)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by(*person) as client:
            assert "GS-2026-0001" in (await client.get("/kiem-tra")).text
            page = (await client.get(f"/kiem-tra/{ONE}")).text
    forms = [words for words in ("Giao xử lý", "Báo đã xử lý", "Đã đạt, khép lại") if words in page]
    assert forms == ([sees] if sees else [])


@pytest.mark.parametrize(
    ("verb", "command", "state", "said", "body"),
    [
        ("giao", "assign", "raised", dated("han", nguoi="PCT"), {"owner_ref": "PCT", "due_on": "2026-12-10"}),
        ("dat", "verify", "remedied", form(), {}),
        ("lam-lai", "reopen", "remedied", dated("han-moi", ly_do="Thiếu"), {"reason": "Thiếu", "due_on": "2026-12-10"}),
    ],
)
async def test_supervision_acts(
    desk: Desk, verb: str, command: str, state: str, said: dict[str, str], body: dict[str, str]
) -> None:
    async with standing_in() as owner:
        told, path = TOLD | {"state": state} | OWNED, f"/findings/{ONE}"
        owner.answers = {f"GET {path}": (200, told), f"POST {path}/{command}": (200, told)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("GS-01", SUPERVISOR) as client:
            if body:
                empty = await client.post(f"/kiem-tra/{ONE}/{verb}", data=form())
                assert (empty.status_code, "Nhập ngày, tháng, năm" in empty.text) == (422, True)
            done = await client.post(f"/kiem-tra/{ONE}/{verb}", data=said)
        bodies = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert done.headers["location"] == f"/kiem-tra/{ONE}"
    assert bodies == [body]


async def test_the_owner_says_what_was_done(desk: Desk) -> None:
    async with standing_in() as owner:
        told, path = TOLD | {"state": "assigned"} | OWNED, f"/findings/{ONE}"
        owner.answers = {f"GET {path}": (200, told), f"POST {path}/remedy": (200, told)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("PCT", HEAD) as client:
            assert "Nêu việc đã làm." in (await client.post(f"/kiem-tra/{ONE}/da-xu-ly", data=form())).text
            done = await client.post(f"/kiem-tra/{ONE}/da-xu-ly", data=form(da_lam="Đã lập sổ theo dõi"))
        assert json.loads(owner.asked[-1].body) == {"remedy_vi": "Đã lập sổ theo dõi"}
    assert done.status_code == 303
