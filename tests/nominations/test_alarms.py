"""Days that are near or over are said by a job, on a real store."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from services.nominations.domain.unit import UnknownUnitError
from shared.contracts.nominations import NominationDeadlineBreached
from tests.nominations.office import Day, Office, open_office

DAY = Day()


@pytest.fixture
async def office(mongodb_url: str, namespace: str, tmp_path: Path) -> AsyncIterator[Office]:
    DAY.at = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)
    async with open_office(mongodb_url, namespace, tmp_path / "files", DAY) as opened:
        yield opened


async def told(office: Office, nomination_id: str) -> list[str]:
    document = await office.store.rows("nominations").find_one({"_id": UUID(nomination_id)})
    assert document is not None
    return [one["type"].removeprefix("nomination.") for one in document["outbox"]]


async def test_replicas_say_once_that_a_day_is_over_and_who_stands_above(office: Office) -> None:
    file = await office.submitted()
    await office.use_cases.nomination.alarm()
    DAY.at = datetime(2026, 10, 7, 1, 0, tzinfo=UTC)
    await office.use_cases.nomination.alarm()
    assert await told(office, file["id"]) == ["drafted", "submitted"]
    DAY.at = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
    await asyncio.gather(*(office.use_cases.nomination.alarm() for _ in range(3)))
    await office.use_cases.nomination.alarm()
    assert await told(office, file["id"]) == ["drafted", "submitted", "deadline_breached"]
    document = await office.store.rows("nominations").find_one({"_id": UUID(file["id"])})
    assert document is not None
    event = NominationDeadlineBreached.model_validate_json(bytes(document["outbox"][-1]["data"]))
    assert (event.step, event.due_on.isoformat(), event.legal, event.escalate_to) == (
        "screen",
        "2026-10-07",
        False,
        "UB-HP",
    )


async def test_the_unit_is_reminded_and_the_clock_of_a_completed_file_goes_on(office: Office) -> None:
    file = await office.submitted(evidence=[])
    await office.done("TD-01", f"/nominations/{file['id']}/screen")
    await office.done("TD-01", f"/nominations/{file['id']}/return")
    DAY.at = datetime(2026, 10, 19, 1, 0, tzinfo=UTC)
    for _ in range(2):
        await office.use_cases.nomination.alarm()
    assert (await told(office, file["id"])).count("deadline_approaching") == 1
    completed = await office.done("PGD-HP-02", f"/nominations/{file['id']}/resubmit", {})
    assert [(step["name"], step["due_on"]) for step in completed["steps"]] == [("screen", "2026-10-20")]
    DAY.at = datetime(2026, 10, 21, 1, 0, tzinfo=UTC)
    await office.use_cases.nomination.alarm()
    assert (await told(office, file["id"]))[-2:] == ["resubmitted", "deadline_breached"]


async def test_a_suggestion_that_nobody_answers_is_said_once_and_one_that_is_answered_never(office: Office) -> None:
    hint = {"unit_id": "STP-HP", "channel": "citizen", "hint_vi": "Chị Hạnh rất tận tình"}
    open_one = await office.done("CD-01", "/suggestions", hint)
    answered = await office.done("CD-02", "/suggestions", hint)
    path = f"/suggestions/{answered['id']}/answer"
    await office.done("GD-HP-01", path, {"outcome": "declined", "reason_vi": "Đã biểu dương"})
    for day in (12, 14, 15):
        DAY.at = datetime(2026, 10, day, 1, 0, tzinfo=UTC)
        await asyncio.gather(*(office.use_cases.suggestion.alarm() for _ in range(2)))
    kinds = {}
    for one in (open_one, answered):
        document = await office.store.rows("suggestions").find_one({"_id": UUID(one["id"])})
        assert document is not None
        kinds[one["id"]] = [entry["type"].removeprefix("suggestion.") for entry in document["outbox"]]
    assert kinds[open_one["id"]] == ["received", "deadline_approaching", "deadline_breached"]
    assert kinds[answered["id"]] == ["received", "answered"]


async def test_what_fails_for_one_suggestion_keeps_no_other_from_being_said(office: Office) -> None:
    hint = {"unit_id": "STP-HP", "channel": "citizen", "hint_vi": "Chị Hạnh rất tận tình"}
    failing, other = [await office.done("CD-01", "/suggestions", hint) for _ in range(2)]
    rows = office.store.rows("suggestions")
    await rows.update_one({"_id": UUID(failing["id"])}, {"$set": {"state.unit_code": "KHONG-CO"}})
    DAY.at = datetime(2026, 10, 15, 1, 0, tzinfo=UTC)
    with pytest.raises(ExceptionGroup) as caught:
        await office.use_cases.suggestion.alarm()
    assert [type(one) for one in caught.value.exceptions] == [UnknownUnitError]
    said = {row["_id"]: [entry["type"] for entry in row["outbox"]] async for row in rows.find({})}
    assert said[UUID(other["id"])][-1] == "suggestion.deadline_breached"
    assert said[UUID(failing["id"])] == ["suggestion.received"]
