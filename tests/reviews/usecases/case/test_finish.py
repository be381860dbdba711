from services.reviews.domain.case_parts import CaseState
from shared.contracts.awards import AwardGranted, DecisionSigned
from shared.contracts.reviews import ReviewClosed
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, news, wish


async def test_a_case_ends_with_its_award_and_is_told_once(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    for cause in (news("g"), news("g"), news()):
        await desk.do.case.finish(desk.last(AwardGranted), cause)
    assert (await desk.case(case_id)).state is CaseState.GRANTED
    assert [(event.outcome, event.proposer_ref) for event in desk.told(ReviewClosed)] == [("granted", "PGD-HP-02")]
