from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.domain.case import Case, DueStep, GrantedFacts, Part
from services.console.usecases import follow_award, follow_nomination, follow_review
from shared.kernel.vocabulary import STATUS_VI

AT = datetime(2026, 10, 6, tzinfo=UTC)
ID = UUID(int=1)

NOMINATION = sorted({*follow_nomination.STATE_AFTER.values()})
REVIEW = sorted({*follow_review.STATE_AFTER.values(), "ready", "awaiting_decision", "granted", "refused", "withdrawn"})
AWARD = sorted({*follow_award.STATE_AFTER.values()})


@given(
    nomination=st.sampled_from([None, *NOMINATION]),
    review=st.sampled_from([None, *REVIEW]),
    award=st.sampled_from([None, *AWARD]),
    sitting=st.sampled_from([None, "convened", "voting_open", "voting_closed", "adjourned"]),
    decision=st.sampled_from([None, "drafted", "signed", "returned"]),
)
def test_every_state_has_a_word(
    nomination: str | None, review: str | None, award: str | None, sitting: str | None, decision: str | None
) -> None:
    case = Case(
        ID,
        nomination_state=nomination,
        review_state=review,
        awards={"a": Part(award, AT)} if award else {},
        sittings={"s": Part(sitting, AT)} if sitting else {},
        decisions={"d": Part(decision, AT)} if decision else {},
    )
    assert case.status_vi in STATUS_VI.values()


def test_a_state_without_a_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        _ = Case(ID, nomination_state="pondering").status_vi


def test_an_opened_case_yields_to_its_nomination() -> None:
    assert Case(ID, nomination_state="returned", review_state="opened").status_vi == "Trả lại để bổ sung"


def test_a_case_in_review_decides_over_its_nomination() -> None:
    assert Case(ID, nomination_state="in_review", review_state="ready").status_vi == "Đủ điều kiện"


def test_a_session_seats_a_ready_case_until_it_is_adjourned() -> None:
    seated = Case(ID, nomination_state="in_review", review_state="ready", sittings={"s": Part("voting_open", AT)})
    freed = Case(ID, nomination_state="in_review", review_state="ready", sittings={"s": Part("adjourned", AT)})
    assert (seated.status_vi, freed.status_vi) == ("Hội đồng đang bỏ phiếu", "Đủ điều kiện")


def test_a_freed_award_yields_to_its_case_and_a_later_one_decides() -> None:
    freed = {"a": Part("freed", AT)}
    base = {"nomination_state": "in_review", "review_state": "recommended"}
    assert Case(ID, **base, awards=freed).state == "recommended"  # type: ignore[arg-type]
    assert Case(ID, **base, awards={**freed, "b": Part("granted", AT)}).state == "granted"  # type: ignore[arg-type]


def test_the_due_day_is_that_of_the_present_step() -> None:
    steps = (DueStep("screen", date(2026, 10, 7)), DueStep("appraise", date(2026, 10, 9)))
    screening = Case(ID, nomination_state="screening", review_state="opened", steps=steps)
    appraising = Case(ID, nomination_state="in_review", review_state="appraising", steps=steps)
    returned = Case(ID, nomination_state="returned", steps=steps, return_due_on=date(2026, 10, 20))
    assert [case.due_on for case in (screening, appraising, returned)] == [
        date(2026, 10, 7),
        date(2026, 10, 9),
        date(2026, 10, 20),
    ]


@pytest.mark.parametrize("state", ["withdrawn", "merged"])
def test_an_ended_file_has_no_due_day(state: str) -> None:
    case = Case(ID, nomination_state=state, steps=(DueStep("screen", date(2026, 10, 7)),))
    assert (case.is_open, case.due_on) == (False, None)


def test_days_are_counted_from_the_deed_and_stand_still_once_granted() -> None:
    case = Case(ID, occurred_to=date(2026, 10, 3))
    assert case.days_old(date(2026, 10, 6)) == 3
    granted = GrantedFacts("Tổ 3", "Giấy khen", "12", date(2026, 10, 13), 10, 760_000)
    assert Case(ID, occurred_to=date(2026, 10, 3), granted=granted).days_old(date(2027, 1, 1)) == 10
    assert Case(ID).days_old(date(2026, 10, 6)) is None
