import pytest

from services.reviews.domain.case_parts import Verdict
from shared.contracts.reviews import ReviewAppraised
from shared.kernel.actor import Role
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import OFFICER, OFFICER_BTP, facts, full_facts, person, wish


async def test_an_officer_appraises_and_the_next_step_is_told(desk: Desk) -> None:
    await desk.appraised(facts())
    assert (desk.last(ReviewAppraised).verdict, desk.last(ReviewAppraised).next_state) == ("meets", "awaiting_decision")
    await desk.appraised(full_facts())
    assert desk.last(ReviewAppraised).next_state == "ready"


async def test_what_an_officer_found_stays_with_the_case_and_never_rides_on_the_bus(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    found = ("Bà Hạnh chưa có xác nhận",)
    await desk.do.case.appraise(case_id, Verdict.FAILS, found, wish(OFFICER, "case.appraise"))
    assert (await desk.case(case_id)).findings == found
    assert not [event for event in desk.memory.told if "Hạnh" in event.model_dump_json()]


async def test_an_officer_of_another_unit_cannot_appraise(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    with pytest.raises(ForbiddenError):
        await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))


@pytest.mark.parametrize("ref", ["PGD-HP-02", "CB-0412", "CB-0077"])
async def test_nobody_appraises_an_own_proposal_or_an_own_deed(desk: Desk, ref: str) -> None:
    case_id = await desk.admitted(facts(contributor_refs=("CB-0412", "CB-0077")))
    both = person(ref, (Role.EMULATION_OFFICER, "STP-HP"))
    with pytest.raises(RoleSeparationError):
        await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(both, "case.appraise"))


async def test_a_repeat_of_the_command_is_known(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    command = wish(OFFICER, "case.appraise", "k")
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), command)
    with pytest.raises(AlreadyHandledError):
        await desk.do.case.appraise(case_id, Verdict.MEETS, (), command)
    assert len(desk.told(ReviewAppraised)) == 1
