import pytest

from services.reviews.domain.case_parts import CaseEndedError, CaseState, InDraftError, Verdict
from services.reviews.domain.row import RowOutcome
from services.reviews.usecases.decision.prepare import Proposed
from shared.contracts.awards import AwardFreed, AwardReserved, DecisionSigned
from shared.contracts.reviews import ReviewClosed
from shared.kernel.actor import Role
from shared.kernel.errors import AlreadyHandledError, ConflictError, ForbiddenError
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, MINISTER, OFFICER, facts, person, wish

WHY = "Bà Hạnh đã được khen việc này"


async def test_the_grantor_refuses_and_why_stays_with_the_case(desk: Desk) -> None:
    case_id, cause = await desk.appraised(facts()), wish(DIRECTOR, "case.refuse", "once")
    await desk.do.case.refuse(case_id, WHY, cause)
    with pytest.raises(AlreadyHandledError):
        await desk.do.case.refuse(case_id, WHY, cause)
    told, case = desk.last(ReviewClosed), await desk.case(case_id)
    assert (case.state, case.refused_because) == (CaseState.REFUSED, WHY)
    assert (told.outcome, [reason.code for reason in told.reasons]) == ("refused", ["GRANTOR_DECLINED"])
    assert "Hạnh" not in told.model_dump_json()


async def test_a_file_that_failed_its_appraisal_can_be_refused_too(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    await desk.do.case.appraise(case_id, Verdict.FAILS, ("Thiếu",), wish(OFFICER, "case.appraise"))
    await desk.do.case.refuse(case_id, WHY, wish(DIRECTOR, "case.refuse"))
    assert (await desk.case(case_id)).state is CaseState.REFUSED


async def test_what_stands_in_a_draft_is_not_refused_before_the_draft_came_back(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    await desk.drafted(case_id)
    with pytest.raises(InDraftError):
        await desk.do.case.refuse(case_id, WHY, wish(DIRECTOR, "case.refuse"))


async def test_a_draft_that_the_file_has_not_heard_of_commends_nobody_by_it(desk: Desk) -> None:
    first, other = [await desk.appraised(facts(n)) for n in (1, 2)]
    rows = [Proposed(case_id, "Nguyễn Thị Hạnh", "37 hộ") for case_id in (first, other)]
    decision_id = await desk.do.decision.prepare("STP-HP", None, rows, wish(OFFICER, "decision.prepare"))
    await desk.do.case.refuse(first, WHY, wish(DIRECTOR, "case.refuse"))
    await desk.reserved(decision_id)
    assert [event.reason for event in desk.told(AwardFreed)] == ["CASE_ENDED"]
    assert [event.case_id for event in desk.told(AwardReserved)] == [other]
    assert [row.outcome for row in (await desk.decision(decision_id)).rows] == [RowOutcome.FREED, RowOutcome.RESERVED]
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    assert desk.last(DecisionSigned).case_ids == (other,)


async def test_no_signature_commends_by_a_file_that_was_refused_after_its_claim_was_held(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    rows = [Proposed(case_id, "Nguyễn Thị Hạnh", "37 hộ")]
    decision_id = await desk.do.decision.prepare("STP-HP", None, rows, wish(OFFICER, "decision.prepare"))
    await desk.reserved(decision_id)
    await desk.do.case.refuse(case_id, WHY, wish(DIRECTOR, "case.refuse"))
    with pytest.raises(CaseEndedError):
        await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))


async def test_only_the_grantor_refuses_and_nobody_the_own_file(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    for actor in (MINISTER, person("CT-HP", (Role.GRANTOR, "UB-HP"))):
        with pytest.raises(ForbiddenError):
            await desk.do.case.refuse(case_id, WHY, wish(actor, "case.refuse"))
    with pytest.raises(RoleSeparationError):
        await desk.do.case.refuse(case_id, WHY, wish(person("CB-0412", (Role.GRANTOR, "STP-HP")), "case.refuse"))


async def test_what_is_still_under_review_is_not_refused(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    with pytest.raises(ConflictError):
        await desk.do.case.refuse(case_id, WHY, wish(DIRECTOR, "case.refuse"))
