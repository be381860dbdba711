"""Duplicates through the doors: sought by people, days and words, across both command lines; they only ask."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.nominations.adapters.mongo.aggregates import MongoNominations
from services.nominations.adapters.mongo.likeness import near, written_near
from shared.kernel.cause import job_cause
from tests.nominations.office import SHA, Day, Office

LOADED = {"ref": "CB-0412", "kind": "individual", "name_vi": "Nguyễn Thị Hạnh", "work_role": "direct"}


async def told_again(office: Office, **changes: object) -> dict[str, Any]:
    """The deed of `Office.deed`, registered by the ministry's line, with another day, field and spelling."""
    other: dict[str, object] = {
        "unit_id": "THADS-HP",
        "title_vi": "Cap trich luc cho 37 ho bi sat lo",
        "story_vi": "Truc ngoai gio hai ngay.",
        "field": "thien_tai",
        "occurred_to": "2026-10-05",
        "known_on": "2026-10-05",
    }
    return await office.deed("PCT-HP-THA", **(other | changes))


async def screened(office: Office, deed: dict[str, Any], **changes: object) -> dict[str, Any]:
    """A file of the province's line about this deed, submitted and taken in."""
    draft = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"], **changes))
    await office.done("PGD-HP-02", f"/nominations/{draft['id']}/submit")
    return await office.done("TD-01", f"/nominations/{draft['id']}/screen")


async def other_line(office: Office, deed: dict[str, Any]) -> dict[str, Any]:
    """A file of the ministry's line about this deed, submitted."""
    await office.done("LOADER", "/subjects", {**LOADED, "unit": "THADS-HP"})
    await office.upload("PCT-HP-THA")
    proposal = office.proposal(deed["id"], form_code="GIAY_KHEN_THADS")
    draft = await office.done("PCT-HP-THA", "/nominations", proposal)
    sent = await office.done("PCT-HP-THA", f"/nominations/{draft['id']}/submit")
    await office.done("LOADER", "/subjects", {**LOADED, "unit": "STP-HP"})
    return sent


async def test_a_like_deed_of_the_other_line_is_shown_with_number_why_and_similarity(office: Office, day: Day) -> None:
    first = await other_line(office, await told_again(office))
    day.at = datetime(2026, 10, 7, 1, 0, tzinfo=UTC)
    await office.upload("PGD-HP-02")
    file = await screened(office, await office.deed())
    (found,) = file["candidates"]
    assert (found["number"], found["why"], found["deed_id"]) == (first["number"], "like_words", first["deed_id"])
    assert found["similarity"] == 100
    asked = await office.act("TD-01", f"/nominations/{file['id']}/accept")
    assert (asked.status_code, asked.json()["code"]) == (409, "DUPLICATE_OPEN")
    assert first["number"] in asked.json()["title"]


async def test_a_file_that_waited_in_a_submission_sees_what_was_sent_later_and_accepted_before_it(
    office: Office, day: Day
) -> None:
    await office.upload("PGD-HP-02")
    drafts = [
        await office.done("PGD-HP-02", "/nominations", office.proposal((await office.deed())["id"])) for _ in range(2)
    ]
    waits, swift = (f"/nominations/{draft['id']}" for draft in drafts)
    day.at += timedelta(minutes=30)
    await office.done("PGD-HP-02", f"{swift}/submit")
    await office.done("TD-01", f"{swift}/screen")
    await office.done("TD-01", f"{swift}/accept")
    day.at -= timedelta(minutes=30)
    await office.done("PGD-HP-02", f"{waits}/submit")
    screened = await office.done("TD-01", f"{waits}/screen")
    assert [one["number"] for one in screened["candidates"]] == [drafts[1]["number"]]


@pytest.mark.parametrize(
    "changes",
    [
        {"occurred_from": "2026-09-01", "occurred_to": "2026-09-25", "known_on": "2026-10-05"},
        {"title_vi": "Số hóa sổ hộ tịch", "story_vi": "Sớm 45 ngày so với kế hoạch"},
    ],
    ids=["eight days before", "told otherwise"],
)
async def test_another_time_or_another_story_does_not_ask(office: Office, day: Day, changes: dict[str, object]) -> None:
    await other_line(office, await told_again(office, **changes))
    day.at = datetime(2026, 10, 7, 1, 0, tzinfo=UTC)
    await office.upload("PGD-HP-02")
    file = await screened(office, await office.deed())
    assert file["candidates"] == []


async def test_the_last_day_of_the_window_still_asks(office: Office, day: Day) -> None:
    days = {"occurred_from": "2026-09-20", "occurred_to": "2026-09-26", "known_on": "2026-10-05"}
    first = await other_line(office, await told_again(office, **days))
    day.at = datetime(2026, 10, 7, 1, 0, tzinfo=UTC)
    await office.upload("PGD-HP-02")
    file = await screened(office, await office.deed())
    assert [one["number"] for one in file["candidates"]] == [first["number"]]


async def test_two_people_of_one_deed_are_two_files(office: Office) -> None:
    await office.upload("PGD-HP-02")
    people = [{"subject_ref": "CB-0412", "share": 50}, {"subject_ref": "GD-HP-01", "share": 50}]
    deed = await office.deed(contributors=people)
    await screened(office, deed)
    assert (await screened(office, deed, subject_ref="GD-HP-01"))["candidates"] == []


async def test_a_report_that_repeats_one_of_the_own_unit_names_it(office: Office, day: Day) -> None:
    words = "Trong ba ngày tổ đã cấp trích lục cho ba mươi bảy hộ dân bị sạt lở"
    await office.upload("PGD-HP-02")
    deed = await office.deed(contributors=[{"subject_ref": who, "share": 50} for who in ("CB-0412", "GD-HP-01")])
    first = await screened(office, deed, achievement_report=words)
    assert first["repeats"] is None
    day.at = datetime(2026, 10, 7, 1, 0, tzinfo=UTC)
    same = await screened(office, deed, achievement_report=words, subject_ref="GD-HP-01")
    assert same["repeats"] is None, "two people of one deed may be told of in one way"
    other = await office.deed(field="chung_thuc", title_vi="Chứng thực ngoài giờ")
    copied = await screened(office, other, achievement_report=words.upper())
    assert copied["repeats"] == first["number"]
    document = await office.store.rows("nominations").find_one({"_id": UUID(copied["id"])})
    assert document is not None
    received = [one for one in document["outbox"] if one["type"] == "nomination.received"]
    assert b'"repeats":"KT-' in bytes(received[-1]["data"]), "the number rides on the bus, not the words"
    later = await office.deed(field="hoa_giai", title_vi="Hòa giải ở ba xã")
    own = await screened(office, later, achievement_report="Hòa giải thành mười bốn vụ ở ba xã trong hai tuần")
    assert own["repeats"] is None


async def test_the_search_for_reports_reads_indexes(office: Office) -> None:
    file = await office.submitted()
    seen = await MongoNominations(office.store).seen(UUID(file["id"]), job_cause("nominations", "test"))
    for wanted in written_near(replace(seen, movement_id=UUID(int=1))):
        plan = await office.store.rows("nominations").find(wanted).sort("created_at", -1).limit(50).explain()
        assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
        assert "SORT" not in str(plan["queryPlanner"]["winningPlan"]).replace("sortPattern", "")


async def test_the_search_reads_indexes_and_few_documents(office: Office) -> None:
    first = await office.submitted()
    await office.submitted()
    cause = job_cause("nominations", "test")
    nomination = await MongoNominations(office.store).seen(UUID(first["id"]), cause)
    rows = office.store.rows("nominations")
    plans = [await rows.find(wanted).explain() for wanted in near(nomination, (), 7)]
    text = str([plan["queryPlanner"]["winningPlan"] for plan in plans])
    assert "COLLSCAN" not in text
    assert "state.deed.contributor_refs_1_state.deed.occurred_to_1" in text
    assert sum(plan["executionStats"]["totalDocsExamined"] for plan in plans) <= 6
    assert SHA not in str(near(nomination, (), 7))


async def test_likenesses_however_many_hide_no_file_of_the_same_deed(office: Office, day: Day) -> None:
    alike, deed, rows = await office.submitted(), await office.deed(), office.store.rows("nominations")
    one = await rows.find_one({"_id": UUID(alike["id"])})
    assert one is not None
    state = one["state"]
    await rows.insert_many(
        [{**one, "_id": UUID(int=n), "state": {**state, "number": f"KT-2026-{n}"}} for n in range(2000, 2051)]
    )
    day.at += timedelta(minutes=30)
    same, file = await screened(office, deed), await screened(office, deed)
    numbers = [found["number"] for found in file["candidates"]]
    assert (numbers[0], len(numbers)) == (same["number"], 20)
    assert (await office.done("TD-01", f"/nominations/{file['id']}/merge"))["merged_into"] == same["id"]
