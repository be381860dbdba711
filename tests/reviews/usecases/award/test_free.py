from shared.contracts.awards import AwardFreed, DecisionReturned
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, news, wish


async def test_a_returned_decision_lets_its_claims_go(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    claim = (await desk.case(case_id)).facts.claim
    assert await desk.homes.awards.holder(claim) is not None
    await desk.do.decision.send_back(decision_id, "Sai số liệu", wish(DIRECTOR, "decision.send_back"))
    for cause in (news("r"), news("r"), news()):
        await desk.do.award.free(desk.last(DecisionReturned), cause)
    assert await desk.homes.awards.holder(claim) is None
    assert [event.reason for event in desk.told(AwardFreed)] == ["DECISION_RETURNED"]
