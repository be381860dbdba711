"""Holds through the doors: a held file stands still, tells no stranger why, and goes on where it stood."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.contracts.nominations import NominationHeld, NominationReleased
from shared.contracts.reviews import ReviewHeld, ReviewReleased
from shared.kernel.actor import system
from shared.kernel.cause import Cause, job_cause
from shared.kernel.errors import AlreadyHandledError
from tests.nominations.office import Day, Office
from tests.nominations.test_disputes import told


def from_event(name: str) -> Cause:
    return replace(job_cause("nominations", "test", name), actor=system("nominations"))


async def test_a_held_file_waits_and_goes_on_where_it_stood(office: Office, day: Day) -> None:
    file = await office.submitted()
    path = f"/nominations/{file['id']}"
    await office.done("TD-01", f"{path}/screen")
    held = await office.done("TD-01", f"{path}/hold", {"ground": "press_verification"})
    assert (held["state"], held["status"], held["hold"]["ground"]) == ("on_hold", "received", "press_verification")
    seen = (await office.see("GD-HP-01", path)).json()["hold"]
    assert (seen["since"], seen["clock"], seen["ground"]) == ("2026-10-06", "paused", "press_verification")
    for verb in ("accept", "return", "merge"):
        refused = await office.act("TD-01", f"{path}/{verb}")
        assert (refused.status_code, refused.json()["code"]) == (409, "ON_HOLD")
    gone = await office.act("GD-HP-01", f"{path}/withdraw", {"reason": "Nhầm"})
    assert gone.json()["code"] == "ON_HOLD"
    day.at = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
    again = await office.done("TD-01", f"{path}/release")
    assert (again["state"], again["hold"], again["held_days"]) == ("screening", None, 3)
    assert again["steps"][0]["due_on"] == "2026-10-12"
    refused = await office.act("TD-01", f"{path}/release")
    assert (refused.status_code, refused.json()["code"]) == (409, "STATE_CHANGED")


async def test_only_those_who_handle_a_file_learn_why_it_is_held(office: Office) -> None:
    file = await office.submitted()
    path = f"/nominations/{file['id']}"
    await office.done("TD-01", f"{path}/hold", {"ground": "discipline_pending"})
    (seen,) = (await office.see("CB-0533", "/nominations")).json()
    assert (seen["state"], seen["hold"]["ground"]) == ("on_hold", None)
    assert seen["hold"]["public_reason_vi"] == "đang trong thời gian xác minh"
    unknown = await office.act("TD-01", f"{path}/hold", {"ground": "rumour"})
    assert (unknown.status_code, unknown.json()["errors"][0]["path"]) == (422, "ground")


async def test_a_file_that_was_accepted_when_it_was_held_is_forwarded_when_it_is_released(office: Office) -> None:
    file = await office.submitted()
    path = f"/nominations/{file['id']}"
    await office.done("TD-01", f"{path}/screen")
    await office.done("TD-01", f"{path}/accept")
    accepted = await office.accepted_event(file["id"])
    await office.done("TD-01", f"{path}/hold", {"ground": "inspection_pending"})
    await office.use_cases.nomination.forward(accepted, from_event("forward"))
    assert (await office.see("TD-01", path)).json()["state"] == "on_hold"
    released = await office.done("TD-01", f"{path}/release")
    assert released["state"] == "accepted"
    news = NominationReleased(
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        nomination_id=file["id"],
        number=file["number"],
        next_state="accepted",
        held_days=0,
        steps=(),
        proposer_ref="PGD-HP-02",
    )
    await office.use_cases.nomination.forward(news, from_event("released"))
    assert (await office.see("TD-01", path)).json()["state"] == "in_review"


async def test_a_returned_file_stands_still_with_its_case_and_says_each_once(office: Office, day: Day) -> None:
    file = await office.submitted(evidence=[])
    path, acts = f"/nominations/{file['id']}", office.use_cases.nomination
    await office.done("TD-01", f"{path}/screen")
    await office.done("TD-01", f"{path}/return")
    await acts.follow_hold(case_held(file), from_event("case held"))
    seen = (await office.see("TD-01", path)).json()
    assert (seen["state"], seen["hold"]["ground"]) == ("on_hold", "complaint_verification")
    refused = await office.act("TD-01", f"{path}/release")
    assert (refused.status_code, refused.json()["code"]) == (409, "COMPLAINT_VERIFYING")
    day.at = datetime(2026, 10, 21, 1, 0, tzinfo=UTC)
    await acts.alarm()
    await acts.lapse()
    await acts.follow_hold(case_released(file), from_event("case released"))
    for news, name in ((case_held(file), "case held"), (case_released(file), "case released")):
        with pytest.raises(AlreadyHandledError):
            await acts.follow_hold(news, from_event(name))
    again = (await office.see("TD-01", path)).json()
    assert (again["state"], again["hold"], again["return_due_on"]) == ("returned", None, "2026-11-04")
    held, released = (await told(office, "nominations", file["id"]))[-2:]
    assert (type(held), held.with_case) == (NominationHeld, True)
    assert (type(released), released.with_case, released.held_days) == (NominationReleased, True, 11)


async def test_a_case_that_counts_its_hold_is_not_told_those_days_again(office: Office, day: Day) -> None:
    file = await office.submitted()
    path, acts = f"/nominations/{file['id']}", office.use_cases.nomination
    await acts.follow_hold(case_held(file), from_event("case held"))
    day.at = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
    await acts.follow_hold(case_released(file), from_event("case released"))
    await office.done("TD-01", f"{path}/screen")
    await office.done("TD-01", f"{path}/accept")
    await acts.forward(await office.accepted_event(file["id"]), from_event("forward"))
    forwarded = (await told(office, "nominations", file["id"]))[-1]
    assert (forwarded.type, forwarded.held_days, forwarded.paused_days) == ("nomination.forwarded", 0, 0)
    assert (await office.see("TD-01", path)).json()["held_days"] == 2


def case_held(file: dict[str, Any]) -> ReviewHeld:
    return ReviewHeld(**about(file), ground="complaint_verification")


def case_released(file: dict[str, Any]) -> ReviewReleased:
    return ReviewReleased(**about(file), next_state="opened", held_days=0, steps=(), decide_by=date(2026, 10, 13))


def about(file: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit_id": "STP-HP",
        "unit_path": ("UB-HP", "STP-HP"),
        "case_id": file["id"],
        "number": file["number"],
        "grantor_unit_id": "STP-HP",
        "grantor_path": ("UB-HP", "STP-HP"),
    }
