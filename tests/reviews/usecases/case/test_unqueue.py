from services.reviews.domain.case_parts import CaseState
from shared.contracts.awards import AwardFreed, DecisionReturned
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, news, wish


async def test_a_case_of_a_returned_decision_may_be_named_by_another(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    first = await desk.drafted(case_id)
    await desk.do.decision.send_back(first, "Sai số liệu", wish(DIRECTOR, "decision.send_back"))
    await desk.do.case.unqueue(desk.last(DecisionReturned), news())
    case = await desk.case(case_id)
    assert (case.state, case.decision_id) == (CaseState.AWAITING_DECISION, None)
    second = await desk.drafted(case_id)
    assert (await desk.case(case_id)).decision_id == second


async def test_a_case_whose_claim_was_taken_leaves_the_decision(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    freed = AwardFreed(
        award_id=case_id,
        decision_id=decision_id,
        case_id=case_id,
        reason="DEED_ALREADY_REWARDED",
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
    )
    await desk.do.case.unqueue(freed, news())
    assert (await desk.case(case_id)).decision_id is None
