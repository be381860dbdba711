"""Titles and the files that ask for them, at the door and on a real store."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.nominations.domain.fitting import FormDoesNotFitError
from services.nominations.domain.title import Title
from shared.contracts.awards import AwardRevoked
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from shared.kernel.rulepack import RulePacks
from tests.nominations.office import SHA, Day, Office, award_for, open_office


@pytest.fixture
async def office(mongodb_url: str, namespace: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(mongodb_url, namespace, tmp_path / "files", Day()) as opened:
        await opened.upload("PGD-HP-02")
        yield opened


def of_a_year(**changes: object) -> dict[str, object]:
    proof = {"sha256": SHA, "name": "bao_cao.pdf", "kind": "report"}
    texts = {"citation_vi": "Chiến sĩ thi đua cơ sở năm 2026", "achievement_report": "Báo cáo.", "evidence": [proof]}
    return {"subject_ref": "CB-0412", "type": "merit", "form_code": "CSTD_CS", "year": 2026, **texts, **changes}


def news(n: int) -> Cause:
    event_id = id_from("event", n)
    return Cause(event_id, system("nominations"), "system", correlation_id=event_id, causation_id=event_id)


async def test_a_years_file_goes_on_with_a_deed_of_a_unit_on_whose_line_the_form_is_granted(office: Office) -> None:
    """The subject stands with its department, the deed was done at another unit, which has no department above it."""
    file = await office.done("PGD-HP-02", "/nominations", of_a_year(evidence=[]))
    await office.done("PGD-HP-02", f"/nominations/{file['id']}/submit")
    await office.done("TD-01", f"/nominations/{file['id']}/screen")
    await office.done("TD-01", f"/nominations/{file['id']}/rule-out", {"rule_id": "R-EVIDENCE"})
    act = office.use_cases.nomination.reroute
    pack = act.rulepacks.in_force(date(2026, 10, 6))
    by_kind = replace(pack.form("GIAY_KHEN_SO"), grantor_unit_id=None, grantor_kind="STP")
    act = replace(act, rulepacks=RulePacks((replace(pack, forms={by_kind.code: by_kind}),)))
    elsewhere, here = [UUID((await office.deed("LOADER", unit_id=unit))["id"]) for unit in ("THADS-HP", "STP-HP")]
    with pytest.raises(FormDoesNotFitError):
        await act(UUID(file["id"]), by_kind.code, elsewhere, news(1))
    await act(UUID(file["id"]), by_kind.code, here, news(2))


async def titles(office: Office) -> list[dict[str, Any]]:
    found = (await office.see("TD-01", "/subjects?q=CB-0412")).json()
    told: list[dict[str, Any]] = found[0]["titles"]
    return told


async def test_a_file_for_a_year_names_no_deed_and_lies_with_the_subjects_unit(office: Office) -> None:
    file = await office.done("PGD-HP-02", "/nominations", of_a_year())
    assert (file["deed_id"], file["year"], file["unit_id"]) == (None, 2026, "STP-HP")
    sent = await office.done("PGD-HP-02", f"/nominations/{file['id']}/submit")
    screened = await office.done("TD-01", f"/nominations/{sent['id']}/screen")
    assert [one["rule_id"] for one in screened["eligibility"]] == ["R-SUBJECT", "R-EVIDENCE", "R-DEADLINE"]


async def test_a_second_file_for_the_same_year_and_form_is_a_candidate_and_another_year_is_not(office: Office) -> None:
    files = []
    for year in (2026, 2026, 2025):
        file = await office.done("PGD-HP-02", "/nominations", of_a_year(year=year))
        files.append(await office.done("PGD-HP-02", f"/nominations/{file['id']}/submit"))
    screened = [await office.done("TD-01", f"/nominations/{file['id']}/screen") for file in files]
    alike = [[(one["number"], one["why"]) for one in file["candidates"]] for file in screened]
    assert alike == [[], [(files[0]["number"], "same_year")], []]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"year": None}, "YEAR_MISSING"),
        ({"year": 2027}, "DATE_IN_FUTURE"),
        ({"type": "ad_hoc"}, "FORM_DOES_NOT_FIT"),
        ({"form_code": "GIAY_KHEN_SO", "year": None}, "DEED_MISSING"),
    ],
)
async def test_a_form_that_commends_something_else_is_refused(
    office: Office, changes: dict[str, object], code: str
) -> None:
    refused = await office.act("PGD-HP-02", "/nominations", of_a_year(**changes))
    assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_who_keeps_the_register_records_titles_but_not_the_own(office: Office) -> None:
    wanted = {"form_code": "CSTD_CS", "year": 2024, "unit": "STP-HP"}
    told = await office.done("TD-01", "/subjects/CB-0412/titles", wanted)
    assert told["titles"] == [{"form_code": "CSTD_CS", "year": 2024, "unit_id": "STP-HP", "recorded": True}]
    own = await office.act("CB-0412", "/subjects/CB-0412/titles", wanted)
    assert (own.status_code, own.json()["code"]) == (422, "ROLE_SEPARATION")
    foreign = await office.act("TD-02", "/subjects/CB-0412/titles", wanted)
    assert foreign.json()["code"] == "OUT_OF_SCOPE"


async def test_recording_a_subject_again_keeps_its_titles(office: Office) -> None:
    await office.done("TD-01", "/subjects/CB-0412/titles", {"form_code": "CSTD_CS", "year": 2024, "unit": "STP-HP"})
    body = {"ref": "CB-0412", "kind": "individual", "name_vi": "Nguyễn Thị Hạnh", "unit": "STP-HP"}
    await office.done("LOADER", "/subjects", body)
    assert [one["year"] for one in await titles(office)] == [2024]


async def test_a_title_of_a_unit_that_was_not_there_in_that_year_is_refused(office: Office) -> None:
    young = {"code": "STP-MOI", "kind": "STP", "name_vi": "STP-MOI", "parent": "UB-HP", "valid_from": "2025-07-01"}
    await office.done("LOADER", "/units", young)
    fine = {"form_code": "CSTD_CS", "year": 2025, "unit": "STP-MOI"}
    await office.done("TD-01", "/subjects/CB-0412/titles", fine)
    early = await office.act("TD-01", "/subjects/CB-0412/titles", {**fine, "year": 2024})
    assert early.json()["code"] == "UNIT_NOT_YET"


async def test_an_award_gives_the_title_once_and_its_revocation_takes_it(office: Office) -> None:
    file = await office.done("PGD-HP-02", "/nominations", of_a_year())
    granted = award_for({**file, "deed_id": None}).model_copy(update={"year": 2026, "form_code": "CSTD_CS"})
    for _ in range(2):
        await office.use_cases.subject.win_title(granted, news(1))
    stored = await office.use_cases.subject.win_title.organisation.subject("CB-0412")
    assert stored.titles == (Title("CSTD_CS", 2026, "STP-HP", granted.award_id),)
    facts = granted.model_dump() | {"ground": "1", "revoked_on": "2026-10-20", "revocation_number": "1/QĐ"}
    revoked = AwardRevoked.model_validate(facts | {"due_vnd": 0, "object_due": True})
    for _ in range(2):
        await office.use_cases.subject.lose_title(revoked, news(2))
    assert await titles(office) == []
