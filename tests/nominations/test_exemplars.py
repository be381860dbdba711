"""Figures and exemplars through the doors, and what follows from events, however often and late they come."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.results import ResultsReported
from shared.kernel.cause import Cause, job_cause
from shared.kernel.errors import AlreadyHandledError
from tests.nominations.office import Day, Office, award_for

FIGURE: dict[str, Any] = {
    "subject_ref": "CB-0412",
    "indicator": "ho_so_ho_tich_dung_han",
    "period_from": "2026-09-01",
    "period_to": "2026-09-30",
    "value": "98.4",
    "baseline": "80",
    "source": "STP-MCDT",
}
CHECKED = {"figures_checked": True}


def from_event(name: str) -> Cause:
    return job_cause("nominations", "test", name)


async def reported(office: Office, **changes: Any) -> ResultsReported:
    told = await office.done("LOADER", "/results", FIGURE | changes)
    document = await office.store.rows("results").find_one({"_id": UUID(told["id"])})
    assert document is not None
    (entry,) = document["outbox"]
    return ResultsReported.model_validate_json(bytes(entry["data"]))


async def found(office: Office) -> dict[str, Any]:
    await office.use_cases.exemplar.detect(await reported(office), from_event("reported"))
    (one,) = (await office.see("TD-01", "/exemplars?state=detected")).json()
    told: dict[str, Any] = one
    return told


async def test_many_reports_of_one_period_are_one_exemplar(office: Office) -> None:
    events = [await reported(office, value=value) for value in ("98.4", "97", "98.4", "99")]
    detect = office.use_cases.exemplar.detect
    await asyncio.gather(*(detect(event, from_event(str(n % 3))) for n, event in enumerate([*events, *events])))
    assert await office.store.rows("exemplars").count_documents({}) == 1


async def test_an_integrator_reports_of_its_own_subtree_alone(office: Office) -> None:
    refused = await office.act("TD-01", "/results", FIGURE)
    assert (refused.status_code, refused.json()["code"]) == (403, "ROLE_MISSING")
    unknown = await office.act("LOADER", "/results", FIGURE | {"subject_ref": "CB-9999"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "UNKNOWN_SUBJECT")


async def test_figures_and_codes_have_their_form(office: Office) -> None:
    for wrong in ({"value": "-1"}, {"value": "NaN"}, {"source": "Bà Nguyễn Thị Hạnh"}, {"indicator": "Tỷ lệ"}):
        assert (await office.act("LOADER", "/results", FIGURE | wrong)).status_code == 422


async def test_others_units_exemplars_are_not_seen(office: Office) -> None:
    exemplar = await found(office)
    assert (await office.see("TD-02", "/exemplars")).json() == []
    assert (await office.see("TD-02", f"/exemplars/{exemplar['id']}")).status_code == 403
    assert (await office.act("TD-02", f"/exemplars/{exemplar['id']}/confirm", CHECKED)).status_code == 403


async def test_whom_the_figures_are_about_does_not_confirm_them(office: Office) -> None:
    exemplar = await found(office)
    refused = await office.act("CB-0412", f"/exemplars/{exemplar['id']}/confirm", CHECKED)
    assert refused.json()["code"] == "ROLE_SEPARATION"


async def test_of_an_exemplar_comes_one_deed_and_its_award_recognises_it(office: Office) -> None:
    exemplar = await found(office)
    early = await office.act("PGD-HP-02", "/deeds", exemplar["deed"] | {"exemplar_id": exemplar["id"]})
    assert (early.status_code, early.json()["code"]) == (409, "EXEMPLAR_NOT_CONFIRMED")
    await office.done("TD-01", f"/exemplars/{exemplar['id']}/confirm", CHECKED)
    another = [{"subject_ref": "GD-HP-01", "share": 100}]
    body = exemplar["deed"] | {"exemplar_id": exemplar["id"]}
    wrong = await office.act("PGD-HP-02", "/deeds", body | {"contributors": another})
    assert wrong.json()["code"] == "SUBJECT_NOT_CONTRIBUTOR"
    deed = await office.done("PGD-HP-02", "/deeds", body)
    assert deed["exemplar_id"] == exemplar["id"]
    again = await office.act("PGD-HP-02", "/deeds", body | {"title_vi": "Nói cách khác"})
    assert (again.status_code, again.json()["code"]) == (409, "EXEMPLAR_USED")
    await office.upload("PGD-HP-02")
    file = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"]))
    granted = award_for(file)
    await office.use_cases.exemplar.recognise(replace_subject(granted, "GD-HP-01"), from_event("other's"))
    assert await state(office, exemplar) == "confirmed"
    await office.use_cases.exemplar.recognise(granted, from_event("granted"))
    with pytest.raises(AlreadyHandledError):
        await office.use_cases.exemplar.recognise(granted, from_event("granted"))
    assert await state(office, exemplar) == "recognised"


async def test_an_award_of_any_other_deed_recognises_nobody(office: Office) -> None:
    exemplar = await found(office)
    await office.done("TD-01", f"/exemplars/{exemplar['id']}/confirm", CHECKED)
    await office.use_cases.exemplar.recognise(award_for(await office.submitted()), from_event("granted"))
    assert await state(office, exemplar) == "confirmed"


async def test_a_year_after_it_was_confirmed_it_expires_once(office: Office, day: Day) -> None:
    exemplar = await found(office)
    await office.done("TD-01", f"/exemplars/{exemplar['id']}/confirm", CHECKED)
    for at, expected in (
        (datetime(2027, 10, 5, 1, tzinfo=UTC), "confirmed"),
        (datetime(2027, 10, 6, 1, tzinfo=UTC), "expired"),
    ):
        day.at = at
        await asyncio.gather(office.use_cases.exemplar.expire(), office.use_cases.exemplar.expire())
        await office.use_cases.exemplar.expire()
        assert await state(office, exemplar) == expected
    document = await office.store.rows("exemplars").find_one({"_id": UUID(exemplar["id"])})
    assert document is not None
    assert [entry["type"] for entry in document["outbox"]] == [
        "exemplar.detected",
        "exemplar.confirmed",
        "exemplar.expired",
    ]


async def test_it_does_not_expire_while_a_file_of_its_deed_is_under_way(office: Office, day: Day) -> None:
    exemplar = await found(office)
    await office.done("TD-01", f"/exemplars/{exemplar['id']}/confirm", CHECKED)
    deed = await office.done("PGD-HP-02", "/deeds", exemplar["deed"] | {"exemplar_id": exemplar["id"]})
    await office.upload("PGD-HP-02")
    file = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"]))
    await office.done("PGD-HP-02", f"/nominations/{file['id']}/submit")
    day.at = datetime(2027, 11, 1, 1, tzinfo=UTC)
    await office.use_cases.exemplar.expire()
    assert await state(office, exemplar) == "confirmed"
    await office.done("PGD-HP-02", f"/nominations/{file['id']}/withdraw", {"reason": "Chưa đủ"})
    await office.use_cases.exemplar.expire()
    assert await state(office, exemplar) == "expired"


async def state(office: Office, exemplar: dict[str, Any]) -> str:
    told: str = (await office.see("TD-01", f"/exemplars/{exemplar['id']}")).json()["state"]
    return told


def replace_subject(granted: Any, subject_ref: str) -> Any:
    return granted.model_copy(update={"subject_ref": subject_ref})
