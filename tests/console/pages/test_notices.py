"""Thông báo: what was read is said by a number, and anything else is answered."""

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

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
