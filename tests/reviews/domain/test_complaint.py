from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.case import FINAL, Case
from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.complaint import Complaint, ComplaintKind, ComplaintState, NothingToRevokeError, Request
from services.reviews.domain.finding import About, Subject
from services.reviews.usecases.case.facts import facts_of
from services.reviews.usecases.case.open import planned
from shared.kernel.errors import ConflictError
from shared.kernel.holds import HoldGround
from tests.reviews.facts import CALENDAR, PACKS, TODAY, facts, forwarded, submitted

GROUND = HoldGround.COMPLAINT_VERIFICATION
FIRST, SECOND = UUID(int=1), UUID(int=2)


def lodged(about: About = About.CASE) -> Complaint:
    known = facts_of(forwarded(facts()))
    return Complaint(
        id=FIRST,
        version=0,
        state=ComplaintState.LODGED,
        number="DT-2026-0001",
        kind=ComplaintKind.COMPLAINT,
        target=Subject.of(about, UUID(int=9), known),
        grantor_unit_id=known.grantor_unit_id,
        grantor_path=known.grantor_path,
        ground_vi="Không đúng người",
        sender_sealed="…",
        sender_mark="m",
        lodged_on=TODAY,
        due_on=TODAY,
    )


def acted(it: Complaint, act: str) -> Complaint:
    match act:
        case "take_up":
            return it.take_up(TODAY)
        case "turn_down":
            return it.turn_down("Vì", TODAY)
        case "uphold":
            return it.uphold(Request.RE_REVIEW, "Vì", TODAY)
        case _:
            return it.reject("Vì", TODAY)


MAY = {
    ComplaintState.LODGED: {"take_up": ComplaintState.VERIFYING, "turn_down": ComplaintState.TURNED_DOWN},
    ComplaintState.VERIFYING: {"uphold": ComplaintState.UPHELD, "reject": ComplaintState.REJECTED},
}


@given(st.lists(st.sampled_from(["take_up", "turn_down", "uphold", "reject"]), max_size=6))
def test_it_is_taken_up_before_it_is_ruled_on_and_ruled_on_once(acts: list[str]) -> None:
    it = lodged()
    for act in acts:
        after = MAY.get(it.state, {}).get(act)
        if after is None:
            with pytest.raises(ConflictError):
                acted(it, act)
            continue
        it = acted(it, act)
        assert it.state is after
        assert (it.resolved_on is None) is (after is ComplaintState.VERIFYING)


def test_only_an_award_can_be_revoked_also_one_that_a_case_has_become() -> None:
    with pytest.raises(NothingToRevokeError):
        lodged().take_up(TODAY).uphold(Request.REVOCATION, "Vì", TODAY)
    upheld = lodged(About.AWARD).take_up(TODAY).uphold(Request.REVOCATION, "Vì", TODAY, has_award=True)
    became = lodged().take_up(TODAY).uphold(Request.REVOCATION, "Vì", TODAY, has_award=True)
    assert (upheld.state, upheld.asks) == (became.state, became.asks) == (ComplaintState.UPHELD, Request.REVOCATION)


def opened() -> Case:
    return planned(submitted(facts()), PACKS)


def admitted() -> Case:
    return opened().admit(facts_of(forwarded(facts())), TODAY)


def test_a_case_stands_still_until_the_last_complaint_is_resolved() -> None:
    case = admitted().examine(FIRST, GROUND, TODAY).examine(SECOND, GROUND, TODAY)
    assert (case.state, case.complaints) == (CaseState.ON_HOLD, (FIRST, SECOND))
    with pytest.raises(ConflictError) as refused:
        case.release(TODAY, CALENDAR)
    assert refused.value.reason == "COMPLAINT_VERIFYING"
    later = TODAY + timedelta(days=2)
    case = case.clear(FIRST, later, CALENDAR)
    assert case.state is CaseState.ON_HOLD
    case = case.clear(SECOND, later, CALENDAR)
    assert (case.state, case.held, case.held_days) == (CaseState.APPRAISING, None, 2)


def test_what_people_held_before_stays_held_until_they_release_it() -> None:
    held = admitted().hold(HoldGround.PRESS_VERIFICATION, TODAY).examine(FIRST, GROUND, TODAY)
    cleared = held.clear(FIRST, TODAY, CALENDAR)
    assert (cleared.state, cleared.complaints) == (CaseState.ON_HOLD, ())
    assert cleared.release(TODAY, CALENDAR).state is CaseState.APPRAISING


def test_a_case_that_is_not_admitted_yet_is_admitted_under_the_complaint() -> None:
    case = opened().examine(FIRST, GROUND, TODAY)
    case = case.after(lambda one: one.admit(facts_of(forwarded(facts())), TODAY))
    assert case.state is CaseState.ON_HOLD
    assert case.clear(FIRST, TODAY, CALENDAR).state is CaseState.APPRAISING


@given(
    st.lists(st.tuples(st.sampled_from(["examine", "clear", "withdraw"]), st.sampled_from([FIRST, SECOND])), max_size=8)
)
def test_complaints_may_come_late_and_often(acts: list[tuple[str, UUID]]) -> None:
    case, day = admitted(), date(2026, 10, 8)
    for act, complaint_id in acts:
        match act:
            case "examine":
                after: Any = case.examine(complaint_id, GROUND, day)
                assert after.examine(complaint_id, GROUND, day) is after
            case "clear":
                after = case.clear(complaint_id, day, CALENDAR)
                assert after.clear(complaint_id, day, CALENDAR) is after
            case _:
                after = case.after(lambda one: one.withdraw())
        case = after
        assert (case.state is CaseState.ON_HOLD) is (bool(case.complaints) and case.state not in FINAL)
