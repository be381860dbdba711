import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.consultation import (
    LONGEST_ANSWER,
    AlreadyCommentedError,
    Answer,
    Comment,
    CommentsFullError,
    Consultation,
    ConsultationState,
    NotOpenError,
    Side,
    consultation_id_of,
)
from shared.kernel.errors import ConflictError, ForbiddenError
from shared.kernel.holds import HoldGround
from shared.kernel.ids import id_from
from shared.kernel.separations import RoleSeparationError
from shared.runtime.store.codec import Codec, encode
from shared.runtime.store.writes import LARGEST_SAVE
from tests.reviews.facts import CALENDAR, TODAY, appraised_case, public_facts

LAST = date(2026, 10, 21)
CASE = replace(appraised_case(public_facts()), state=CaseState.CONSULTING)
LATE = LAST + timedelta(days=1)


def opened(closes_on: date = LAST) -> Consultation:
    return Consultation(
        id=consultation_id_of(CASE.id),
        version=1,
        state=ConsultationState.WINDOW_OPEN,
        case_id=CASE.id,
        facts=CASE.facts,
        place="THADS-HP",
        opened_on=TODAY,
        closes_on=closes_on,
        subject_label="Đỗ Minh Khôi",
        question_vi="Có đồng tình không?",
        held_days=0,
    )


def said(n: object, side: Side = Side.FOR, on: date = TODAY) -> Comment:
    return Comment(id_from("comment", n), side, "Đồng tình", f"mark-{n}", on)


def filled(text_vi: str) -> Consultation:
    """One that takes no more comments of that length."""
    one = opened()
    for n in itertools.count():
        comment = replace(said(n, Side.AGAINST), text_vi=text_vi, sender_mark=f"{n:064x}")
        try:
            one = one.comment(comment)
        except CommentsFullError:
            break
    return one


def held(case: Case, since: date, until: date) -> Case:
    return case.hold(HoldGround.PRESS_VERIFICATION, since).release(until, CALENDAR)


def test_one_person_speaks_once_and_until_the_last_day() -> None:
    spoken = opened().comment(said(1, on=LAST))
    with pytest.raises(AlreadyCommentedError):
        spoken.comment(said(1, Side.AGAINST))
    for closed in (spoken, spoken.close(CASE, LATE)):
        with pytest.raises(NotOpenError):
            closed.comment(said(2, on=LATE))


@pytest.mark.parametrize("text_vi", ["Đồng ý", "Ễ" * 2_000, "🏅" * 2_000], ids=["short", "Vietnamese", "widest"])
def test_whatever_was_taken_can_be_answered_at_length_and_closed(text_vi: str) -> None:
    one = filled(text_vi)
    for said_so in one.comments:
        answer = Answer("🏅" * LONGEST_ANSWER, "TD-03", TODAY)
        one = one.answer_comment(said_so.id, answer, "mark-TD-03")
    closed = one.close(CASE, LATE)
    assert closed.is_over
    assert len(closed.comments) > 70
    assert len(encode(Codec(Consultation).state_of(closed))) < LARGEST_SAVE - 100 * 1024, "with room for its event"


def test_an_answer_makes_room_and_nobody_answers_the_own_comment() -> None:
    full = filled("Đồng ý")
    own = full.comments[0]
    with pytest.raises(RoleSeparationError):
        full.answer_comment(own.id, Answer("Cảm ơn", "TD-03", TODAY), own.sender_mark)
    for n in range(9):
        full = full.answer_comment(said(n).id, Answer("Cảm ơn", "TD-03", TODAY), "mark-TD-03")
    assert full.comment(said("later")).unanswered == len(full.comments) - 8


def test_a_comment_is_answered_once_also_after_the_last_day_and_then_nothing_is_owed() -> None:
    spoken = opened().comment(said(1)).comment(said(2, Side.OTHER))
    answer = Answer("Cảm ơn", "TD-03", TODAY)
    one = spoken.answer_comment(said(1).id, answer, "mark-TD-03")
    assert (one.unanswered, one.is_over) == (1, False)
    with pytest.raises(ConflictError):
        one.answer_comment(said(1).id, answer, "mark-TD-03")
    with pytest.raises(ForbiddenError):
        one.answer_comment(said(3).id, answer, "mark-TD-03")
    both = one.close(CASE, LATE).answer_comment(said(2).id, answer, "mark-TD-03")
    assert (both.unanswered, both.is_over) == (0, True)


def test_it_closes_by_itself_on_the_day_after_the_last_once() -> None:
    assert opened().close(CASE, LAST).state is ConsultationState.WINDOW_OPEN
    closed = opened().close(CASE, LATE)
    assert closed.state is ConsultationState.WINDOW_CLOSED
    assert closed.close(CASE, LATE) is closed


def test_it_stands_still_with_its_case_and_goes_on_so_many_working_days_later() -> None:
    on_hold = CASE.hold(HoldGround.PRESS_VERIFICATION, TODAY)
    paused = opened().follow(on_hold, CALENDAR)
    with pytest.raises(NotOpenError):
        paused.comment(said(1))
    assert paused.close(on_hold, LATE) is paused
    assert opened().close(on_hold, LATE).state is ConsultationState.WINDOW_OPEN, "the news of the hold may come later"
    released = on_hold.release(date(2026, 10, 12), CALENDAR)
    assert paused.close(released, LATE) is paused, "and so may that of its end"
    on = paused.follow(released, CALENDAR)
    assert (on.paused, on.closes_on) == (False, CALENDAR.add(LAST, 3))
    assert on.follow(released, CALENDAR) is on


def test_it_ends_with_its_case() -> None:
    ended = opened().comment(said(1)).follow(CASE.withdraw(), CALENDAR)
    assert (ended.state, ended.unanswered) == (ConsultationState.WINDOW_CLOSED, 1)
    with pytest.raises(NotOpenError):
        ended.comment(said(2))
    assert ended.follow(CASE, CALENDAR) is ended


@given(
    sides=st.lists(st.sampled_from(Side), max_size=8),
    answered=st.sets(st.integers(0, 7)),
    holds=st.lists(st.integers(0, 9), max_size=3),
    is_closed_first=st.booleans(),
)
def test_whatever_happens_counts_are_what_was_said_and_no_day_is_lost(
    sides: list[Side], answered: set[int], holds: list[int], *, is_closed_first: bool
) -> None:
    case, one, since = CASE, opened(), TODAY
    for days in holds:
        until = since + timedelta(days=days)
        case, since = held(case, since, until), until
        one = one.follow(case, CALENDAR)
        assert one.closes_on == CALENDAR.add(LAST, case.held_days)
    for n, side in enumerate(sides):
        one = one.comment(said(n, side))
    if is_closed_first:
        one = one.close(case, one.closes_on + timedelta(days=1))
    for n in answered & set(range(len(sides))):
        one = one.answer_comment(said(n).id, Answer("Cảm ơn", "TD-03", TODAY), "mark-TD-03")
    assert sum(one.sides.values()) == len(sides)
    assert one.unanswered == len(set(range(len(sides))) - answered)
    assert one.is_over is (is_closed_first and not one.unanswered)
