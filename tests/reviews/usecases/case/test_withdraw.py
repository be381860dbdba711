from uuid import UUID

import pytest

from services.reviews.domain.case_parts import CaseEndedError, CaseState, TooLateSignedError
from services.reviews.domain.decision import DecisionState
from services.reviews.domain.row import RowOutcome
from services.reviews.domain.session import CasesNotReadyError
from services.reviews.usecases.decision.prepare import Proposed
from shared.contracts.awards import (
    AwardFreed,
    AwardGranted,
    DecisionDrafted,
    DecisionReturned,
    DecisionRowReleased,
    DecisionSigned,
)
from shared.contracts.reviews import ReviewClosed, ReviewWithdrawalRequested
from shared.kernel.actor import Actor, Role
from shared.kernel.errors import AlreadyHandledError, ConflictError, ForbiddenError, StaleError
from shared.kernel.holds import HoldGround, OnHoldError
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, OFFICER, TODAY, facts, full_facts, news, person, submitted, wish

WHY = "Bà Hạnh xin không nhận"
HEAD = person("PGD-HP-02", (Role.UNIT_HEAD, "STP-HP"))


async def withdrawn(desk: Desk, case_id: UUID, actor: Actor = HEAD) -> None:
    await desk.do.case.withdraw(case_id, WHY, wish(actor, "case.withdraw"))


async def settled(desk: Desk) -> None:
    await desk.do.case.settle_withdrawal(desk.last(ReviewWithdrawalRequested), news())


async def test_what_no_decision_can_name_ends_at_once_and_why_stays_with_the_case(desk: Desk) -> None:
    case_id, cause = await desk.admitted(facts()), wish(HEAD, "case.withdraw", "once")
    await desk.do.case.withdraw(case_id, WHY, cause)
    with pytest.raises(AlreadyHandledError):
        await desk.do.case.withdraw(case_id, WHY, cause)
    case = await desk.case(case_id)
    assert case.withdrawal is not None
    assert (case.state, case.withdrawal.reason_vi, case.withdrawal.by_ref) == (CaseState.WITHDRAWN, WHY, "PGD-HP-02")
    assert desk.last(ReviewClosed).outcome == "withdrawn"
    await settled(desk)
    assert len(desk.told(ReviewClosed)) == 1
    assert "Hạnh" not in "".join(event.model_dump_json() for event in desk.memory.told)


async def test_a_draft_goes_on_without_it_and_its_claim_is_free(desk: Desk) -> None:
    first, other = [await desk.appraised(facts(n)) for n in (1, 2)]
    decision_id = await desk.drafted(first, other)
    await desk.reserved(decision_id)
    await withdrawn(desk, first)
    assert (await desk.case(first)).state is CaseState.AWAITING_DECISION
    await settled(desk)
    await settled(desk)
    (released,) = desk.told(DecisionRowReleased)
    assert (released.case_id, released.case_ids, released.case_numbers) == (first, (other,), ("KT-2026-0002",))
    await desk.do.award.free(released, news())
    assert [(event.case_id, event.reason) for event in desk.told(AwardFreed)] == [(first, "CASE_WITHDRAWN")]
    assert (await desk.case(first)).state is CaseState.WITHDRAWN
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    assert desk.last(DecisionSigned).case_ids == (other,)
    assert (await desk.decision(decision_id)).rows[0].outcome is RowOutcome.FREED


async def test_a_draft_that_named_nothing_else_comes_back_and_its_number_is_free(desk: Desk) -> None:
    first, other = [await desk.appraised(facts(n)) for n in (1, 2)]
    decision_id = await desk.drafted(first, other)
    await desk.reserved(decision_id)
    for case_id in (first, other):
        await withdrawn(desk, case_id)
        assert not desk.told(DecisionReturned)
        await settled(desk)
    assert desk.last(DecisionReturned).decision_id == decision_id
    assert (await desk.decision(decision_id)).state is DecisionState.CANCELLED
    for released in desk.told(DecisionRowReleased):
        await desk.do.award.free(released, news())
    await desk.do.award.free(desk.last(DecisionReturned), news())
    assert [event.case_id for event in desk.told(AwardFreed)] == [first, other]
    await desk.drafted(await desk.appraised(facts(3)))


async def test_a_draft_whose_only_file_was_taken_back_before_its_claim_was_held_comes_back(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    drafted = desk.last(DecisionDrafted)
    await withdrawn(desk, case_id)
    await desk.do.award.reserve(drafted, news())
    await desk.do.decision.mark_row(desk.last(AwardFreed), news())
    assert desk.last(DecisionReturned).decision_id == decision_id


async def test_of_a_signature_and_a_withdrawal_at_one_moment_one_wins(desk: Desk) -> None:
    """Both read the decision; whoever saves it first has decided, and the other sees that."""
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    read = await desk.decision(decision_id)
    await withdrawn(desk, case_id)
    await settled(desk)
    with pytest.raises(StaleError):
        await desk.homes.decisions.save(read.sign(DIRECTOR, TODAY), emits=[], because_of=news())


async def test_a_signature_that_was_faster_stands_and_the_unit_is_answered(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    read = await desk.decision(decision_id)
    await withdrawn(desk, case_id)
    event = DecisionSigned(
        decision_id=decision_id,
        number=read.number,
        grantor_unit_id="STP-HP",
        case_ids=(case_id,),
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        decided_on=TODAY,
        signed_at=desk.at,
        signer_ref="GD-HP-01",
    )
    await desk.homes.decisions.save(read.sign(DIRECTOR, TODAY), emits=[event], because_of=news())
    await settled(desk)
    assert not desk.told(DecisionRowReleased)
    assert (await desk.case(case_id)).state is CaseState.AWAITING_DECISION
    await desk.do.award.grant(event, news())
    await desk.do.case.finish(desk.last(AwardGranted), news())
    closed = desk.last(ReviewClosed)
    assert (closed.outcome, [reason.code for reason in closed.reasons]) == ("granted", ["TOO_LATE_SIGNED"])
    with pytest.raises(TooLateSignedError):
        await withdrawn(desk, case_id)


async def test_what_is_signed_is_too_late_also_before_the_case_has_heard_of_it(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    with pytest.raises(TooLateSignedError):
        await withdrawn(desk, case_id)


async def test_no_draft_names_it_meanwhile_and_one_that_did_commends_nobody_by_it(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    rows = [Proposed(case_id, "Nguyễn Thị Hạnh", "37 hộ")]
    decision_id = await desk.do.decision.prepare("STP-HP", None, rows, wish(OFFICER, "decision.prepare"))
    await withdrawn(desk, case_id)
    with pytest.raises(CasesNotReadyError):
        await desk.drafted(case_id)
    await desk.reserved(decision_id)
    assert [event.reason for event in desk.told(AwardFreed)] == ["CASE_WITHDRAWN"]
    with pytest.raises(CaseEndedError):
        await desk.do.decision.sign(await claimed_before(desk), wish(DIRECTOR, "decision.sign"))


async def claimed_before(desk: Desk) -> UUID:
    """A draft whose claim is held when its unit asks to take the file back."""
    case_id = await desk.appraised(facts(2))
    decision_id = await desk.drafted(case_id, number="13/QĐ-STP")
    await desk.reserved(decision_id)
    await withdrawn(desk, case_id)
    return decision_id


async def test_only_the_head_of_the_subjects_unit_takes_it_back_and_nobody_the_own_file(desk: Desk) -> None:
    case_id = await desk.admitted(full_facts())
    for at in ("BTP", "STP-HP"):
        actor = person("BT-02", (Role.GRANTOR, "BTP")) if at == "BTP" else HEAD
        with pytest.raises(ForbiddenError):
            await withdrawn(desk, case_id, actor)
    with pytest.raises(RoleSeparationError):
        await withdrawn(desk, case_id, person("TT-21", (Role.UNIT_HEAD, "THADS-HP")))
    await withdrawn(desk, case_id, person("CT-HP-THA", (Role.UNIT_HEAD, "THADS-HP")))
    assert (await desk.case(case_id)).state is CaseState.WITHDRAWN


async def test_once_is_enough_a_hold_stops_it_and_before_the_review_the_nomination_is_taken_back(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    await withdrawn(desk, case_id)
    with pytest.raises(ConflictError):
        await withdrawn(desk, case_id)
    held = await desk.admitted(facts(2))
    await desk.do.case.hold(held, HoldGround.PRESS_VERIFICATION, wish(OFFICER, "case.hold"))
    with pytest.raises(OnHoldError):
        await withdrawn(desk, held)
    await desk.do.case.open(submitted(facts(3)), news())
    with pytest.raises(ConflictError):
        await withdrawn(desk, facts(3)["nomination_id"])
