from datetime import timedelta

import pytest

from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.row import RowOutcome
from shared.contracts.awards import AwardGranted, DecisionSigned
from shared.contracts.reviews import ReviewHeld, ReviewReleased
from shared.kernel.errors import ConflictError, ForbiddenError
from shared.kernel.holds import HoldGround, OnHoldError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, OFFICER, OFFICER_BTP, facts, news, wish

GROUND = HoldGround.DENUNCIATION_UNDER_VERIFICATION


async def test_a_held_case_is_released_with_later_days_and_both_are_told(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    await desk.do.case.hold(case_id, GROUND, wish(OFFICER, "case.hold"))
    assert desk.last(ReviewHeld).ground == "denunciation_under_verification"
    desk.at += timedelta(days=2)
    await desk.do.case.release(case_id, wish(OFFICER, "case.release"))
    told = desk.last(ReviewReleased)
    assert (told.next_state, told.held_days) == ("appraising", 2)
    assert told.decide_by == (await desk.case(case_id)).decide_by
    assert [step.due_on for step in told.steps] == [step.due_on for step in (await desk.case(case_id)).steps]


async def test_an_officer_of_another_unit_holds_nothing(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    with pytest.raises(ForbiddenError):
        await desk.do.case.hold(case_id, GROUND, wish(OFFICER_BTP, "case.hold"))


async def test_no_decision_is_signed_while_one_of_its_cases_is_held(desk: Desk) -> None:
    cases = [await desk.appraised(facts(n)) for n in (1, 2)]
    decision_id = await desk.drafted(*cases)
    await desk.reserved(decision_id)
    await desk.do.case.hold(cases[1], GROUND, wish(OFFICER, "case.hold"))
    with pytest.raises(OnHoldError) as refused:
        await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    assert refused.value.params == {"number": "KT-2026-0002"}
    desk.at += timedelta(days=1)
    await desk.do.case.release(cases[1], wish(OFFICER, "case.release"))
    assert (await desk.case(cases[1])).state is CaseState.AWAITING_DECISION
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    assert [event.lead_times.held for event in desk.told(AwardGranted)] == [0, 1]


async def test_a_row_that_was_freed_keeps_nothing_waiting(desk: Desk) -> None:
    first, other = [await desk.appraised(facts(n)) for n in (1, 2)]
    decision_id = await desk.drafted(first, other)
    await desk.reserved(decision_id)
    decision = await desk.decision(decision_id)
    freed = decision.mark_row(decision.rows[0].award_id, RowOutcome.FREED, "DEED_ALREADY_REWARDED")
    await desk.homes.decisions.save(freed, emits=(), because_of=news())
    await desk.do.case.hold(first, GROUND, wish(OFFICER, "case.hold"))
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    assert desk.last(DecisionSigned).case_ids == (other,)


async def test_a_hold_that_comes_after_the_signature_is_refused_before_the_case_has_heard_of_it(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    assert (await desk.case(case_id)).state is CaseState.AWAITING_DECISION
    with pytest.raises(ConflictError):
        await desk.do.case.hold(case_id, GROUND, wish(OFFICER, "case.hold"))
