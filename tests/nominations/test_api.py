"""The doors of nominations: each act as its people do it, each refusal as they read it."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.nominations.usecases.unit.record import UnitRecord
from shared.contracts.reviews import ReviewClosed
from shared.kernel.actor import Actor, Grant, Role, system
from shared.kernel.cause import Cause, job_cause
from shared.kernel.errors import ForbiddenError
from tests.nominations.office import PROOF, SHA, Day, Office, award_for, revoked_of


def event_cause(*parts: object) -> Cause:
    return replace(job_cause("nominations", "test", *parts), actor=system("nominations"))


def code_of(told: dict[str, Any]) -> str:
    return str(told["code"])


async def test_a_complete_file_goes_from_draft_to_review_and_follows_its_award(office: Office) -> None:
    file = await office.submitted()
    assert (file["state"], file["status"], file["pack"]) == ("submitted", "submitted", "FIX-2026/2026-10-01")
    assert file["number"] == "KT-2026-0001"
    assert file["steps"] == [{"name": "screen", "due_on": "2026-10-07", "legal_due_on": None}]
    screened = await office.done("TD-01", f"/nominations/{file['id']}/screen")
    assert {one["verdict"] for one in screened["eligibility"]} == {"pass"}
    accepted = await office.done("TD-01", f"/nominations/{file['id']}/accept")
    assert accepted["state"] == "accepted"
    await office.use_cases.nomination.forward(await office.accepted_event(file["id"]), event_cause("forward"))
    granted = award_for(file)
    await office.use_cases.nomination.follow_grant(granted, event_cause("grant"))
    told = (await office.see("PGD-HP-02", f"/nominations/{file['id']}")).json()
    assert (told["state"], told["decision_number"]) == ("granted", "12/QĐ-STP")


async def test_the_rewarded_deed_is_not_rewarded_again_under_any_registration(office: Office) -> None:
    await test_a_complete_file_goes_from_draft_to_review_and_follows_its_award(office)
    again = await office.submitted(form_code="BANG_KHEN_BO")
    screened = await office.done("TD-01", f"/nominations/{again['id']}/screen")
    assert [reason["code"] for reason in screened["reasons"]] == ["DEED_ALREADY_REWARDED"]
    refused = await office.act("TD-01", f"/nominations/{again['id']}/accept")
    assert (refused.status_code, refused.json()["code"]) == (422, "DEED_ALREADY_REWARDED")
    assert "12/QĐ-STP" in refused.json()["detail"]
    merged = await office.done("TD-01", f"/nominations/{again['id']}/merge")
    assert (merged["state"], merged["reasons"][0]["code"]) == ("merged", "DEED_ALREADY_REWARDED")
    amended = await office.act("PGD-HP-02", f"/deeds/{again['deed_id']}/amend", {"title_vi": "Khác"})
    assert (amended.status_code, amended.json()["code"]) == (409, "DEED_ALREADY_REWARDED")


async def test_the_deed_of_a_revoked_award_is_judged_and_amended_as_before_however_often_it_is_told(
    office: Office,
) -> None:
    await test_a_complete_file_goes_from_draft_to_review_and_follows_its_award(office)
    again = await office.submitted(form_code="BANG_KHEN_BO")
    (first,) = (await office.see("TD-01", "/nominations?state=granted")).json()
    granted, acts = award_for(first), office.use_cases.nomination
    for _ in range(2):
        await acts.remember_grant(granted, event_cause("grant"))
        await acts.forget_grant(revoked_of(granted), event_cause("revoke"))
    await acts.remember_grant(granted, event_cause("grant"))
    screened = await office.done("TD-01", f"/nominations/{again['id']}/screen")
    assert screened["reasons"] == []
    await office.done("PGD-HP-02", f"/deeds/{again['deed_id']}/amend", {"title_vi": "Khác"})


async def test_a_file_without_proof_and_figure_is_returned_completed_and_screened_again(
    office: Office, day: Day
) -> None:
    deed = await office.deed(results=[])
    drafted = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"], evidence=[]))
    path = f"/nominations/{drafted['id']}"
    await office.done("PGD-HP-02", f"{path}/submit")
    await office.done("TD-01", f"{path}/screen")
    refused = await office.act("TD-01", f"{path}/accept")
    assert (refused.status_code, code_of(refused.json())) == (422, "RULES_NOT_PASSED")
    returned = await office.done("TD-01", f"{path}/return")
    assert [reason["code"] for reason in returned["reasons"]] == ["EVIDENCE_MISSING", "NO_MEASURABLE_RESULT"]
    assert (returned["state"], returned["return_due_on"]) == ("returned", "2026-10-20")
    day.at = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
    await office.upload("PGD-HP-02")
    result = {"indicator": "số hộ", "value": "37", "unit": "hộ", "source": "UBND xã"}
    await office.done("PGD-HP-02", f"/deeds/{deed['id']}/amend", {"results": [result]})
    evidence = [{"sha256": SHA, "name": "xac_nhan.pdf"}]
    again = await office.done("PGD-HP-02", f"{path}/resubmit", {"evidence": evidence})
    assert (again["state"], again["received_on"], again["reasons"]) == ("submitted", "2026-10-06", [])
    await office.done("TD-01", f"{path}/screen")
    assert (await office.done("TD-01", f"{path}/accept"))["state"] == "accepted"


async def test_after_the_window_a_returned_file_cannot_be_completed(office: Office, day: Day) -> None:
    file = await office.submitted()
    await office.done("TD-01", f"/nominations/{file['id']}/screen")
    await office.done("TD-01", f"/nominations/{file['id']}/return", {"reasons": [{"code": "DATA_MISSING"}]})
    day.at = datetime(2026, 10, 21, 1, 0, tzinfo=UTC)
    refused = await office.act("PGD-HP-02", f"/nominations/{file['id']}/resubmit")
    assert (refused.status_code, code_of(refused.json())) == (422, "RETURN_WINDOW_CLOSED")


async def test_nobody_endorses_oneself(office: Office) -> None:
    await office.upload("PGD-HP-02")
    deed = await office.deed(contributors=[{"subject_ref": "GD-HP-01", "share": 100}])
    drafted = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"], subject_ref="GD-HP-01"))
    refused = await office.act("GD-HP-01", f"/nominations/{drafted['id']}/submit")
    told = refused.json()
    assert (refused.status_code, told["code"]) == (422, "SELF_ENDORSEMENT")
    assert told["way_out_vi"] == "Đề nghị cấp phó hoặc cấp trên xác nhận."
    assert (await office.see("GD-HP-01", f"/nominations/{drafted['id']}")).json()["state"] == "draft"


async def test_nobody_proposes_oneself_or_takes_an_own_file_in(office: Office) -> None:
    await office.upload("CB-0412")
    deed = await office.deed()
    own = await office.act("CB-0412", "/nominations", office.proposal(deed["id"]))
    assert (own.status_code, code_of(own.json())) == (422, "ROLE_SEPARATION")
    file = await office.submitted()
    for person in ("CB-0412", "PGD-HP-02"):
        for verb in ("screen", "accept", "return", "merge"):
            refused = await office.act(person, f"/nominations/{file['id']}/{verb}")
            assert (refused.status_code, code_of(refused.json())) == (422, "ROLE_SEPARATION")
    assert (await office.done("TD-01", f"/nominations/{file['id']}/screen"))["state"] == "screening"


async def test_a_level_without_authority_is_refused_with_whom_to_ask(office: Office) -> None:
    await office.upload("PGD-HP-02")
    deed = await office.deed()
    proposal = office.proposal(deed["id"], form_code="BANG_KHEN_TINH", grantor_unit_id="STP-HP")
    drafted = await office.done("PGD-HP-02", "/nominations", proposal)
    refused = await office.act("PGD-HP-02", f"/nominations/{drafted['id']}/submit")
    assert (refused.status_code, code_of(refused.json())) == (422, "NO_AUTHORITY")
    assert "UB-HP" in refused.json()["way_out_vi"]


async def test_tampered_evidence_is_refused_and_nothing_of_it_is_kept(office: Office) -> None:
    refused = await office.upload("PGD-HP-02", b"tampered", sha256=SHA)
    assert (refused.status_code, code_of(refused.json())) == (422, "EVIDENCE_HASH_MISMATCH")
    deed = await office.deed()
    drafted = await office.act("PGD-HP-02", "/nominations", office.proposal(deed["id"]))
    assert (drafted.status_code, code_of(drafted.json())) == (422, "EVIDENCE_MISSING")
    assert drafted.json()["errors"][0]["path"] == "evidence.0.sha256"


async def test_evidence_is_read_by_those_who_may_see_the_file(office: Office) -> None:
    file = await office.submitted()
    path = f"/nominations/{file['id']}/evidence/{SHA}"
    told = await office.see("TD-01", path)
    assert told.content == PROOF
    assert "attachment" in told.headers["content-disposition"]
    assert (await office.see("TD-02", path)).status_code == 403
    assert (await office.see("TD-01", path.replace(SHA, "0" * 64))).status_code == 403


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"occurred_to": "2026-10-07", "known_on": "2026-10-07"}, "DATE_IN_FUTURE", "occurred_to"),
        ({"known_on": "2026-10-02"}, "DATES_NOT_ASCENDING", "occurred_from"),
        ({"contributors": [{"subject_ref": "CB-0412", "share": 99}]}, "SHARES_NOT_HUNDRED", "contributors"),
        ({"contributors": [{"subject_ref": "CB-9999", "share": 100}]}, "UNKNOWN_SUBJECT", None),
        ({"movement_id": str(uuid.UUID(int=7))}, "UNKNOWN_MOVEMENT", None),
    ],
)
async def test_an_impossible_deed_is_refused_with_its_field(
    office: Office, changes: dict[str, object], code: str, path: str | None
) -> None:
    body = await office.deed()
    deed = {name: body[name] for name in ("unit_id", "title_vi", "story_vi", "field", "occurred_from", "occurred_to")}
    deed |= {"known_on": body["known_on"], "contributors": [{"subject_ref": "CB-0412", "share": 100}]}
    refused = await office.act("PGD-HP-02", "/deeds", deed | changes)
    assert (refused.status_code, code_of(refused.json())) == (422, code)
    assert (path is None) or refused.json()["errors"][0]["path"] == path


async def test_only_a_contributor_can_be_commended_and_a_movement_award_names_its_movement(office: Office) -> None:
    await office.upload("PGD-HP-02")
    deed = await office.deed()
    other = await office.act("PGD-HP-02", "/nominations", office.proposal(deed["id"], subject_ref="GD-HP-01"))
    assert code_of(other.json()) == "SUBJECT_NOT_CONTRIBUTOR"
    movement = await office.act("PGD-HP-02", "/nominations", office.proposal(deed["id"], type="movement"))
    assert code_of(movement.json()) == "MOVEMENT_MISSING"


async def test_a_like_deed_in_an_earlier_file_asks_until_an_officer_keeps_the_two_apart(office: Office) -> None:
    first = await office.submitted()
    second = await office.submitted()
    screened = await office.done("TD-01", f"/nominations/{second['id']}/screen")
    assert [one["number"] for one in screened["candidates"]] == [first["number"]]
    asked = await office.act("TD-01", f"/nominations/{second['id']}/accept")
    assert (asked.status_code, code_of(asked.json())) == (409, "DUPLICATE_OPEN")
    await office.done("TD-01", f"/deeds/{first['deed_id']}/keep-apart", {"other_deed_id": second["deed_id"]})
    kept = await office.done("TD-01", f"/nominations/{second['id']}/accept")
    assert (kept["state"], kept["candidates"]) == ("accepted", [])
    earlier = await office.done("TD-01", f"/nominations/{first['id']}/screen")
    assert earlier["candidates"] == []


async def test_files_of_one_deed_are_alike_also_after_it_was_amended(office: Office) -> None:
    first = await office.submitted()
    await office.done("PGD-HP-02", f"/deeds/{first['deed_id']}/amend", {"occurred_from": "2026-10-01"})
    second = await office.done("PGD-HP-02", "/nominations", office.proposal(first["deed_id"], form_code="BANG_KHEN_BO"))
    await office.done("PGD-HP-02", f"/nominations/{second['id']}/submit")
    screened = await office.done("TD-01", f"/nominations/{second['id']}/screen")
    assert [one["number"] for one in screened["candidates"]] == [first["number"]]


async def test_of_files_of_one_deed_the_first_submitted_comes_first_whatever_its_number(
    office: Office, day: Day
) -> None:
    """The number is given when a file is drafted; the 10,000th of a year has one digit more."""
    await office.store.rows("counters").insert_one({"_id": "nominations/2026", "n": 9_997})
    await office.upload("PGD-HP-02")
    deed = await office.deed()
    drafts = [await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"])) for _ in range(4)]
    assert [draft["number"] for draft in drafts] == [f"KT-2026-{n}" for n in (9998, 9999, 10000, 10001)]
    for n in (1, 2, 0, 3):
        day.at += timedelta(minutes=n != 2)
        await office.done("PGD-HP-02", f"/nominations/{drafts[n]['id']}/submit")
    screened = await office.done("TD-01", f"/nominations/{drafts[3]['id']}/screen")
    assert [one["number"] for one in screened["candidates"]] == ["KT-2026-9999", "KT-2026-10000", "KT-2026-9998"]
    merged = await office.done("TD-01", f"/nominations/{drafts[3]['id']}/merge")
    assert merged["merged_into"] == drafts[1]["id"]


async def test_a_file_is_merged_into_the_earlier_one_that_means_the_same_deed(office: Office) -> None:
    first, second = await office.submitted(), await office.submitted()
    alike = await office.act("TD-01", f"/nominations/{second['id']}/merge")
    assert (alike.status_code, code_of(alike.json())) == (409, "DUPLICATE_OPEN"), "nobody has said that it is the same"
    await office.done("TD-01", f"/deeds/{second['deed_id']}/link", {"other_deed_id": first["deed_id"]})
    merged = await office.done("TD-01", f"/nominations/{second['id']}/merge")
    assert (merged["state"], merged["merged_into"]) == ("merged", first["id"])
    assert [reason["code"] for reason in merged["reasons"]] == ["DUPLICATE_OPEN"]


async def test_an_act_in_the_wrong_state_says_so(office: Office) -> None:
    file = await office.submitted()
    refused = await office.act("TD-01", f"/nominations/{file['id']}/accept")
    assert (refused.status_code, code_of(refused.json())) == (409, "STATE_CHANGED")
    nothing = await office.act("TD-01", f"/nominations/{file['id']}/merge")
    assert code_of(nothing.json()) == "REASON_MISSING"
    gone = await office.done("PGD-HP-02", f"/nominations/{file['id']}/withdraw", {"reason": "Nhầm người"})
    assert gone["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("person", "verb"), [("TD-01", "screen"), ("TD-01", "accept"), ("TD-01", "return"), ("PGD-HP-02", "resubmit")]
)
async def test_nothing_is_done_with_a_file_that_was_never_sent(office: Office, person: str, verb: str) -> None:
    deed = await office.deed()
    draft = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"], evidence=[]))
    refused = await office.act(person, f"/nominations/{draft['id']}/{verb}")
    assert (refused.status_code, code_of(refused.json())) == (409, "STATE_CHANGED")


async def test_a_closed_case_closes_its_file(office: Office) -> None:
    file = await office.submitted()
    await office.done("TD-01", f"/nominations/{file['id']}/screen")
    await office.done("TD-01", f"/nominations/{file['id']}/accept")
    await office.use_cases.nomination.forward(await office.accepted_event(file["id"]), event_cause("f"))
    closed = ReviewClosed(
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        case_id=file["id"],
        number=file["number"],
        grantor_unit_id="STP-HP",
        grantor_path=("UB-HP", "STP-HP"),
        outcome="granted",
    )
    await office.use_cases.nomination.follow_close(closed, event_cause("c1"))
    assert (await office.see("TD-01", f"/nominations/{file['id']}")).json()["state"] == "in_review"
    await office.use_cases.nomination.follow_close(closed.model_copy(update={"outcome": "refused"}), event_cause("c2"))
    assert (await office.see("TD-01", f"/nominations/{file['id']}")).json()["state"] == "not_granted"


async def test_nobody_takes_a_unit_or_a_person_over(office: Office) -> None:
    taken = {"ref": "CB-0611", "kind": "individual", "name_vi": "Tên khác", "work_role": "direct", "unit": "STP-HP"}
    refused = await office.act("PGD-HP-02", "/subjects", taken)
    assert (refused.status_code, refused.json()["code"]) == (403, "OUT_OF_SCOPE")
    clerk = Actor("he-thong-hp", (Grant(Role.INTEGRATOR, "STP-HP"),))
    cause = replace(event_cause("take over"), actor=clerk, action="unit.record")
    with pytest.raises(ForbiddenError):
        await office.use_cases.unit.record(
            UnitRecord(code="THADS-HP", kind="THADS", name_vi="Khác", parent="STP-HP"), cause
        )


async def test_a_file_that_was_returned_before_it_was_forwarded_stays_with_its_proposer(office: Office) -> None:
    file = await office.submitted()
    for act, body in (("screen", None), ("accept", None), ("return", {"reasons": [{"code": "DATA_MISSING"}]})):
        await office.done("TD-01", f"/nominations/{file['id']}/{act}", body)
    await office.use_cases.nomination.forward(await office.accepted_event(file["id"]), event_cause("late"))
    assert (await office.see("PGD-HP-02", f"/nominations/{file['id']}")).json()["state"] == "returned"
