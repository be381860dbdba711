from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.reviews.domain.case_parts import CaseState, Verdict
from services.reviews.domain.finding import DueInPastError
from services.reviews.domain.opinion import Opinion, OpinionState, Position
from services.reviews.usecases.opinion.request import Question
from shared.contracts.nominations import NominationWithdrawn
from shared.contracts.reviews import (
    OpinionLapsed,
    OpinionReceived,
    OpinionRequested,
    ReviewAppraised,
    ReviewClosed,
    ReviewConsulted,
    ReviewHeld,
    ReviewReleased,
)
from shared.kernel.asking import Silence
from shared.kernel.errors import AlreadyHandledError, ConflictError, ForbiddenError, TooLargeError
from shared.kernel.holds import HoldGround
from shared.kernel.ids import id_from
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import BODY, OFFICER, OFFICER_BTP, asked_facts, news, wish

DUE = date(2026, 10, 21)
LATE = datetime(2026, 10, 21, 18, 0, tzinfo=UTC)


async def consulting(desk: Desk) -> tuple[UUID, UUID]:
    """A case whose form asks one body, and that opinion."""
    case_id = await desk.appraised(asked_facts())
    await desk.do.opinion.ask(desk.last(ReviewAppraised), news())
    asked = desk.last(OpinionRequested)
    await desk.do.case.await_answer(asked, news())
    return case_id, asked.opinion_id


def question(case_id: UUID, due_on: date = DUE, silence: Silence = Silence.NONE) -> Question:
    return Question(case_id, "UB-HP", due_on, silence, "Có vướng gì không?")


async def replied(desk: Desk, opinion_id: UUID, key: object = None) -> None:
    await desk.do.opinion.reply(opinion_id, Position.CONSENT, "", wish(BODY, "opinion.reply", key))


async def test_an_appraised_case_waits_for_the_bodies_that_its_form_names(desk: Desk) -> None:
    case_id, opinion_id = await consulting(desk)
    case, told = await desk.case(case_id), desk.last(OpinionRequested)
    assert (case.state, case.awaits) == (CaseState.CONSULTING, (opinion_id,))
    assert (told.body_id, told.due_on, told.silence) == ("UB-HP", DUE, "consent")
    await desk.do.opinion.ask(desk.last(ReviewAppraised), news())
    assert len(desk.told(OpinionRequested)) == 1, "the same news again asks nobody"


async def test_the_last_answer_lets_the_case_go_on_and_is_told_once(desk: Desk) -> None:
    case_id, opinion_id = await consulting(desk)
    await replied(desk, opinion_id)
    for key in ("one", "one", "two"):
        await desk.do.case.hear_answer(desk.last(OpinionReceived), news(key))
    case, told = await desk.case(case_id), desk.told(ReviewConsulted)
    assert (case.state, case.awaits, len(told)) == (CaseState.AWAITING_DECISION, (), 1)
    assert (told[0].verdict, told[0].next_state) == ("meets", "awaiting_decision")
    assert [step.done_on for step in case.steps if step.name == "consult"] == [date(2026, 10, 7)]


async def test_an_answer_that_is_known_before_the_question_is_heard_once_and_for_all(desk: Desk) -> None:
    case_id = await desk.appraised(asked_facts())
    await desk.do.opinion.ask(desk.last(ReviewAppraised), news())
    await replied(desk, desk.last(OpinionRequested).opinion_id)
    await desk.do.case.hear_answer(desk.last(OpinionReceived), news())
    await desk.do.case.await_answer(desk.last(OpinionRequested), news())
    assert (await desk.case(case_id)).state is CaseState.AWAITING_DECISION


async def test_a_question_that_the_bus_repeats_after_its_answer_is_not_waited_for_again(desk: Desk) -> None:
    case_id = await desk.appraised(asked_facts())
    await desk.do.opinion.ask(desk.last(ReviewAppraised), news())
    asked = desk.last(OpinionRequested)
    await desk.do.case.await_answer(asked, news("asked"))
    await desk.do.opinion.request(question(case_id), wish(OFFICER_BTP, "opinion.request"))
    more = desk.last(OpinionRequested)
    await desk.do.case.await_answer(more, news())
    await replied(desk, asked.opinion_id)
    await desk.do.case.hear_answer(desk.last(OpinionReceived), news())
    await desk.do.case.await_answer(asked, news("asked"))
    assert (await desk.case(case_id)).awaits == (more.opinion_id,)


async def test_silence_is_told_by_the_schedule_once_and_ends_the_wait(desk: Desk) -> None:
    case_id, opinion_id = await consulting(desk)
    desk.at = LATE - timedelta(hours=2)
    await desk.do.opinion.lapse()
    assert not desk.told(OpinionLapsed), "the last day is not over"
    desk.at = LATE
    for _ in range(2):
        await desk.do.opinion.lapse()
    (told,) = desk.told(OpinionLapsed)
    assert (told.opinion_id, told.position) == (opinion_id, "consent")
    await desk.do.case.hear_answer(told, news())
    assert (await desk.case(case_id)).state is CaseState.AWAITING_DECISION


async def test_one_that_cannot_lapse_keeps_no_other_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _, opinion_id = await consulting(desk)
    good = await desk.homes.opinions.find(opinion_id)
    assert good is not None
    bad = replace(good, id=id_from("opinion", "bad"), version=0, due_on=good.due_on - timedelta(days=1))
    await desk.homes.opinions.save(bad, emits=[], because_of=news())
    save = desk.homes.opinions.save

    async def full(thing: Opinion, **how: Any) -> bool:
        if thing.id == bad.id:
            raise TooLargeError(what="save", limit=1)
        return await save(thing, **how)

    monkeypatch.setattr(desk.homes.opinions, "save", full)
    desk.at = LATE
    with pytest.raises(ExceptionGroup):
        await desk.do.opinion.lapse()
    assert [lapsed.opinion_id for lapsed in desk.told(OpinionLapsed)] == [opinion_id]


async def test_an_officer_asks_more_and_an_answer_before_the_appraisal_ends_nothing(desk: Desk) -> None:
    case_id = await desk.admitted(asked_facts())
    await desk.do.opinion.request(question(case_id), wish(OFFICER_BTP, "opinion.request"))
    asked = desk.last(OpinionRequested)
    await desk.do.case.await_answer(asked, news())
    await replied(desk, asked.opinion_id)
    await desk.do.case.hear_answer(desk.last(OpinionReceived), news())
    assert ((await desk.case(case_id)).state, desk.told(ReviewConsulted)) == (CaseState.APPRAISING, [])
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    assert (await desk.case(case_id)).state is CaseState.CONSULTING


async def test_a_question_is_refused_late_by_strangers_by_the_proposer_and_after_the_consultation(desk: Desk) -> None:
    case_id, opinion_id = await consulting(desk)
    ask = desk.do.opinion.request
    with pytest.raises(DueInPastError):
        await ask(question(case_id, date(2026, 10, 6)), wish(OFFICER_BTP, "opinion.request"))
    with pytest.raises(ForbiddenError):
        await ask(question(case_id), wish(OFFICER, "opinion.request"))
    own = await desk.admitted(asked_facts(8, proposer_ref=OFFICER_BTP.ref))
    with pytest.raises(RoleSeparationError):
        await ask(question(own), wish(OFFICER_BTP, "opinion.request"))
    await replied(desk, opinion_id)
    await desk.do.case.hear_answer(desk.last(OpinionReceived), news())
    with pytest.raises(ConflictError):
        await ask(question(case_id), wish(OFFICER_BTP, "opinion.request"))


async def test_a_repeated_question_and_a_repeated_answer_are_one(desk: Desk) -> None:
    case_id = await desk.admitted(asked_facts())
    once = wish(OFFICER_BTP, "opinion.request", "once")
    await desk.do.opinion.request(question(case_id), once)
    asked = desk.last(OpinionRequested)
    await replied(desk, asked.opinion_id, "reply")
    with pytest.raises(AlreadyHandledError):
        await replied(desk, asked.opinion_id, "reply")
    assert (len(desk.told(OpinionRequested)), len(desk.told(OpinionReceived))) == (1, 1)


async def test_a_question_that_crosses_the_end_is_not_waited_for(desk: Desk) -> None:
    case_id, opinion_id = await consulting(desk)
    await desk.do.opinion.request(question(case_id), wish(OFFICER_BTP, "opinion.request"))
    crossing = desk.last(OpinionRequested)
    await replied(desk, opinion_id)
    await desk.do.case.hear_answer(desk.last(OpinionReceived), news())
    await desk.do.case.await_answer(crossing, news())
    case = await desk.case(case_id)
    assert (case.state, case.awaits) == (CaseState.AWAITING_DECISION, ())


async def test_a_held_case_hears_the_answer_and_goes_on_from_there(desk: Desk) -> None:
    case_id, opinion_id = await consulting(desk)
    await desk.do.case.hold(case_id, HoldGround.PRESS_VERIFICATION, wish(OFFICER_BTP, "case.hold"))
    await replied(desk, opinion_id)
    await desk.do.case.hear_answer(desk.last(OpinionReceived), news())
    assert (await desk.case(case_id)).state is CaseState.ON_HOLD
    assert desk.last(ReviewConsulted).next_state == "awaiting_decision"
    await desk.do.case.release(case_id, wish(OFFICER_BTP, "case.release"))
    assert desk.last(ReviewReleased).next_state == "awaiting_decision"


async def test_a_case_that_ended_waits_for_nobody(desk: Desk) -> None:
    case_id, opinion_id = await consulting(desk)
    case = await desk.case(case_id)
    await desk.homes.cases.save(case.withdraw(), emits=(), because_of=news())
    await replied(desk, opinion_id)
    await desk.do.case.hear_answer(desk.last(OpinionReceived), news())
    assert ((await desk.case(case_id)).state, desk.told(ReviewConsulted)) == (CaseState.WITHDRAWN, [])


async def test_only_the_body_answers_and_none_of_those_who_gain(desk: Desk) -> None:
    _, opinion_id = await consulting(desk)
    with pytest.raises(ForbiddenError):
        await desk.do.opinion.reply(opinion_id, Position.CONSENT, "", wish(OFFICER_BTP, "opinion.reply"))
    opinion = await desk.homes.opinions.find(opinion_id)
    assert opinion is not None
    assert opinion.state is OpinionState.REQUESTED
    assert "CB-0219" in {ref for refs in opinion.standings.values() for ref in refs}


async def test_a_hold_stops_the_clock_of_what_is_asked_also_before_anybody_heard_of_it(desk: Desk) -> None:
    case_id, opinion_id = await consulting(desk)
    await desk.do.case.hold(case_id, HoldGround.PRESS_VERIFICATION, wish(OFFICER_BTP, "case.hold"))
    desk.at = LATE
    await desk.do.opinion.lapse()
    await desk.do.opinion.follow_case(desk.last(ReviewHeld), news())
    await desk.do.case.release(case_id, wish(OFFICER_BTP, "case.release"))
    await desk.do.opinion.lapse()
    assert desk.told(OpinionLapsed) == []
    for key in ("one", "one", "two"):
        await desk.do.opinion.follow_case(desk.last(ReviewReleased), news(key))
    opinion = await desk.homes.opinions.find(opinion_id)
    assert opinion is not None
    assert (opinion.due_on, opinion.paused) == (date(2026, 11, 5), False)
    await replied(desk, opinion_id)


async def test_a_question_of_an_old_message_lapses_though_its_case_was_held_before(desk: Desk) -> None:
    case_id = await desk.admitted(asked_facts())
    await desk.do.case.hold(case_id, HoldGround.PRESS_VERIFICATION, wish(OFFICER_BTP, "case.hold"))
    desk.at += timedelta(days=2)
    await desk.do.case.release(case_id, wish(OFFICER_BTP, "case.release"))
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    told = desk.last(ReviewAppraised).model_dump()
    assert [ask.pop("held_days") for ask in told["asks"]] == [2]
    await desk.do.opinion.ask(ReviewAppraised(**told), news())
    desk.at = LATE + timedelta(days=9)
    await desk.do.opinion.lapse()
    assert len(desk.told(OpinionLapsed)) == 1


async def test_a_case_that_ended_asks_for_nothing_more(desk: Desk) -> None:
    _, opinion_id = await consulting(desk)
    await desk.do.case.close(NominationWithdrawn(**asked_facts()), news())
    await desk.do.opinion.follow_case(desk.last(ReviewClosed), news())
    desk.at = LATE
    await desk.do.opinion.lapse()
    opinion = await desk.homes.opinions.find(opinion_id)
    assert opinion is not None
    assert (opinion.state, desk.told(OpinionLapsed)) == (OpinionState.DROPPED, [])
