import pytest

from shared.contracts.awards import AwardFreed, AwardReserved, DecisionDrafted
from shared.kernel.errors import ForbiddenError
from tests.reviews.desk import Desk
from tests.reviews.facts import facts, news


async def test_each_row_of_a_draft_takes_its_claim_once(desk: Desk) -> None:
    cases = [await desk.appraised(facts(n)) for n in (1, 2)]
    await desk.drafted(*cases)
    for cause in (news("d"), news("d"), news()):
        await desk.do.award.reserve(desk.last(DecisionDrafted), cause)
    assert [event.case_id for event in desk.told(AwardReserved)] == cases
    assert desk.last(AwardReserved).unit_path == ("UB-HP", "STP-HP")


async def test_the_second_award_for_one_deed_is_freed_at_birth(desk: Desk) -> None:
    first = await desk.appraised(facts(1))
    twin = await desk.appraised(facts(2, deed_id=facts(1)["deed_id"]))
    decisions = [await desk.drafted(first), await desk.drafted(twin, number="13/QĐ-STP")]
    for decision_id in decisions:
        await desk.reserved(decision_id)
    assert [event.case_id for event in desk.told(AwardReserved)] == [first]
    assert [(event.case_id, event.reason) for event in desk.told(AwardFreed)] == [(twin, "DEED_ALREADY_REWARDED")]
    live = [one.thing for one in desk.memory.awards.documents.values() if one.thing.live]
    assert [award.case_id for award in live] == [first]


async def test_a_draft_that_is_not_known_here_is_no_draft(desk: Desk) -> None:
    await desk.drafted(await desk.appraised(facts()))
    foreign = desk.last(DecisionDrafted).model_copy(update={"decision_id": facts()["deed_id"]})
    with pytest.raises(ForbiddenError):
        await desk.do.award.reserve(foreign, news())
