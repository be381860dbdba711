from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from shared.kernel.ids import id_from
from tests.reviews.facts import asked_facts, submitted

DUE = date(2026, 10, 20)


def asked(silence: Silence = Silence.CONSENT) -> Opinion:
    ask = Ask(id_from("opinion", 1), "UB-HP", DUE, silence)
    return Opinion.requested(ask, asked_facts()["nomination_id"], facts_of(submitted(asked_facts())))


@pytest.mark.parametrize(
    ("silence", "position"),
    [(Silence.CONSENT, Position.CONSENT), (Silence.OBJECT, Position.OBJECT), (Silence.NONE, None)],
)
def test_silence_counts_as_the_rules_say_from_the_day_after_the_last(
    silence: Silence, position: Position | None
) -> None:
    opinion = asked(silence)
    assert opinion.lapse(DUE) is opinion
    lapsed = opinion.lapse(DUE + timedelta(days=1))
    assert (lapsed.state, lapsed.position, lapsed.answered_by) == (OpinionState.DEFAULTED, position, None)
    assert lapsed.lapse(DUE + timedelta(days=2)) is lapsed


def test_an_answer_is_given_once_in_time_and_an_objection_has_a_reason() -> None:
    with pytest.raises(ObjectionUnfoundedError):
        asked().reply("YK-01", Position.OBJECT, "", DUE)
    replied = asked().reply("YK-01", Position.OBJECT, "Chưa rõ số liệu", DUE)
    assert (replied.state, replied.position, replied.answered_on) == (OpinionState.REPLIED, Position.OBJECT, DUE)
    with pytest.raises(ConflictError):
        replied.reply("YK-01", Position.CONSENT, "", DUE)
    assert replied.lapse(DUE + timedelta(days=1)) is replied


def test_after_its_day_nobody_answers_whether_or_not_the_silence_was_noted() -> None:
    late = DUE + timedelta(days=1)
    for opinion in (asked(), asked().lapse(late)):
        with pytest.raises(OpinionOverError):
            opinion.reply("YK-01", Position.CONSENT, "", late)


@given(days=st.lists(st.integers(-3, 3), max_size=6), silence=st.sampled_from(Silence))
def test_what_was_said_or_counted_once_stays(days: list[int], silence: Silence) -> None:
    opinion = asked(silence)
    for n, day in enumerate(days):
        before, on = opinion, DUE + timedelta(days=day)
        if n % 2:
            opinion = opinion.lapse(on)
        elif opinion.state is OpinionState.REQUESTED and day <= 0:
            opinion = opinion.reply("YK-01", Position.OBJECT, "Vì sao", on)
        assert before.state is OpinionState.REQUESTED or opinion is before
