from uuid import UUID

from services.reviews.domain.case_parts import CaseState, Verdict
from shared.contracts.awards import DecisionDrafted
from tests.reviews.desk import Desk
from tests.reviews.facts import OFFICER, facts, full_facts, news, wish


async def test_a_simple_case_is_bound_to_the_decision_that_names_it(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    assert (await desk.case(case_id)).decision_id == decision_id


async def test_a_recommended_case_waits_for_the_signature(desk: Desk) -> None:
    case_id = await desk.recommended(full_facts())
    await desk.do.case.queue(draft_of(case_id), news())
    assert (await desk.case(case_id)).state is CaseState.AWAITING_DECISION


async def test_a_draft_heard_before_the_case_could_be_decided_binds_it_not_when_it_comes_again(desk: Desk) -> None:
    case_id, cause = await desk.admitted(facts()), news()
    await desk.do.case.queue(draft_of(case_id), cause)
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER, "case.appraise"))
    await desk.do.case.queue(draft_of(case_id), cause)
    assert (await desk.case(case_id)).decision_id is None


def draft_of(case_id: UUID) -> DecisionDrafted:
    return DecisionDrafted(
        decision_id=case_id,
        number="9/QĐ-BTP",
        grantor_unit_id="BTP",
        case_ids=(case_id,),
        case_numbers=("KT-2026-0004",),
        unit_id="BTP",
        unit_path=("BTP",),
    )
