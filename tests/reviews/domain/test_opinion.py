from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.opinion import (
    Ask,
    ObjectionUnfoundedError,
    Opinion,
    OpinionOverError,
    OpinionState,
    Position,
)
from services.reviews.usecases.case.facts import facts_of
from shared.kernel.asking import Silence
from shared.kernel.errors import ConflictError
from shared.kernel.holds import HoldGround
from shared.kernel.ids import id_from
from tests.reviews.facts import CALENDAR, TODAY, appraised_case, asked_facts, submitted

DUE = date(2026, 10, 20)
CASE = replace(appraised_case(asked_facts()), state=CaseState.CONSULTING)


def asked(silence: Silence = Silence.CONSENT) -> Opinion:
    ask = Ask(id_from("opinion", 1), "UB-HP", DUE, silence, held_days=0)
    return Opinion.requested(ask, asked_facts()["nomination_id"], facts_of(submitted(asked_facts())))


@pytest.mark.parametrize(
    ("silence", "position"),
    [(Silence.CONSENT, Position.CONSENT), (Silence.OBJECT, Position.OBJECT), (Silence.NONE, None)],
)
def test_silence_counts_as_the_rules_say_from_the_day_after_the_last(
    silence: Silence, position: Position | None
) -> None:
    opinion = asked(silence)
    assert opinion.lapse(CASE, DUE) is opinion
    lapsed = opinion.lapse(CASE, DUE + timedelta(days=1))
    assert (lapsed.state, lapsed.position, lapsed.answered_by) == (OpinionState.DEFAULTED, position, None)
    assert lapsed.lapse(CASE, DUE + timedelta(days=2)) is lapsed


def test_an_answer_is_given_once_in_time_and_an_objection_has_a_reason() -> None:
    with pytest.raises(ObjectionUnfoundedError):
        asked().reply("YK-01", Position.OBJECT, "", DUE)
    replied = asked().reply("YK-01", Position.OBJECT, "Chưa rõ số liệu", DUE)
    assert (replied.state, replied.position, replied.answered_on) == (OpinionState.REPLIED, Position.OBJECT, DUE)
    with pytest.raises(ConflictError):
        replied.reply("YK-01", Position.CONSENT, "", DUE)
    assert replied.lapse(CASE, DUE + timedelta(days=1)) is replied


def test_after_its_day_nobody_answers_whether_or_not_the_silence_was_noted() -> None:
    late = DUE + timedelta(days=1)
    for opinion in (asked(), asked().lapse(CASE, late)):
        with pytest.raises(OpinionOverError):
            opinion.reply("YK-01", Position.CONSENT, "", late)


@given(days=st.lists(st.integers(-3, 3), max_size=6), silence=st.sampled_from(Silence))
def test_what_was_said_or_counted_once_stays(days: list[int], silence: Silence) -> None:
    opinion = asked(silence)
    for n, day in enumerate(days):
        before, on = opinion, DUE + timedelta(days=day)
        if n % 2:
            opinion = opinion.lapse(CASE, on)
        elif opinion.state is OpinionState.REQUESTED and day <= 0:
            opinion = opinion.reply("YK-01", Position.OBJECT, "Vì sao", on)
        assert before.state is OpinionState.REQUESTED or opinion is before


@given(days=st.lists(st.integers(0, 9), min_size=1, max_size=3), is_told=st.booleans())
def test_a_hold_takes_no_time_to_answer_whenever_its_news_comes(days: list[int], *, is_told: bool) -> None:
    case, opinion, since = CASE, asked(), TODAY
    for count in days:
        held, until = case.hold(HoldGround.PRESS_VERIFICATION, since), since + timedelta(days=count)
        opinion = opinion.follow(held, CALENDAR) if is_told else opinion
        assert opinion.lapse(held, DUE + timedelta(days=99)) is opinion
        case, since = held.release(until, CALENDAR), until
        if case.held_days != opinion.held_days:
            assert opinion.lapse(case, DUE + timedelta(days=99)) is opinion
        opinion = opinion.follow(case, CALENDAR) if is_told else opinion
    followed = opinion.follow(case, CALENDAR)
    assert (followed.paused, followed.due_on) == (False, CALENDAR.add(DUE, case.held_days))
    assert followed.follow(case, CALENDAR) is followed


def test_one_of_which_nobody_knows_how_long_its_case_was_held_goes_by_the_case_as_it_is_first_seen() -> None:
    late, old = DUE + timedelta(days=1), replace(asked(), held_days=None)
    held = CASE.hold(HoldGround.PRESS_VERIFICATION, date(2026, 10, 9))
    before = held.release(date(2026, 10, 14), CALENDAR)
    assert old.lapse(before, late).state is OpinionState.DEFAULTED
    seen = old.follow(before, CALENDAR)
    assert (seen.due_on, seen.held_days) == (DUE, before.held_days)
    paused = old.follow(held, CALENDAR)
    assert (paused.paused, paused.lapse(held, late)) == (True, paused)
    assert paused.follow(before, CALENDAR).due_on == CALENDAR.add(DUE, before.held_days)


def test_a_body_may_answer_while_the_case_stands_still_and_need_not_when_it_has_ended() -> None:
    paused = asked().follow(CASE.hold(HoldGround.PRESS_VERIFICATION, TODAY), CALENDAR)
    assert paused.reply("YK-01", Position.CONSENT, "", DUE + timedelta(days=9)).state is OpinionState.REPLIED
    ended = CASE.withdraw()
    for dropped in (paused.follow(ended, CALENDAR), asked().lapse(ended, DUE + timedelta(days=1))):
        assert (dropped.state, dropped.position) == (OpinionState.DROPPED, None)
        with pytest.raises(ConflictError):
            dropped.reply("YK-01", Position.CONSENT, "", DUE)
