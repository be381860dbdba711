"""Submissions through the doors: sent in one act, each row submitted or refused by itself, once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.nominations.adapters.mongo.submissions import MongoSubmissions
from services.nominations.usecases.nomination.submit import Endorsement
from services.nominations.usecases.ports import ONE_SUBMISSION
from shared.contracts.nominations import SubmissionSent
from shared.kernel.actor import system
from shared.kernel.cause import Cause, job_cause
from shared.kernel.errors import AlreadyHandledError, TakenError
from tests.nominations.office import Day, Office


def from_event(event: SubmissionSent) -> Cause:
    return replace(job_cause("nominations", "test", event.submission_id), actor=system("nominations"))


async def drafted(office: Office, subject_ref: str = "CB-0412", **changes: object) -> dict[str, Any]:
    await office.upload("PGD-HP-02")
    deed = await office.deed(contributors=[{"subject_ref": subject_ref, "share": 100}])
    proposal = office.proposal(deed["id"], subject_ref=subject_ref, **changes)
    return await office.done("PGD-HP-02", "/nominations", proposal)


def sheet(*files: dict[str, Any], **changes: object) -> dict[str, object]:
    ids = [file["id"] for file in files]
    return {"unit_id": "STP-HP", "to_unit_id": "STP-HP", "nomination_ids": ids} | changes


async def sent_event(office: Office, submission: dict[str, Any]) -> SubmissionSent:
    document = await office.store.rows("submissions").find_one({"_id": UUID(submission["id"])})
    assert document is not None
    (entry,) = document["outbox"]
    return SubmissionSent.model_validate_json(bytes(entry["data"]))


async def answered(office: Office, submission: dict[str, Any]) -> list[tuple[str | None, list[str]]]:
    seen = (await office.see("TD-01", f"/submissions/{submission['id']}")).json()
    return [(row["outcome"], [reason["code"] for reason in row["reasons"]]) for row in seen["rows"]]


async def state_of(office: Office, file: dict[str, Any]) -> str:
    return str((await office.see("TD-01", f"/nominations/{file['id']}")).json()["state"])


async def test_each_row_goes_its_own_way_and_a_refused_one_stops_none(office: Office, day: Day) -> None:
    own, other = await drafted(office, "GD-HP-01"), await drafted(office)
    by_hand, gone = await drafted(office), await drafted(office)
    submission = await office.done("GD-HP-01", "/submissions", sheet(own, by_hand, gone, other))
    assert (submission["number"], submission["channel"]) == ("1/TTr-STP-HP", "electronic")
    assert await answered(office, submission) == [(None, [])] * 4
    await office.done("PGD-HP-02", f"/nominations/{by_hand['id']}/submit")
    await office.done("PGD-HP-02", f"/nominations/{gone['id']}/withdraw", {"reason": "Nhầm người"})
    event = await sent_event(office, submission)
    day.at = datetime(2026, 10, 7, 1, 0, tzinfo=UTC)
    await office.use_cases.submission.mark_rows(event, from_event(event))
    changed = ("refused", ["ROW_NOT_DRAFT"])
    assert await answered(office, submission) == [
        ("refused", ["SELF_ENDORSEMENT"]),
        changed,
        changed,
        ("submitted", []),
    ]
    assert [await state_of(office, file) for file in (own, gone, other)] == ["draft", "withdrawn", "submitted"]
    received = (await office.see("TD-01", f"/nominations/{other['id']}")).json()
    assert (received["received_on"], received["endorser_ref"]) == ("2026-10-06", "GD-HP-01")


async def test_words_that_a_head_has_not_seen_are_not_sent(office: Office) -> None:
    file = await drafted(office)
    seen = sheet(file, versions={file["id"]: file["version"]})
    words = {"citation_vi": "Lời khác", "achievement_report": "Báo cáo khác"}
    changed = await office.done("PGD-HP-02", f"/nominations/{file['id']}/amend", words)
    late = await office.act("GD-HP-01", "/submissions", seen)
    assert (late.status_code, late.json()["code"]) == (409, "ROW_NOT_DRAFT")
    await office.done("GD-HP-01", "/submissions", sheet(file, versions={file["id"]: changed["version"]}))


async def test_what_was_done_before_a_death_between_two_rows_stands_and_the_rest_follows(office: Office) -> None:
    first, second = await drafted(office), await drafted(office)
    submission = await office.done("GD-HP-01", "/submissions", sheet(first, second))
    event = await sent_event(office, submission)
    cause, acts = from_event(event), office.use_cases
    endorsed = Endorsement("GD-HP-01", datetime(2026, 10, 6, 1, 0, tzinfo=UTC))
    await acts.nomination.submit(UUID(first["id"]), cause, endorsed=endorsed)
    await acts.submission.mark_rows(event, cause)
    assert await answered(office, submission) == [("submitted", [])] * 2
    with pytest.raises(AlreadyHandledError):
        await acts.submission.mark_rows(event, cause)
    await acts.submission.mark_rows(event, replace(cause, id=UUID(int=8)))
    assert await answered(office, submission) == [("submitted", [])] * 2
    for file in (first, second):
        document = await office.store.rows("nominations").find_one({"_id": UUID(file["id"])})
        assert document is not None
        assert [entry["type"] for entry in document["outbox"]] == ["nomination.drafted", "nomination.submitted"]


async def test_a_file_waits_in_one_submission_and_may_be_sent_again_after_the_answer(office: Office) -> None:
    file = await drafted(office, "GD-HP-01")
    first, second = await asyncio.gather(
        *(office.act("GD-HP-01", "/submissions", sheet(file), key=key) for key in ("one", "two"))
    )
    assert sorted(answer.status_code for answer in (first, second)) == [201, 409]
    won, lost = (first, second) if first.is_success else (second, first)
    assert lost.json()["code"] == "ROW_IN_OTHER_SUBMISSION"
    event = await sent_event(office, won.json())
    await office.use_cases.submission.mark_rows(event, from_event(event))
    again = await office.done("PGD-HP-02", "/submissions", sheet(file))
    event = await sent_event(office, again)
    await office.use_cases.submission.mark_rows(event, from_event(event))
    assert await answered(office, again) == [("submitted", [])]


async def test_the_store_lets_a_file_wait_in_one_submission_only(office: Office) -> None:
    submission = await office.done("GD-HP-01", "/submissions", sheet(await drafted(office)))
    seen = await office.use_cases.queries.views.submission(UUID(submission["id"]), system("nominations"))
    rival, cause = (
        replace(seen.thing, id=UUID(int=7), number="9/TTr-STP-HP", version=0),
        job_cause("nominations", "rival"),
    )
    with pytest.raises(TakenError, match=ONE_SUBMISSION):
        await MongoSubmissions(office.store).save(rival, emits=[], because_of=cause)


async def test_a_returned_file_that_was_sent_on_its_last_day_is_in_time_however_late_that_is_read(
    office: Office, day: Day
) -> None:
    file, acts = await office.submitted(evidence=[]), office.use_cases.nomination
    await office.done("TD-01", f"/nominations/{file['id']}/screen")
    returned = await office.done("TD-01", f"/nominations/{file['id']}/return")
    day.at = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
    assert returned["return_due_on"] == "2026-10-20"
    submission = await office.done("GD-HP-01", "/submissions", sheet(file))
    event = await sent_event(office, submission)
    for day.at in (datetime(2026, 10, 20, 9, 10, tzinfo=UTC), datetime(2026, 10, 20, 17, 30, tzinfo=UTC)):
        await acts.alarm()
        await acts.lapse()
    await office.use_cases.submission.mark_rows(event, from_event(event))
    assert (await answered(office, submission), await state_of(office, file)) == ([("submitted", [])], "submitted")


async def test_a_file_whose_deed_was_changed_after_it_was_sent_is_read_again_by_its_head(office: Office) -> None:
    file = await drafted(office)
    submission = await office.done("GD-HP-01", "/submissions", sheet(file))
    await office.done("PGD-HP-02", f"/deeds/{file['deed_id']}/amend", {"known_on": "2026-10-06"})
    event = await sent_event(office, submission)
    await office.use_cases.submission.mark_rows(event, from_event(event))
    changed = [("refused", ["ROW_DEED_CHANGED"])]
    assert (await answered(office, submission), await state_of(office, file)) == (changed, "draft")


async def test_only_files_of_the_unit_for_the_unit_that_decides_are_sent(office: Office) -> None:
    own, provincial = await drafted(office), await drafted(office, form_code="BANG_KHEN_TINH")
    sent = await office.submitted()
    refusals = {
        "SUBMISSION_EMPTY": (422, sheet()),
        "ROW_NOT_DRAFT": (409, sheet(own, sent)),
        "ROW_DOES_NOT_BELONG": (422, sheet(own, provincial)),
        "UNKNOWN_UNIT": (422, sheet(own, to_unit_id="STP-XX")),
    }
    for code, (status, body) in refusals.items():
        refused = await office.act("GD-HP-01", "/submissions", body)
        assert (refused.json()["code"], refused.status_code) == (code, status)
    for body in (sheet(own, unit_id="THADS-HP"), sheet({"id": str(UUID(int=1))})):
        assert (await office.act("GD-HP-01", "/submissions", body)).json()["code"] == "OUT_OF_SCOPE"
    assert await office.store.rows("submissions").count_documents({}) == 0


async def test_both_sides_read_it_and_nobody_else(office: Office) -> None:
    file = await drafted(office, form_code="BANG_KHEN_TINH")
    body = sheet(file, to_unit_id="UB-HP", channel="paper")
    submission = await office.done("GD-HP-01", "/submissions", body, key="once")
    assert await office.done("GD-HP-01", "/submissions", body, key="once") == submission
    for person, status in (("TD-99", 200), ("PGD-HP-02", 200), ("TD-02", 403)):
        assert (await office.see(person, f"/submissions/{submission['id']}")).status_code == status
        listed = (await office.see(person, "/submissions")).json()
        assert [one["id"] for one in listed] == ([submission["id"]] if status == 200 else [])


async def test_a_draft_is_reworded_until_it_is_submitted_and_a_head_endorses_the_words_that_were_seen(
    office: Office,
) -> None:
    file, other = await drafted(office), await drafted(office)
    submission = await office.done("GD-HP-01", "/submissions", sheet(file, other))
    words = {"citation_vi": "Lời khác", "achievement_report": "Báo cáo khác"}
    reworded = await office.done("PGD-HP-02", f"/nominations/{file['id']}/amend", words)
    assert (reworded["citation_vi"], reworded["achievement_report"]) == tuple(words.values())
    event = await sent_event(office, submission)
    await office.use_cases.submission.mark_rows(event, from_event(event))
    assert await answered(office, submission) == [("refused", ["ROW_NOT_DRAFT"]), ("submitted", [])]
    late = await office.act("PGD-HP-02", f"/nominations/{other['id']}/amend", words)
    assert (late.status_code, late.json()["code"]) == (409, "STATE_CHANGED")
