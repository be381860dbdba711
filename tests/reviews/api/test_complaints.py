"""Complaints through the doors."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from shared.kernel.actor import Role
from shared.runtime.store.client import MongoStore
from tests.reviews.api.house import CASE_ID, House, open_house
from tests.reviews.facts import facts, person

CITIZEN = person("CD-01", (Role.CITIZEN, "UB-HP"))
SUPERVISOR = person("GS-01", (Role.SUPERVISOR, "UB-HP"))
CONTACT = "0900 000 000"
BODY = {
    "kind": "denunciation",
    "about": "case",
    "about_id": str(CASE_ID),
    "ground_vi": "Khai khống 5 hộ",
    "contact": CONTACT,
}


@pytest_asyncio.fixture
async def house(store: MongoStore) -> AsyncIterator[House]:
    async with open_house(store) as opened:
        yield opened


async def test_who_lodges_and_reads_a_complaint_stands_neither_in_the_store_nor_in_the_log(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await house.admitted(facts())
    capsys.readouterr()
    lodged = await house.done(CITIZEN, "/complaints", BODY)
    assert (await house.see(CITIZEN, f"/complaints/{lodged['id']}")).json() == lodged
    assert lodged["has_award"] is False
    assert [one["id"] for one in (await house.see(CITIZEN, "/complaints")).json()] == [lodged["id"]]
    document = await house.store.rows("complaints").find_one({})
    for said in (capsys.readouterr().out, str(document)):
        assert "CD-01" not in said
        assert CONTACT not in said
    assert "sender" not in str(lodged)


async def test_supervision_opens_the_seal_and_that_is_logged(house: House) -> None:
    await house.admitted(facts())
    lodged = await house.done(CITIZEN, "/complaints", BODY)
    path = f"/complaints/{lodged['id']}/sender"
    assert (await house.see(CITIZEN, path)).status_code == 403
    with capture_logs() as lines:
        assert (await house.see(SUPERVISOR, path)).json() == {"sender_ref": "CD-01", "contact": CONTACT}
    assert [line["reader_ref"] for line in lines if line["event"] == "sender shown"] == [SUPERVISOR.ref]


async def test_a_complaint_goes_its_way(house: House) -> None:
    await house.admitted(facts())
    for verb, said, state in (
        ("turn-down", {"ruling_vi": "Không rõ việc gì"}, "turned_down"),
        ("reject", {"ruling_vi": "Không đúng"}, "rejected"),
        ("uphold", {"ruling_vi": "Đúng", "asks": "re_review"}, "upheld"),
    ):
        path = f"/complaints/{(await house.done(CITIZEN, '/complaints', BODY))['id']}"
        if verb != "turn-down":
            early = await house.act(SUPERVISOR, f"{path}/{verb}", said)
            assert (early.status_code, early.json()["code"]) == (409, "STATE_CHANGED")
            assert (await house.done(SUPERVISOR, f"{path}/take-up"))["state"] == "verifying"
        assert (await house.act(SUPERVISOR, f"{path}/{verb}", {})).status_code == 422
        done = await house.done(SUPERVISOR, f"{path}/{verb}", said)
        assert (done["state"], done["ruling_vi"], done["resolved_on"]) == (state, said["ruling_vi"], "2026-10-07")
