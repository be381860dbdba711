"""Rows on a real mongod: topics in any order, everything twice, always the same row."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest
from pymongo.errors import DuplicateKeyError

from services.console.adapters.mongo.rows import MongoRows
from services.console.adapters.mongo.views import MongoDecisions, MongoMeetings, MongoUnits
from services.console.adapters.mongo.wall import WALL, MongoWall
from services.console.domain.wall import Card
from services.console.usecases.ports import Change
from shared.contracts.notifications import NotificationDelivered, NotificationFailed
from tests.console.desk import Desk
from tests.console.story import (
    AWARDED,
    CORRECTED_NAME,
    DECISION,
    FILE,
    FREED,
    LATER,
    LET_GO,
    MEETING,
    NAME,
    OF_A_YEAR,
    PATH,
    REVOKED,
    SENT_BACK,
    SESSION,
    SOURCES,
    STRUCK,
    UNIT,
    Told,
    in_time,
    source,
    told,
)
from tests.console.story import BEGAN as AT


def interleaved(seed: int) -> list[Told]:
    """The sources mixed by a fixed but arbitrary rule: in order within each, in no order between them."""
    waiting = [source(events) for events in SOURCES]
    mixed: list[Told] = []
    while any(waiting):
        rank = hashlib.sha256(f"{seed}/{len(mixed)}".encode()).digest()[0]
        able = [events for events in waiting if events]
        mixed.append(able[rank % len(able)].pop(0))
    return mixed


async def test_what_left_the_house_is_counted_on_its_file_and_what_did_not_come_has_a_line(desk: Desk) -> None:
    await desk.tell(in_time())
    about = {"unit_id": "THADS-HP", "unit_path": PATH, "event_id": uuid4(), "template": "returned", "outcome": "ok"}
    came, lost = (uuid4() for _ in range(2))
    letters = [
        NotificationDelivered(**about, delivery_id=came, channel="email", case_id=FILE),
        NotificationFailed(**about, delivery_id=lost, channel="sms", case_id=FILE),
        NotificationFailed(**about, delivery_id=uuid4(), channel="email"),
    ]
    for _ in range(2):
        await desk.tell([told(letter, 1, AT) for letter in letters])
    case = await desk.case(FILE)
    assert case.letters == {str(came): True, str(lost): False}
    assert [(line.event, line.note) for line in case.timeline if line.event.startswith("notification.")] == [
        ("notification.failed", "bằng tin nhắn")
    ]


async def test_an_award_is_presented_and_corrected_on_its_file_and_on_the_wall(desk: Desk) -> None:
    await desk.tell(in_time())
    for _ in range(2):
        await desk.tell(source((*AWARDED, *LATER))[len(AWARDED) :])
    case = await desk.case(FILE)
    assert (case.status_vi, case.is_open, case.due_on) == ("Đã trao", False, None)
    assert case.granted is not None
    assert case.granted.subject_label == CORRECTED_NAME
    assert [(line.event, line.note) for line in case.timeline][-4:] == [
        ("award.ceremony_set", "ngày 02/11/2026"),
        ("award.ceremony_called_off", "ngày 02/11/2026"),
        ("award.presented", "ngày 02/11/2026"),
        ("award.corrected", "theo 90/QĐ-BTP"),
    ]
    (card,) = await MongoWall(desk.service.store, str).newest(9, date(2026, 11, 1))
    assert (card.subject_label, card.citation_vi, card.seq) == (CORRECTED_NAME, "Thi hành xong 311 việc", 1)
    assert card.corrected_on == LATER[-1].model_dump()["corrected_on"]


@pytest.mark.parametrize("told_of", [1, 2, 3])
async def test_a_revoked_award_says_so_for_thirty_days_on_the_wall_and_for_ever_on_its_file(
    desk: Desk, told_of: int
) -> None:
    await desk.tell(in_time())
    events = (*AWARDED, *LATER, *REVOKED[:told_of])
    await desk.tell(source(events)[len(AWARDED) :])
    case, wall = await desk.case(FILE), MongoWall(desk.service.store, str)
    assert (case.status_vi, case.is_open) == ("Đã thu hồi", False)
    assert [(line.event, line.note) for line in case.timeline if line.event == "award.revoked"] == [
        ("award.revoked", "theo 99/QĐ-BTP")
    ]
    (card,) = await wall.newest(9, date(2026, 11, 20))
    assert (card.revoked_on, card.subject_label) == (date(2026, 11, 20), CORRECTED_NAME)
    assert await wall.newest(9, date(2026, 11, 21)) == []
    assert await wall.of_award(card.award_id) == card


async def test_the_story_as_it_happened(desk: Desk) -> None:
    await desk.tell(in_time())
    case = await desk.case(FILE)
    assert (case.status_vi, case.is_open) == ("Đã công bố", False)
    assert case.granted is not None
    assert (case.granted.subject_label, case.granted.calendar_days) == (NAME, 27)
    assert (case.pack_id, case.pack_version) == ("FIX-2026", "2026-10-01")
    assert [line.event for line in case.timeline][:3] == [
        "nomination.drafted",
        "nomination.submitted",
        "nomination.received",
    ]
    vote = next(line.note for line in case.timeline if line.event == "council.vote_closed")
    assert vote == "8/9 = 88,9 % tổng số thành viên – ngưỡng 80 % – đạt"
    meeting = await MongoMeetings(desk.service.store).get(SESSION)
    decision = await MongoDecisions(desk.service.store).get(DECISION)
    assert meeting is not None
    assert decision is not None
    assert (meeting.state, meeting.seen, len(meeting.voters(FILE))) == ("voting_closed", {"session": 3}, 8)
    assert (decision.state, decision.seen) == ("signed", {"decision": 2})


async def test_a_file_for_a_years_work_has_no_age(desk: Desk) -> None:
    await desk.tell(source([OF_A_YEAR]))
    case = await desk.case(FILE)
    assert case.days_old(date(2026, 10, 30)) is None


async def test_the_readers_of_a_file_learn_that_its_decision_was_sent_back_and_not_why(desk: Desk) -> None:
    await desk.tell([*list(in_time())[:8], *source(SENT_BACK), *source(FREED)])
    case = await desk.case(FILE)
    assert {"decision.returned", "award.freed"} <= {line.event for line in case.timeline}
    (note,) = [line.note for line in case.timeline if line.event == "award.freed"]
    assert note == "Dự thảo quyết định bị trả lại."


async def test_a_file_that_was_taken_back_stands_in_no_draft_and_no_session_any_more(desk: Desk) -> None:
    await desk.tell([*list(in_time())[:8], *source(LET_GO), *source([MEETING[0], STRUCK])])
    case, meeting = await desk.case(FILE), await MongoMeetings(desk.service.store).get(SESSION)
    decision = await MongoDecisions(desk.service.store).get(DECISION)
    assert meeting is not None
    assert decision is not None
    assert (case.decision_id, case.sitting_id) == (None, None)
    assert (decision.state, decision.case_ids, decision.case_numbers) == ("drafted", (), ())
    assert (meeting.state, meeting.case_ids) == ("convened", ())
    assert {"decision.row_released", "council.case_struck"} <= {line.event for line in case.timeline}


@pytest.mark.parametrize("seed", range(6))
async def test_any_order_between_topics_gives_the_same_row(desk: Desk, seed: int) -> None:
    mixed = interleaved(seed)
    twice = [one for told_once in mixed for one in (told_once, told_once)] + mixed
    await desk.tell(twice)
    case = await desk.case(FILE)
    assert case.status_vi == "Đã công bố"
    assert len(case.timeline) == sum(len(events) for events in SOURCES) - 2
    assert case.seen == {
        "nomination": 8,
        "case": 5,
        f"session:{SESSION}": 3,
        f"decision:{DECISION}": 2,
        f"award:{AWARDED[0].aggregate_id}": 3,
    }
    assert (case.number, case.unit_path, case.procedure) == ("KT-2026-0147", ("BTP", "THADS-HP"), "full")


async def test_two_topics_that_begin_a_row_at_the_same_moment_both_stay(desk: Desk) -> None:
    rows = MongoRows(desk.service.store, "cases")
    row = uuid4()
    changes = [Change(f"award:{n}", 1, {f"awards.{n}": {"state": "reserved", "at": AT}}) for n in range(20)]
    assert all(await asyncio.gather(*(rows.apply(row, change) for change in changes)))
    assert len((await desk.case(row)).awards) == 20


async def test_an_older_number_changes_nothing(desk: Desk) -> None:
    rows = MongoRows(desk.service.store, "cases")
    row = uuid4()
    assert await rows.apply(row, Change("nomination", 2, {"nomination_state": "submitted"}))
    assert not await rows.apply(row, Change("nomination", 1, {"nomination_state": "draft"}))
    assert not await rows.apply(row, Change("nomination", 2, {"nomination_state": "draft"}))
    assert (await desk.case(row)).nomination_state == "submitted"


async def test_a_unit_keeps_its_newest_name(desk: Desk) -> None:
    renamed = UNIT.model_copy(update={"name_vi": "Thi hành án dân sự tỉnh mới"})
    await desk.tell([told(UNIT, 1, AT), told(renamed, 2, AT), told(UNIT, 1, AT)])
    assert await MongoUnits(desk.service.store).names() == {"THADS-HP": "Thi hành án dân sự tỉnh mới"}


def cards(count: int) -> Sequence[Card]:
    return [
        Card(uuid4(), f"Tổ {n}", "collective", "STP-HP", "Việc tốt", "Giấy khen", "STP-HP", "1", AT.date(), n, AT)
        for n in range(count)
    ]


async def test_the_wall_is_numbered_without_a_gap_and_hangs_each_award_once(desk: Desk) -> None:
    replicas = [MongoWall(desk.service.store, lambda: "life") for _ in range(3)]
    hung = cards(12)
    outcomes = await asyncio.gather(*(wall.hang(card) for wall in replicas for card in hung))
    assert sum(outcomes) == len(hung)
    seen = await replicas[0].after(0, 100)
    assert [entry.seq for entry in seen] == list(range(1, len(hung) + 1))
    assert {entry.card.award_id for entry in seen} == {card.award_id for card in hung}
    assert [card.seq for card in await replicas[0].newest(2, date(2026, 11, 1))] == [12, 11]


async def test_each_change_of_a_card_gets_one_number_and_shows_the_card_as_it_stands(desk: Desk) -> None:
    replicas = [MongoWall(desk.service.store, lambda: "life") for _ in range(3)]
    (card,) = cards(1)
    assert not await replicas[0].mark_revoked(card.award_id, AT.date(), 1), "nothing hangs yet"
    await replicas[0].hang(card)
    for _ in range(2):
        await asyncio.gather(*(wall.reword(card.award_id, "Tổ 1", "Việc tốt", AT.date(), 5) for wall in replicas))
        await asyncio.gather(*(wall.mark_revoked(card.award_id, AT.date(), 6) for wall in replicas))
    seen = await replicas[0].after(0, 100)
    assert [(entry.seq, entry.is_change) for entry in seen] == [(1, False), (2, True), (3, True)]
    assert {(one.card.seq, one.card.subject_label, one.card.revoked_on) for one in seen} == {(1, "Tổ 1", AT.date())}


async def test_changes_of_cards_are_told_after_the_rule_of_an_earlier_version_is_gone(desk: Desk) -> None:
    store = desk.service.store
    await store.rows(WALL).create_index("award_id", name="one_award_one_card", unique=True)
    wall, (one, other) = MongoWall(store, str), cards(2)
    await wall.hang(one)
    await wall.hang(other)
    assert await wall.mark_revoked(one.award_id, AT.date(), 1)
    with pytest.raises(DuplicateKeyError):
        await asyncio.wait_for(wall.mark_revoked(other.award_id, AT.date(), 1), 5)
    await store.ensure_indexes(desk.service.indexes)
    assert await wall.mark_revoked(other.award_id, AT.date(), 1)
