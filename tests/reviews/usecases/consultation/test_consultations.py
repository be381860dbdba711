from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.reviews.domain.case_parts import CaseState, Lack, Verdict
from services.reviews.domain.consultation import (
    AlreadyCommentedError,
    Consultation,
    NotAskedError,
    NotOpenError,
    PlaceUnknownError,
    Side,
    consultation_id_of,
)
from services.reviews.domain.opinion import Position
from services.reviews.usecases.consultation.open_window import Appeal
from shared.contracts.consultations import ConsultationAnswered, ConsultationClosed, ConsultationOpened
from shared.contracts.nominations import NominationWithdrawn
from shared.contracts.reviews import (
    OpinionReceived,
    OpinionRequested,
    ReviewAppraised,
    ReviewClosed,
    ReviewConsulted,
    ReviewHeld,
    ReviewReleased,
)
from shared.kernel.actor import Actor, Role
from shared.kernel.chart import Chart
from shared.kernel.errors import AlreadyHandledError, ConflictError, ForbiddenError, TooLargeError
from shared.kernel.holds import HoldGround
from shared.kernel.ids import id_from
from shared.kernel.lineage import Lineage, Succession
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import (
    BODY,
    CITIZEN,
    OFFICER,
    OFFICER_BTP,
    PEER,
    asked_facts,
    forwarded,
    news,
    person,
    public_facts,
    wish,
)

LAST = date(2026, 10, 21)
LATE = datetime(2026, 10, 21, 18, 0, tzinfo=UTC)
FILE = public_facts()
CASE: UUID = FILE["nomination_id"]
ONE = consultation_id_of(CASE)


async def open_window(
    desk: Desk, case_id: UUID = CASE, by: Actor = OFFICER_BTP, key: object = None, place: str | None = None
) -> None:
    appeal = Appeal(case_id, place, "Đỗ Minh Khôi", "Có đồng tình không?")
    await desk.do.consultation.open_window(appeal, wish(by, "consultation.open_window", key))


async def comment(desk: Desk, by: Actor = CITIZEN, side: Side = Side.FOR, key: object = None) -> None:
    await desk.do.consultation.comment(ONE, side, "Rất xứng đáng", wish(by, "consultation.comment", key))


async def answer(desk: Desk, n: int = 0, by: Actor = OFFICER_BTP) -> None:
    asked = (await found(desk)).comments[n]
    await desk.do.consultation.answer_comment(ONE, asked.id, "Cảm ơn", wish(by, "consultation.answer_comment"))


async def found(desk: Desk) -> Consultation:
    consultation = await desk.homes.consultations.find(ONE)
    assert consultation is not None
    return consultation


async def asked(desk: Desk) -> None:
    """A case that is consulted: the body has answered, the public is asked."""
    await desk.appraised(FILE)
    await desk.do.opinion.ask(desk.last(ReviewAppraised), news())
    opinion_id = desk.last(OpinionRequested).opinion_id
    await desk.do.opinion.reply(opinion_id, Position.CONSENT, "", wish(BODY, "opinion.reply"))
    await desk.do.case.hear_answer(desk.last(OpinionReceived), news())
    await open_window(desk)


async def test_a_case_waits_until_the_days_are_over_and_every_comment_has_its_answer(desk: Desk) -> None:
    await asked(desk)
    told = desk.last(ConsultationOpened)
    assert (told.closes_on, told.place, told.subject_label) == (LAST, "THADS-HP", "Đỗ Minh Khôi")
    await comment(desk)
    await comment(desk, PEER, Side.AGAINST)
    await answer(desk)
    desk.at = LATE
    for _ in range(2):
        await desk.do.consultation.close_window()
    (closed,) = desk.told(ConsultationClosed)
    assert (closed.in_favour, closed.against, closed.other, closed.unanswered) == (1, 1, 0, 1)
    await desk.do.case.hear_answer(closed, news())
    assert (await desk.case(CASE)).state is CaseState.CONSULTING
    await answer(desk, 1)
    await desk.do.case.hear_answer(desk.last(ConsultationAnswered), news())
    assert (await desk.case(CASE)).state is CaseState.READY
    assert desk.last(ReviewConsulted).next_state == "ready"


async def test_when_all_was_answered_in_time_the_end_lets_the_case_go_on(desk: Desk) -> None:
    await asked(desk)
    await comment(desk)
    await answer(desk)
    desk.at = LATE
    await desk.do.consultation.close_window()
    for key in ("one", "one", "two"):
        await desk.do.case.hear_answer(desk.last(ConsultationClosed), news(key))
    assert (await desk.case(CASE)).state is CaseState.READY
    assert (len(desk.told(ReviewConsulted)), desk.told(ConsultationAnswered)) == (1, [])


async def test_one_that_cannot_be_closed_keeps_no_other_open(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await asked(desk)
    bad = replace(await found(desk), id=id_from("consultation", "bad"), version=0, closes_on=date(2026, 10, 9))
    await desk.homes.consultations.save(bad, emits=[], because_of=news())
    save = desk.homes.consultations.save

    async def full(thing: Consultation, **how: Any) -> bool:
        if thing.id == bad.id:
            raise TooLargeError(what="save", limit=1)
        return await save(thing, **how)

    monkeypatch.setattr(desk.homes.consultations, "save", full)
    desk.at = LATE
    with pytest.raises(ExceptionGroup):
        await desk.do.consultation.close_window()
    assert [closed.consultation_id for closed in desk.told(ConsultationClosed)] == [ONE]


async def test_the_public_is_asked_once_and_only_where_the_form_wants_it(desk: Desk) -> None:
    await desk.admitted(FILE)
    with pytest.raises(ConflictError):
        await open_window(desk)
    await desk.do.case.appraise(CASE, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    with pytest.raises(ForbiddenError):
        await open_window(desk, by=OFFICER)
    await open_window(desk, key="once")
    with pytest.raises(AlreadyHandledError):
        await open_window(desk, key="once")
    with pytest.raises(ConflictError):
        await open_window(desk)
    other = await desk.appraised(asked_facts())
    with pytest.raises(NotAskedError):
        await open_window(desk, other)
    own = await desk.admitted(public_facts(12, proposer_ref=OFFICER_BTP.ref))
    with pytest.raises(RoleSeparationError):
        await open_window(desk, own)
    assert len(desk.told(ConsultationOpened)) == 1


async def test_it_is_made_known_at_a_unit_that_exists_and_there_people_speak(desk: Desk) -> None:
    await desk.appraised(FILE)
    ended = Succession("STP-CU", "STP-HP", date(2026, 7, 1), ends=True)
    paths = {code: ("UB-HP", code) for code in ("STP-HP", "STP-CU")}
    desk.memory.units.known = Chart(Lineage(frozenset({ended})), paths)
    for place in ("STP-XX", "STP-CU"):
        with pytest.raises(PlaceUnknownError):
            await open_window(desk, place=place)
    await open_window(desk, place="STP-HP")
    assert desk.last(ConsultationOpened).place == "STP-HP"
    await comment(desk, person("CB-9", (Role.PEER, "STP-HP")))


async def test_who_spoke_is_kept_nowhere_and_a_repeat_is_one_comment(desk: Desk) -> None:
    await asked(desk)
    await comment(desk, key="once")
    with pytest.raises(AlreadyHandledError):
        await comment(desk, key="once")
    with pytest.raises(AlreadyCommentedError):
        await comment(desk)
    consultation = await found(desk)
    assert len(consultation.comments) == 1
    assert CITIZEN.ref not in repr(consultation)
    ((about, said),) = await desk.do.consultation.read.own(9, CITIZEN)
    assert (about.id, said.text_vi, said.answer) == (ONE, "Rất xứng đáng", None)
    assert await desk.do.consultation.read.own(9, PEER) == []


async def test_who_gains_or_proposed_says_nothing_and_an_officer_of_the_unit_answers_nothing(desk: Desk) -> None:
    await asked(desk)
    for ref in ("CB-0219", "PCT-HP-THA", OFFICER_BTP.ref):
        with pytest.raises(RoleSeparationError):
            await comment(desk, person(ref, (Role.PEER, "THADS-HP")))
    both = person("TD-04", (Role.PEER, "THADS-HP"), (Role.EMULATION_OFFICER, "BTP"))
    await comment(desk, both)
    with pytest.raises(RoleSeparationError):
        await answer(desk, by=both)
    with pytest.raises(ForbiddenError):
        await comment(desk, person("CB-9", (Role.PEER, "STP-HP")))
    await comment(desk)
    with pytest.raises(ForbiddenError):
        await answer(desk, by=person("TD-02", (Role.EMULATION_OFFICER, "THADS-HP")))


async def test_it_stands_still_while_its_case_does_and_is_open_so_much_longer(desk: Desk) -> None:
    await asked(desk)
    follow = desk.do.consultation.follow_case
    await desk.do.case.hold(CASE, HoldGround.PRESS_VERIFICATION, wish(OFFICER_BTP, "case.hold"))
    with pytest.raises(NotOpenError):
        await comment(desk)
    assert len(await desk.do.consultation.read.to_the_public(9)) == 1
    await follow(desk.last(ReviewHeld), news())
    assert await desk.do.consultation.read.to_the_public(9) == []
    desk.at = LATE
    await desk.do.consultation.close_window()
    await desk.do.case.release(CASE, wish(OFFICER_BTP, "case.release"))
    await desk.do.consultation.close_window()
    assert desk.told(ConsultationClosed) == [], "its days move with the news of the release"
    for _ in range(2):
        await follow(desk.last(ReviewReleased), news())
    consultation = await found(desk)
    assert (consultation.closes_on, desk.last(ReviewReleased).held_days) == (date(2026, 11, 5), 11)
    await comment(desk)


async def test_it_ends_with_its_case_and_a_case_that_ended_meanwhile_takes_nothing(desk: Desk) -> None:
    await asked(desk)
    await desk.do.case.close(NominationWithdrawn(**FILE), news())
    with pytest.raises(NotOpenError):
        await comment(desk)
    for _ in range(2):
        await desk.do.consultation.follow_case(desk.last(ReviewClosed), news())
    (closed,) = desk.told(ConsultationClosed)
    await desk.do.case.hear_answer(closed, news())
    assert (await desk.case(CASE)).state is CaseState.WITHDRAWN
    assert await desk.do.consultation.read.to_the_public(9) == []


async def test_a_hold_that_crosses_the_opening_is_seen_by_the_opening(desk: Desk) -> None:
    await asked(desk)
    await desk.do.case.hold(CASE, HoldGround.PRESS_VERIFICATION, wish(OFFICER_BTP, "case.hold"))
    await desk.do.consultation.follow_case(desk.last(ConsultationOpened), news())
    assert (await found(desk)).paused


async def test_a_file_that_was_given_back_after_the_public_was_asked_is_not_asked_about_again(desk: Desk) -> None:
    await asked(desk)
    desk.at = LATE
    await desk.do.consultation.close_window()
    await desk.do.case.hear_answer(desk.last(ConsultationClosed), news())
    lacks = (Lack("EVIDENCE_MISSING"),)
    await desk.do.case.return_for_completion(CASE, lacks, wish(OFFICER_BTP, "case.return_for_completion"))
    await desk.do.case.admit(forwarded(FILE), news())
    await desk.do.case.appraise(CASE, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    case = await desk.case(CASE)
    assert (case.state, len(case.awaits)) == (CaseState.CONSULTING, 1)
    assert ONE not in case.awaits
