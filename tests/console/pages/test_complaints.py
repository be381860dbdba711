"""Đơn thư: lodged about an award from the wall, followed by its sender, ruled on by supervision."""

import json
from typing import Any

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in
from tests.console.story import AWARD as GRANTED
from tests.console.story import FILE, NUMBER, in_time

SUPERVISOR, CITIZEN = (Role.SUPERVISOR, "BTP"), (Role.CITIZEN, "BTP")
ONE = "6f1c1a1e-0000-5000-8000-00000000000e"
AWARD = "6f1c1a1e-0000-5000-8000-00000000000f"
TOLD: dict[str, Any] = {
    "id": ONE,
    "state": "lodged",
    "number": "DT-2026-0001",
    "kind": "complaint",
    "about": "award",
    "about_id": AWARD,
    "file_number": "KT-2026-0147",
    "unit_id": "THADS-HP",
    "ground_vi": "Việc này do xã làm",
    "lodged_on": "2026-10-12",
    "due_on": "2026-10-26",
    "asks": None,
    "ruling_vi": "",
    "resolved_on": None,
    "has_award": True,
}
ABOUT = {"ve": "award", "ma": AWARD}


async def test_a_card_of_the_wall_leads_to_the_form(desk: Desk) -> None:
    await desk.tell(in_time())
    async with standing_in() as owner:
        owner.answers = {"GET /complaints": (200, [])}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("CD-01", CITIZEN) as client:
            wall = (await client.get("/guong-sang")).text
            address = wall.split('href="/don?')[1].split("#")[0].replace("&amp;", "&")
            assert "Gửi đơn về khen thưởng này" in (await client.get(f"/don?{address}")).text
            assert "Điều bạn cho là sai" not in (await client.get("/don?ve=award&ma=khong-phai")).text


async def test_a_file_and_the_proof_of_an_award_lead_to_the_form(desk: Desk) -> None:
    await desk.tell(in_time())
    about_file = f'href="/don?ve=case&amp;ma={FILE}#gui-h"'
    reads = (Role.PROPOSER, "THADS-HP")
    async with desk.visited_by("CB-01", reads, (Role.PEER, "THADS-HP")) as client:
        assert about_file in (await client.get(f"/ho-so/{NUMBER}")).text
        assert f"ve=award&amp;ma={GRANTED}" in (await client.get(f"/xac-thuc/{GRANTED}")).text
    async with desk.visited_by("CB-02", reads) as client:
        assert about_file not in (await client.get(f"/ho-so/{NUMBER}")).text, "who may not complain is not led there"


async def test_a_citizen_lodges_a_complaint(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    async with standing_in() as owner:
        owner.answers = {"GET /complaints": (200, []), "POST /complaints": (201, TOLD)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("CD-01", CITIZEN) as client:
            empty = await client.post("/don", data={**form(), **ABOUT})
            sent = await client.post("/don", data={**form(loai="complaint", viec="Việc này do xã làm"), **ABOUT})
        body = json.loads(owner.asked[-1].body)
    assert ("Chọn loại đơn." in empty.text, "Nêu điều bạn cho là sai" in empty.text) == (True, True)
    assert sent.headers["location"] == f"/don/{ONE}"
    assert body == {"kind": "complaint", "about": "award", "about_id": AWARD, "ground_vi": "Việc này do xã làm"}
    assert "CD-01" not in capsys.readouterr().out


async def test_its_sender_reads_the_ruling_and_judges_nothing(desk: Desk) -> None:
    ruled = TOLD | {"state": "upheld", "asks": "revocation", "ruling_vi": "Đúng", "resolved_on": "2026-10-20"}
    async with standing_in() as owner:
        owner.answers = {f"GET /complaints/{ONE}": (200, ruled)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("CD-01", CITIZEN) as client:
            page = (await client.get(f"/don/{ONE}?nguoi-gui=1")).text
    assert "xem xét hủy quyết định khen thưởng" in page
    assert ("Người gửi" in page.replace("Người gửi đọc", ""), "Thụ lý" in page) == (False, False)


@pytest.mark.parametrize("has_award", [True, False])
async def test_a_revocation_may_be_asked_only_of_an_award(desk: Desk, has_award: bool) -> None:
    async with standing_in() as owner:
        owner.answers = {f"GET /complaints/{ONE}": (200, TOLD | {"state": "verifying", "has_award": has_award})}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("GS-01", SUPERVISOR) as client:
            page = (await client.get(f"/don/{ONE}")).text
    assert ("Xem xét lại" in page, "hủy quyết định" in page) == (True, has_award)


async def test_supervision_sees_the_sender_when_it_asks(desk: Desk) -> None:
    async with standing_in() as owner:
        path = f"/complaints/{ONE}"
        owner.answers = {
            f"GET {path}": (200, TOLD),
            f"GET {path}/sender": (200, {"sender_ref": "CD-01", "contact": None}),
        }
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("GS-01", SUPERVISOR) as client:
            before = (await client.get(f"/don/{ONE}")).text
            shown = (await client.get(f"/don/{ONE}?nguoi-gui=1")).text
    assert ("CD-01" in before, "CD-01" in shown) == (False, True)


@pytest.mark.parametrize(
    ("verb", "command", "said", "body"),
    [
        ("thu-ly", "take-up", {}, {}),
        ("khong-thu-ly", "turn-down", {"ket_luan": "Không rõ"}, {"ruling_vi": "Không rõ"}),
        ("khong-dung", "reject", {"ket_luan": "Không sai"}, {"ruling_vi": "Không sai"}),
        ("dung", "uphold", {"ket_luan": "Đúng", "yeu_cau": "revocation"}, {"ruling_vi": "Đúng", "asks": "revocation"}),
    ],
)
async def test_supervision_rules(
    desk: Desk, verb: str, command: str, said: dict[str, str], body: dict[str, str]
) -> None:
    async with standing_in() as owner:
        path = f"/complaints/{ONE}"
        told = TOLD | {"state": "lodged" if "thu" in verb else "verifying"}
        owner.answers = {f"GET {path}": (200, told), f"POST {path}/{command}": (200, told)}
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("GS-01", SUPERVISOR) as client:
            if said:
                assert "Nêu kết luận." in (await client.post(f"/don/{ONE}/{verb}", data=form())).text
            done = await client.post(f"/don/{ONE}/{verb}", data=form(**said))
        bodies = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert done.headers["location"] == f"/don/{ONE}"
    assert bodies == [body]
