"""Disputes through the doors and by events in any order: a file and its deed agree in the end."""

import itertools
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.deeds import DeedAttributionDisputed, DeedAttributionResolved
from shared.contracts.nominations import NominationHeld, NominationReleased, NominationSubmitted
from shared.contracts.registry import EVENTS
from shared.kernel.actor import system
from shared.kernel.cause import Cause, job_cause
from tests.nominations.office import Office

CLAIM = {"share": 80, "ground_vi": "Tôi làm phần lớn"}
HEARD = {"claimant_vi": "Có sổ ghi", "contributors_vi": "Đúng như vậy"}
KEPT = [{"subject_ref": "CB-0412", "share": 100}]
DEPUTY = {"ref": "PGD-HP-02", "kind": "individual", "name_vi": "Trần Văn Bình", "work_role": "leader"}
_COUNT = itertools.count()


def from_event() -> Cause:
    return replace(job_cause("nominations", "test", next(_COUNT)), actor=system("nominations"))


async def told(office: Office, collection: str, thing_id: str) -> list[Any]:
    """All events of a thing that were not published yet: there is no bus here, so all of them."""
    document = await office.store.rows(collection).find_one({"_id": UUID(thing_id)})
    assert document is not None
    return [EVENTS[entry["type"]].model_validate_json(bytes(entry["data"])) for entry in document["outbox"]]


async def state_of(office: Office, file: dict[str, Any]) -> str:
    return str((await office.see("TD-01", f"/nominations/{file['id']}")).json()["state"])


async def disputed(office: Office, deed_id: str) -> DeedAttributionDisputed:
    await office.done("CB-0533", f"/deeds/{deed_id}/dispute", CLAIM)
    return next(one for one in reversed(await told(office, "deeds", deed_id)) if type(one) is DeedAttributionDisputed)


async def resolved(office: Office, deed_id: str, rows: object = KEPT) -> DeedAttributionResolved:
    await office.done("TD-01", f"/deeds/{deed_id}/resolve", {"contributors": rows, **HEARD})
    return next(one for one in reversed(await told(office, "deeds", deed_id)) if type(one) is DeedAttributionResolved)


async def test_all_open_files_of_a_disputed_deed_are_held_and_go_on_by_themselves(office: Office) -> None:
    file = await office.submitted()
    await office.done("TD-01", f"/nominations/{file['id']}/screen")
    acts = office.use_cases.nomination
    await acts.hear_of_deed(await disputed(office, file["deed_id"]), from_event())
    assert await state_of(office, file) == "on_hold"
    refused = await office.act("TD-01", f"/nominations/{file['id']}/release")
    assert (refused.status_code, refused.json()["code"]) == (409, "DEED_DISPUTED")
    await acts.hear_of_deed(await resolved(office, file["deed_id"]), from_event())
    assert await state_of(office, file) == "screening"


async def test_the_same_news_again_changes_nothing(office: Office) -> None:
    file = await office.submitted()
    acts, begun, ended = office.use_cases.nomination, from_event(), from_event()
    news = await disputed(office, file["deed_id"])
    await acts.hear_of_deed(news, begun)
    await acts.hear_of_deed(news, begun)
    end = await resolved(office, file["deed_id"])
    await acts.hear_of_deed(end, ended)
    await acts.hear_of_deed(news, begun)
    await acts.hear_of_deed(end, ended)
    events = [type(one) for one in await told(office, "nominations", file["id"])]
    assert (events.count(NominationHeld), events.count(NominationReleased)) == (1, 1)


async def test_a_file_that_is_sent_while_its_deed_is_disputed_is_held(office: Office) -> None:
    await office.upload("PGD-HP-02")
    deed = await office.deed()
    draft = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"]))
    acts = office.use_cases.nomination
    await acts.hear_of_deed(await disputed(office, deed["id"]), from_event())
    assert await state_of(office, draft) == "draft"
    await office.done("PGD-HP-02", f"/nominations/{draft['id']}/submit")
    (submitted,) = [one for one in await told(office, "nominations", draft["id"]) if type(one) is NominationSubmitted]
    await acts.follow_deed(submitted, from_event())
    assert await state_of(office, draft) == "on_hold"


async def test_a_file_that_was_held_after_the_dispute_had_ended_goes_on(office: Office) -> None:
    """The hold looked at the deed before the resolution was kept, and the resolution at the files before the hold."""
    file = await office.submitted()
    acts = office.use_cases.nomination
    news = await disputed(office, file["deed_id"])
    await acts.hear_of_deed(news, from_event())
    await resolved(office, file["deed_id"])
    (held,) = [one for one in await told(office, "nominations", file["id"]) if type(one) is NominationHeld]
    await acts.follow_deed(held, from_event())
    assert await state_of(office, file) == "submitted"


async def test_a_hold_of_another_ground_comes_first_and_the_dispute_takes_over(office: Office) -> None:
    file = await office.submitted()
    acts, path = office.use_cases.nomination, f"/nominations/{file['id']}"
    await office.done("TD-01", f"{path}/hold", {"ground": "press_verification"})
    await acts.hear_of_deed(await disputed(office, file["deed_id"]), from_event())
    assert (await office.see("TD-01", path)).json()["hold"]["ground"] == "press_verification"
    await office.done("TD-01", f"{path}/release")
    (news,) = [one for one in await told(office, "nominations", file["id"]) if type(one) is NominationReleased]
    await acts.follow_deed(news, from_event())
    assert (await office.see("TD-01", path)).json()["hold"]["ground"] == "attribution_dispute"


async def test_a_hold_by_hand_does_not_end_with_a_dispute(office: Office) -> None:
    file = await office.submitted()
    acts, path = office.use_cases.nomination, f"/nominations/{file['id']}"
    await office.done("TD-01", f"{path}/hold", {"ground": "attribution_dispute"})
    await disputed(office, file["deed_id"])
    await acts.hear_of_deed(await resolved(office, file["deed_id"]), from_event())
    assert await state_of(office, file) == "on_hold"
    assert (await office.done("TD-01", f"{path}/release"))["state"] == "submitted"


async def test_whoever_turned_out_to_have_no_part_is_not_commended(office: Office) -> None:
    file = await office.submitted()
    acts, path = office.use_cases.nomination, f"/nominations/{file['id']}"
    await office.done("TD-01", f"{path}/screen")
    await acts.hear_of_deed(await disputed(office, file["deed_id"]), from_event())
    others = [{"subject_ref": "GD-HP-01", "share": 100}]
    await acts.hear_of_deed(await resolved(office, file["deed_id"], others), from_event())
    refused = await office.act("TD-01", f"{path}/accept")
    assert (refused.status_code, refused.json()["code"]) == (422, "SUBJECT_NOT_CONTRIBUTOR")


async def test_a_file_that_somebody_holds_learns_who_did_the_deed(office: Office) -> None:
    file = await office.submitted()
    acts, path = office.use_cases.nomination, f"/nominations/{file['id']}"
    await office.done("TD-01", f"{path}/screen")
    await office.done("TD-01", f"{path}/hold", {"ground": "discipline_pending"})
    await disputed(office, file["deed_id"])
    others = [{"subject_ref": "GD-HP-01", "share": 100}]
    await acts.hear_of_deed(await resolved(office, file["deed_id"], others), from_event())
    assert await state_of(office, file) == "on_hold"
    await office.done("TD-01", f"{path}/release")
    refused = await office.act("TD-01", f"{path}/accept")
    assert (refused.status_code, refused.json()["code"]) == (422, "SUBJECT_NOT_CONTRIBUTOR")


async def test_a_file_knows_its_deed_as_it_was_amended(office: Office) -> None:
    file = await office.submitted()
    acts, path = office.use_cases.nomination, f"/nominations/{file['id']}"
    await office.done("TD-01", f"{path}/screen")
    both = [{"subject_ref": "CB-0412", "share": 60}, {"subject_ref": "PGD-HP-02", "share": 40}]
    await office.done("LOADER", "/subjects", {**DEPUTY, "unit": "STP-HP"})
    await office.done("PGD-HP-02", f"/deeds/{file['deed_id']}/amend", {"occurred_from": "2026-10-02"})
    await office.done("PGD-HP-02", f"/deeds/{file['deed_id']}/amend", {"contributors": both})
    news = from_event()
    for _ in range(2):
        await acts.hear_of_deed((await told(office, "deeds", file["deed_id"]))[-1], news)
    assert (await office.see("TD-01", path)).json()["occurred_from"] == "2026-10-02"
    refused = await office.act("TD-01", f"{path}/accept")
    assert (refused.status_code, refused.json()["code"]) == (422, "SELF_ENDORSEMENT")
    others = [{"subject_ref": "GD-HP-01", "share": 100}]
    await office.done("PGD-HP-02", f"/deeds/{file['deed_id']}/amend", {"contributors": others})
    await acts.hear_of_deed((await told(office, "deeds", file["deed_id"]))[-1], from_event())
    refused = await office.act("TD-01", f"{path}/accept")
    assert (refused.status_code, refused.json()["code"]) == (422, "SUBJECT_NOT_CONTRIBUTOR")


async def test_a_dispute_holds_the_files_of_linked_deeds_too_whichever_is_heard_first(office: Office) -> None:
    file, acts = await office.submitted(), office.use_cases.nomination
    root = await office.deed()
    news = await disputed(office, root["id"])
    await acts.hear_of_deed(news, from_event())
    assert await state_of(office, file) == "submitted"
    await office.done("TD-01", f"/deeds/{file['deed_id']}/link", {"other_deed_id": root["id"]})
    link = (await told(office, "deeds", file["deed_id"]))[-1]
    assert link.other_contributor_refs == tuple(one["subject_ref"] for one in root["contributors"])
    await acts.hear_of_deed(link, from_event())
    assert await state_of(office, file) == "on_hold"
    refused = await office.act("TD-01", f"/nominations/{file['id']}/release")
    assert (refused.status_code, refused.json()["code"]) == (409, "DEED_DISPUTED")
    await acts.hear_of_deed(await resolved(office, root["id"]), from_event())
    assert await state_of(office, file) == "submitted"


@pytest.mark.parametrize(
    ("person", "verb", "body", "code"),
    [
        ("CB-0533", "confirm-share", {}, "NOT_YOUR_SHARE"),
        ("CB-0611", "dispute", CLAIM, "OUT_OF_SCOPE"),
        ("TD-01", "resolve", {"contributors": KEPT, **HEARD}, "STATE_CHANGED"),
        ("TD-02", "resolve", {"contributors": KEPT, **HEARD}, "OUT_OF_SCOPE"),
        ("GD-HP-01", "dispute", CLAIM, "ROLE_MISSING"),
    ],
)
async def test_what_is_not_ones_own_to_do_is_refused(
    office: Office, person: str, verb: str, body: dict[str, object], code: str
) -> None:
    deed = await office.deed()
    assert (await office.act(person, f"/deeds/{deed['id']}/{verb}", body)).json()["code"] == code


async def test_who_is_named_in_a_deed_of_another_unit_sees_confirms_and_disputes_it(office: Office) -> None:
    rows = [{"subject_ref": "CB-0412", "share": 60}, {"subject_ref": "CB-0611", "share": 40}]
    await office.done("LOADER", "/subjects", {**DEPUTY, "ref": "CB-0611", "unit": "THADS-HP"})
    deed, foreign = await office.deed(contributors=rows), await office.deed(field="khac")
    assert [one["id"] for one in (await office.see("CB-0611", "/deeds")).json()] == [deed["id"]]
    assert (await office.see("CB-0611", f"/deeds/{foreign['id']}")).status_code == 403
    confirmed = await office.done("CB-0611", f"/deeds/{deed['id']}/confirm-share")
    assert [one["confirmed_on"] for one in confirmed["contributors"]] == [None, "2026-10-06"]
    said = await office.done("CB-0611", f"/deeds/{deed['id']}/dispute", CLAIM)
    assert (said["state"], said["disputes"][0]["claimant_ref"]) == ("disputed", "CB-0611")


async def test_the_list_of_deeds_reads_indexes_alone(office: Office) -> None:
    places = ["STP-HP", "THADS-HP"]
    wanted = {"$or": [{"state.unit_path": {"$in": places}}, {"state.contributors.subject_ref": "CB-0611"}]}
    plan = await office.store.rows("deeds").find(wanted).sort([("created_at", -1)]).limit(50).explain()
    text = str(plan["queryPlanner"]["winningPlan"])
    assert "SORT_MERGE" in text
    assert "COLLSCAN" not in text


async def test_who_registered_it_does_not_resolve_it_and_unknown_people_get_no_share(office: Office) -> None:
    deed = await office.deed()
    await disputed(office, deed["id"])
    path, body = f"/deeds/{deed['id']}/resolve", {"contributors": KEPT, **HEARD}
    assert (await office.act("PGD-HP-02", path, body)).json()["code"] == "ROLE_SEPARATION"
    assert (await office.act("CB-0412", path, body)).json()["code"] == "ROLE_SEPARATION"
    unknown = [{"subject_ref": "CB-9999", "share": 100}]
    assert (await office.act("TD-01", path, {**body, "contributors": unknown})).json()["code"] == "UNKNOWN_SUBJECT"
    unheard = {**body, "claimant_vi": ""}
    assert (await office.act("TD-01", path, unheard)).json()["errors"][0]["path"] == "claimant_vi"


async def test_what_was_said_is_read_by_those_who_deal_with_it_and_never_rides_on_the_bus(office: Office) -> None:
    deed = await office.deed()
    news = await disputed(office, deed["id"])
    end = await resolved(office, deed["id"])
    assert all(word not in one.model_dump_json() for one in (news, end) for word in ("Tôi làm", "Có sổ", "Đúng"))
    seen = {person: (await office.see(person, f"/deeds/{deed['id']}")).json() for person in ("TD-01", "CB-0533")}
    assert all(one["disputes"][0]["contributors_vi"] == "Đúng như vậy" for one in seen.values())
    assert (await office.see("CB-0412", f"/deeds/{deed['id']}")).json()["disputes"] == []
