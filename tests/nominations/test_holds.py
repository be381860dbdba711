"""Holds through the doors: a held file stands still, tells no stranger why, and goes on where it stood."""

from dataclasses import replace
from datetime import UTC, datetime

from shared.contracts.nominations import NominationReleased
from shared.kernel.actor import system
from shared.kernel.cause import Cause, job_cause
from tests.nominations.office import Day, Office


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
    told = NominationReleased(
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        nomination_id=file["id"],
        number=file["number"],
        next_state="accepted",
        held_days=0,
        steps=(),
        proposer_ref="PGD-HP-02",
    )
    await office.use_cases.nomination.forward(told, from_event("released"))
    assert (await office.see("TD-01", path)).json()["state"] == "in_review"
