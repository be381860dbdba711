import pytest

from shared.contracts.councils import CouncilChanged
from shared.kernel.actor import Role
from shared.kernel.errors import ForbiddenError
from tests.reviews.desk import Desk
from tests.reviews.facts import COUNCIL, OFFICER, OFFICER_BTP, SECRETARY, person, wish


async def test_a_council_is_recorded_and_changed_under_one_id(desk: Desk) -> None:
    await desk.council()
    record = desk.do.council.record
    again = await record("HD-BTP", "BTP", "HD-02", ("HD-01", "HD-02"), {}, wish(OFFICER_BTP, "council.record"))
    assert again == COUNCIL.id
    kept = await desk.homes.councils.find(COUNCIL.id)
    assert kept is not None
    assert (kept.version, kept.chair_ref, kept.member_refs) == (2, "HD-02", ("HD-01", "HD-02"))
    assert [event.chair_ref for event in desk.told(CouncilChanged)] == ["HD-01", "HD-02"]


async def test_nobody_records_a_council_elsewhere_or_takes_one_over(desk: Desk) -> None:
    record = desk.do.council.record
    with pytest.raises(ForbiddenError):
        await record("HD-BTP", "BTP", "A", ("A",), {}, wish(OFFICER, "council.record"))
    with pytest.raises(ForbiddenError):
        await record("HD-BTP", "BTP", "A", ("A",), {}, wish(SECRETARY, "council.record"))
    with pytest.raises(ForbiddenError):
        await record("STP-HP", "BTP", "A", ("A",), {}, wish(OFFICER, "council.record"))
    await record("HD-BTP", "BTP", "A", ("A",), {}, wish(OFFICER_BTP, "council.record"))
    await record("HD-BTP", "BTP", "B", ("A", "B"), {}, wish(SECRETARY, "council.record"))
    with pytest.raises(ForbiddenError):
        await record("HD-BTP", "STP-HP", "A", ("A",), {}, wish(SECRETARY, "council.record"))
    stranger = person("X", (Role.EMULATION_OFFICER, "STP-HP"))
    with pytest.raises(ForbiddenError):
        await record("HD-BTP", "STP-HP", "X", ("X",), {}, wish(stranger, "council.record"))
