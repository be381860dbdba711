from services.reviews.domain.case_parts import CaseState
from shared.contracts.awards import DecisionDrafted
from tests.reviews.desk import Desk
from tests.reviews.facts import facts, full_facts, news


async def test_a_simple_case_is_bound_to_the_decision_that_names_it(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    assert (await desk.case(case_id)).decision_id == decision_id


async def test_a_recommended_case_waits_for_the_signature(desk: Desk) -> None:
    case_id = await desk.recommended(full_facts())
    event = DecisionDrafted(
        decision_id=case_id,
        number="9/QĐ-BTP",
        grantor_unit_id="BTP",
        case_ids=(case_id,),
        case_numbers=("KT-2026-0004",),
        unit_id="BTP",
        unit_path=("BTP",),
    )
    await desk.do.case.queue(event, news())
    assert (await desk.case(case_id)).state is CaseState.AWAITING_DECISION
