from datetime import date
from typing import Any

import pytest

from services.reviews.domain.favourable import PackNotOfferedError
from services.reviews.usecases.decision.prepare import Proposed
from shared.contracts.awards import AwardGranted, DecisionDrafted, DecisionSigned
from shared.contracts.reviews import ReviewPackChosen
from shared.kernel.errors import ConflictError, ForbiddenError
from shared.kernel.holds import HoldGround, OnHoldError
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import (
    CALENDAR,
    DIRECTOR,
    OFFICER,
    OFFICER_BTP,
    PACKS,
    facts,
    forwarded,
    full_facts,
    news,
    submitted,
    wish,
)

OLD: dict[str, Any] = {"received_on": date(2026, 9, 29), "pack_version": "2025-07-01"}
WHY = "Mức mới có lợi hơn"


async def chosen(desk: Desk, case_id: Any, version: str = "2026-10-01") -> None:
    await desk.do.case.choose_pack(case_id, version, WHY, wish(OFFICER, "case.choose_pack"))


async def test_the_newer_pack_is_told_and_the_reason_is_kept_with_what_it_was_received_under(desk: Desk) -> None:
    case_id = await desk.admitted(facts(**OLD))
    await chosen(desk, case_id)
    told, case = desk.last(ReviewPackChosen), await desk.case(case_id)
    newer = PACKS.version("FIX-2026", "2026-10-01")
    assert (told.pack_version, told.pack_hash) == ("2026-10-01", newer.hash)
    assert WHY not in told.model_dump_json()
    assert case.pack_choice is not None
    assert (case.pack_choice.reason_vi, case.pack_choice.before.version) == (WHY, "2025-07-01")
    assert case.facts.pack == newer.quote


async def test_what_was_put_off_stays_put_off_by_as_much(desk: Desk) -> None:
    await desk.do.case.open(submitted(facts(**OLD)), news())
    await desk.do.case.admit(forwarded(facts(**OLD, paused_days=3)), news())
    case_id = facts()["nomination_id"]
    before = await desk.case(case_id)
    await chosen(desk, case_id)
    after = await desk.case(case_id)
    assert after.steps[0] == before.steps[0], "what is done is done"
    assert after.decide_by == before.decide_by == CALENDAR.add(date(2026, 9, 29), 5 + 3)


async def test_it_is_chosen_once_and_only_as_offered(desk: Desk) -> None:
    case_id = await desk.admitted(facts(**OLD))
    with pytest.raises(PackNotOfferedError):
        await chosen(desk, case_id, "2027-03-01")
    await chosen(desk, case_id)
    with pytest.raises(PackNotOfferedError):
        await chosen(desk, case_id)
    with pytest.raises(PackNotOfferedError):
        await chosen(desk, await desk.admitted(facts(2)))


async def test_only_an_officer_of_the_grantor_chooses_who_did_not_propose_it(desk: Desk) -> None:
    case_id = await desk.admitted(facts(**OLD, proposer_ref="TD-01"))
    with pytest.raises(RoleSeparationError):
        await chosen(desk, case_id)
    with pytest.raises(ForbiddenError):
        await desk.do.case.choose_pack(case_id, "2026-10-01", WHY, wish(OFFICER_BTP, "case.choose_pack"))


async def test_a_held_case_and_one_in_session_take_no_other_pack(desk: Desk) -> None:
    held = await desk.admitted(facts(**OLD))
    await desk.do.case.hold(held, HoldGround.PRESS_VERIFICATION, wish(OFFICER, "case.hold"))
    with pytest.raises(OnHoldError):
        await chosen(desk, held)
    await desk.council()
    seated = await desk.appraised(full_facts(**OLD))
    await desk.convened(seated)
    with pytest.raises(ConflictError):
        await desk.do.case.choose_pack(seated, "2026-10-01", WHY, wish(OFFICER_BTP, "case.choose_pack"))


async def test_a_choice_before_the_case_has_heard_of_its_decision_counts_for_the_award(desk: Desk) -> None:
    case_id = await desk.appraised(facts(**OLD))
    rows = [Proposed(case_id, "Nguyễn Thị Hạnh", "Giúp 37 hộ dân")]
    decision_id = await desk.do.decision.prepare("STP-HP", "12/QĐ-STP", rows, wish(OFFICER, "decision.prepare"))
    await desk.reserved(decision_id)
    await chosen(desk, case_id)
    await desk.do.case.queue(desk.last(DecisionDrafted), news())
    with pytest.raises(ConflictError):
        await chosen(desk, case_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    assert desk.last(AwardGranted).pack.startswith("FIX-2026/2026-10-01#")
