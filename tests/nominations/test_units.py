"""Units through the wire: as they were on a day, and as an older version of the service kept them."""

import asyncio
import json
import uuid
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.nominations.adapters.mongo.organisation import MongoOrganisation
from services.nominations.domain.fitting import FormDoesNotFitError
from services.nominations.domain.unit import unit_id_of
from services.nominations.usecases.nomination.grantor import line_of, rightful_grantor
from shared.contracts.organisation import UnitsMerged
from shared.kernel.cause import job_cause
from shared.runtime.law.loading import load_rulepacks
from tests.nominations.office import Day, Office

PACK = load_rulepacks().in_force(date(2026, 10, 6))
SOCIAL = {"code": "THADS-CM", "kind": "THADS", "parent": "BTP", "line": "ministry"}


async def test_a_renamed_unit_is_shown_by_the_name_of_the_day(office: Office) -> None:
    first = await office.done("LOADER", "/units", SOCIAL | {"name_vi": "Cục Thi hành án dân sự", "head": "CT-1"})
    renamed = SOCIAL | {"name_vi": "Thi hành án dân sự", "head": "CT-2", "since": "2025-07-01"}
    second = await office.done("LOADER", "/units", renamed)
    assert (second["id"], second["name_vi"], second["head_ref"]) == (first["id"], "Thi hành án dân sự", "CT-2")
    before = (await office.see("LOADER", "/units/THADS-CM?on=2025-06-30")).json()
    assert (before["name_vi"], before["head_ref"]) == ("Cục Thi hành án dân sự", "CT-1")


async def test_the_units_of_a_day_are_those_that_were_there(office: Office) -> None:
    await merged(office)

    async def seen(asked: str) -> dict[str, str]:
        units = (await office.see("LOADER", f"/units{asked}")).json()
        return {unit["code"]: unit["state"] for unit in units if unit["code"] in {"STP-A", "STP-B"}}

    assert await seen("?on=2025-06-30") == {"STP-A": "active"}
    assert await seen("?on=2025-07-01") == {"STP-B": "active"}
    assert await seen("") == {"STP-A": "closed", "STP-B": "active"}
    planned = (await office.see("LOADER", "/units/STP-B?on=2025-06-30")).json()
    assert planned["state"] == "planned"


async def test_both_sides_of_a_merger_tell_of_it(office: Office) -> None:
    await merged(office)
    old = (await office.see("LOADER", "/units/STP-A/lineage")).json()
    assert old["ties"] == [{"kind": "merged_into", "unit": "STP-B", "name_vi": "STP-B", "on": "2025-07-01"}]
    assert (old["state"], old["successors"], old["predecessors"]) == ("closed", ["STP-B"], [])
    new = (await office.see("LOADER", "/units/STP-B/lineage")).json()
    assert new["ties"] == [{"kind": "merged_from", "unit": "STP-A", "name_vi": "STP-A", "on": "2025-07-01"}]
    assert (new["successors"], new["predecessors"]) == (["STP-B"], ["STP-A"])
    before = (await office.see("LOADER", "/units/STP-A/lineage?on=2025-06-30")).json()
    assert (before["state"], before["successors"]) == ("active", ["STP-A"])


async def test_a_merger_told_again_is_the_same_merger(office: Office) -> None:
    key = "merger-1"
    first = await merged(office, key=key)
    again = await office.done("TD-99", "/units/STP-B/merge", {"predecessors": ["STP-A"], "on": "2025-07-01"}, key=key)
    assert again["seq"] == first["seq"]


async def test_news_of_a_merger_that_comes_twice_closes_once(office: Office) -> None:
    await merged(office)
    before = (await office.see("LOADER", "/units/STP-A")).json()
    event = UnitsMerged.model_validate(await last_event(office, "STP-B"))
    await office.use_cases.unit.follow_merger(event, job_cause("nominations", "merger", "again"))
    assert (await office.see("LOADER", "/units/STP-A")).json() == before


@pytest.mark.parametrize(
    ("into", "predecessors", "code"),
    [
        ("STP-B", ["STP-A"], "UNIT_CLOSED"),
        ("STP-A", ["STP-B"], "UNIT_CLOSED"),
        ("STP-B", ["STP-B"], "MERGER_CYCLE"),
        ("STP-B", ["STP-XX"], "UNKNOWN_UNIT"),
    ],
)
async def test_a_merger_that_cannot_be_is_refused(
    office: Office, into: str, predecessors: list[str], code: str
) -> None:
    await merged(office)
    body = {"predecessors": predecessors, "on": "2026-01-01"}
    refused = await office.act("TD-99", f"/units/{into}/merge", body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_a_successor_is_not_merged_back_into_what_it_came_from(office: Office) -> None:
    for unit in (OLD, NEW):
        await office.done("LOADER", "/units", unit)
    await office.done("TD-99", "/units/STP-A/split", {"successors": ["STP-A", "STP-B"], "on": "2025-08-01"})
    refused = await office.act("TD-99", "/units/STP-A/merge", {"predecessors": ["STP-B"], "on": "2026-01-01"})
    assert (refused.status_code, refused.json()["code"]) == (422, "MERGER_CYCLE")


@pytest.mark.parametrize("later", [0, 30, 3_600], ids=["at once", "a moment later", "before the others heard of it"])
async def test_mergers_that_would_make_a_circle_together_are_refused_but_the_first(
    office: Office, day: Day, later: int
) -> None:
    """Nobody follows the events here: each merger is known by its own side alone."""
    units = ("STP-K", "STP-L", "STP-M")
    for code in units:
        await office.done("LOADER", "/units", {"code": code, "kind": "STP", "name_vi": code, "parent": "UB-HP"})
    circle = list(zip(units, (*units[1:], units[0]), strict=True))
    merge = [
        office.act("TD-99", f"/units/{into}/merge", {"predecessors": [former], "on": "2026-12-01"})
        for into, former in circle
    ]
    if later:
        answers = []
        for one in merge:
            answers.append(await one)
            day.at += timedelta(seconds=later)
    else:
        answers = list(await asyncio.gather(*merge))
    codes = sorted(answer.json().get("code", "") if answer.is_error else "merged" for answer in answers)
    assert codes.count("merged") <= len(units) - 1
    assert set(codes) <= {"merged", "MERGER_CYCLE", "STATE_CHANGED"}
    if later:
        assert codes == ["MERGER_CYCLE", "merged", "merged"]


async def test_only_an_officer_of_all_units_merges_them(office: Office) -> None:
    for unit in (OLD, NEW):
        await office.done("LOADER", "/units", unit)
    refused = await office.act("TD-01", "/units/STP-HP/merge", {"predecessors": ["STP-A"], "on": "2025-07-01"})
    assert (refused.status_code, refused.json()["code"]) == (403, "OUT_OF_SCOPE")


async def test_a_unit_is_closed_when_somebody_goes_on_for_it(office: Office) -> None:
    for unit in (OLD, NEW):
        await office.done("LOADER", "/units", unit)
    refused = await office.act("TD-99", "/units/STP-A/close", {"last_day": "2025-12-31"})
    assert (refused.status_code, refused.json()["code"]) == (422, "LINEAGE_INCOMPLETE")
    split = {"successors": ["STP-A", "STP-B"], "on": "2025-08-01"}
    assert (await office.done("TD-99", "/units/STP-A/split", split))["state"] == "active"
    closed = await office.done("TD-99", "/units/STP-A/close", {"last_day": "2025-12-31"})
    assert (closed["state"], closed["valid_to"]) == ("closed", "2025-12-31")
    lineage = (await office.see("LOADER", "/units/STP-A/lineage")).json()
    assert lineage["successors"] == ["STP-B"]


async def test_a_unit_with_two_lines_stands_under_both_and_nearest_to_that_of_command(office: Office) -> None:
    body = {"code": "STP-X", "kind": "STP", "name_vi": "Sở", "parent": "UB-HP", "line": "province"}
    told = await office.done("LOADER", "/units", body | {"others": {"ministry": "BTP"}})
    assert told["path"] == ["BTP", "UB-HP", "STP-X"]
    assert told["parents"] == [{"unit": "UB-HP", "line": "province"}, {"unit": "BTP", "line": "ministry"}]


async def test_a_unit_does_not_stand_above_itself(office: Office) -> None:
    above = {"code": "UB-HP", "kind": "PROVINCE_COMMITTEE", "name_vi": "UB-HP", "parent": "STP-HP"}
    refused = await office.act("LOADER", "/units", above)
    assert (refused.status_code, refused.json()["code"]) == (422, "PARENT_CYCLE")


async def test_a_deed_from_before_the_unit_is_refused_with_the_units_first_day(office: Office) -> None:
    new = {"code": "STP-HP", "kind": "STP", "name_vi": "Sở", "parent": "UB-HP"}
    await office.done("LOADER", "/units", new | {"code": "STP-N", "valid_from": "2025-07-01"})
    deed = {"title_vi": "a", "story_vi": "a", "field": "a", "occurred_from": "2025-03-01", "occurred_to": "2025-03-01"}
    deed |= {"known_on": "2025-03-01", "unit_id": "STP-N"}
    shares = [{"subject_ref": "CB-0412", "share": 100}]
    refused = await office.act("LOADER", "/deeds", deed | {"contributors": shares})
    assert (refused.status_code, refused.json()["code"]) == (422, "UNIT_NOT_YET")
    assert "2025-07-01" in refused.json()["detail"]


async def test_staff_is_told_by_group_and_day_and_a_group_that_is_gone_counts_nobody(office: Office) -> None:
    unit = {"code": "STP-S", "kind": "STP", "name_vi": "Sở", "parent": "UB-HP"}
    await office.done("LOADER", "/units", unit | {"staff": {"direct": 60, "leader": 18}})
    await office.done("LOADER", "/units", unit | {"staff": {"direct": 64}, "since": "2026-07-01"})
    await office.done("LOADER", "/units", unit)
    event = await last_event(office, "STP-S")
    assert event["staff"] == [
        {"group": "direct", "count": 60, "on": None},
        {"group": "leader", "count": 18, "on": None},
        {"group": "direct", "count": 64, "on": "2026-07-01"},
        {"group": "leader", "count": 0, "on": "2026-07-01"},
    ]


async def test_a_unit_that_an_older_version_kept_is_read_and_recorded_on(office: Office) -> None:
    state = {
        "code": "STP-OLD",
        "kind": "STP",
        "name_vi": "Sở Tư pháp tỉnh An Lạc",
        "path": ["UB-HP", "STP-OLD"],
        "line": "province",
        "head_ref": "GD-9",
        "deputies": [],
        "staff": {"direct": 5},
        "valid_to": "2025-06-30",
        "merged_into": "STP-HP",
    }
    await office.done("LOADER", "/units", {"code": "STP-OLD", "kind": "STP", "name_vi": "x", "parent": "UB-HP"})
    kept = office.store.rows("units")
    await kept.update_one({"_id": unit_id_of("STP-OLD")}, {"$set": {"state": state, "schema": 1}})
    old = (await office.see("LOADER", "/units/STP-OLD?on=2025-06-30")).json()
    assert (old["name_vi"], old["path"], old["staff"]) == (state["name_vi"], state["path"], {"direct": 5})
    assert (old["head_ref"], old["state"], old["valid_to"]) == ("GD-9", "active", "2025-06-30")
    again = {"code": "STP-OLD", "kind": "STP", "name_vi": "Sở khác", "parent": "UB-HP", "since": "2025-01-01"}
    await office.done("LOADER", "/units", again)
    lineage = (await office.see("LOADER", "/units/STP-OLD/lineage")).json()
    assert (lineage["successors"], lineage["ties"][0]["on"]) == (["STP-HP"], "2025-07-01")
    first = (await office.see("LOADER", "/units/STP-OLD?on=2024-12-31")).json()
    assert (first["name_vi"], first["staff"]) == (state["name_vi"], {"direct": 5})


async def test_a_line_goes_on_with_who_took_the_place_of_its_units_and_with_what_they_took_over(office: Office) -> None:
    await merged(office)
    organisation, before, after = MongoOrganisation(office.store), date(2025, 6, 30), date(2025, 7, 1)

    async def line(unit: str, on: date) -> tuple[set[str], str]:
        found = await line_of(organisation, ("UB-HP", unit), on)
        return set(found.units), found.nearest["STP"]

    assert await line("STP-A", before) == ({"UB-HP", "STP-A"}, "STP-A")
    for unit in ("STP-A", "STP-B"):
        assert await line(unit, after) == ({"UB-HP", "STP-A", "STP-B"}, "STP-B")
    assert await line("STP-HP", after) == ({"UB-HP", "STP-HP"}, "STP-HP")


@pytest.mark.parametrize(
    ("kind", "unit", "on", "grantor"),
    [
        ("STP", "STP-A", date(2025, 6, 30), "STP-A"),
        ("STP", "STP-A", date(2025, 7, 1), "STP-B"),
        ("STP", "STP-HP", date(2025, 7, 1), "STP-HP"),
        ("PROVINCE_COMMITTEE", "STP-A", date(2025, 7, 1), "UB-HP"),
        ("STP", "THADS-HP", date(2025, 7, 1), None),
        ("MINISTRY", "STP-HP", date(2025, 7, 1), None),
    ],
)
async def test_a_kind_of_units_means_the_nearest_on_the_line_of_who_stands_there_that_day(
    office: Office, kind: str, unit: str, on: date, grantor: str | None
) -> None:
    await merged(office)
    form = replace(PACK.form("GIAY_KHEN_SO"), grantor_unit_id=None, grantor_kind=kind)
    with nullcontext() if grantor else pytest.raises(FormDoesNotFitError):
        assert await rightful_grantor(MongoOrganisation(office.store), form, unit, on) == grantor


async def test_forms_are_offered_to_a_unit_that_is_known_by_grantors_that_are(office: Office) -> None:
    offered = (await office.see("PGD-HP-02", "/forms?unit=STP-HP")).json()
    assert {(form["code"], form["grantor_unit_id"]) for form in offered} >= {("GIAY_KHEN_SO", "STP-HP")}
    unknown = await office.see("PGD-HP-02", "/forms?unit=STP-XX")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "UNKNOWN_UNIT")


async def test_a_file_goes_to_who_took_the_place_of_the_packs_grantor(office: Office) -> None:
    await office.upload("PGD-HP-02")
    deed = await office.deed()
    heir = {"code": "STP-N", "kind": "STP", "name_vi": "Sở mới", "parent": "UB-HP", "valid_from": "2026-10-05"}
    await office.done("LOADER", "/units", heir)
    await office.done("TD-99", "/units/STP-N/merge", {"predecessors": ["STP-HP"], "on": "2026-10-05"})
    event = UnitsMerged.model_validate(await last_event(office, "STP-N"))
    await office.use_cases.unit.follow_merger(event, job_cause("nominations", "merger", event.org_id))
    drafted = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"]))
    assert (drafted["grantor_unit_id"], drafted["unit_id"]) == ("STP-N", "STP-HP")
    assert (await office.done("PGD-HP-02", f"/nominations/{drafted['id']}/submit"))["state"] == "submitted"
    named = office.proposal(deed["id"], grantor_unit_id="STP-HP")
    other = await office.done("PGD-HP-02", "/nominations", named)
    refused = await office.act("PGD-HP-02", f"/nominations/{other['id']}/submit")
    assert (refused.json()["code"], refused.json()["params"]["suggested_grantor"]) == ("NO_AUTHORITY", "STP-N")


OLD = {"code": "STP-A", "kind": "STP", "name_vi": "STP-A", "parent": "UB-HP"}
NEW = {"code": "STP-B", "kind": "STP", "name_vi": "STP-B", "parent": "UB-HP", "valid_from": "2025-07-01"}


async def merged(office: Office, *, key: str | None = None) -> dict[str, Any]:
    """STP-A goes on as STP-B, and has heard of it."""
    for unit in (OLD, NEW):
        await office.done("LOADER", "/units", unit)
    told = await office.done("TD-99", "/units/STP-B/merge", {"predecessors": ["STP-A"], "on": "2025-07-01"}, key=key)
    event = UnitsMerged.model_validate(await last_event(office, "STP-B"))
    await office.use_cases.unit.follow_merger(event, job_cause("nominations", "merger", event.org_id))
    return told


async def last_event(office: Office, code: str) -> dict[str, Any]:
    document = await office.store.rows("units").find_one({"_id": uuid.UUID(str(unit_id_of(code)))})
    assert document is not None
    told: dict[str, Any] = json.loads(bytes(document["outbox"][-1]["data"]))
    return told
