"""Returned files lapse by a job, files that were ruled out go on elsewhere, on a real store."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.nominations import NominationRerouted
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from tests.nominations.office import Day, Office, open_office

DAY = Day()


@pytest.fixture
async def office(mongodb_url: str, namespace: str, tmp_path: Path) -> AsyncIterator[Office]:
    DAY.at = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)
    async with open_office(mongodb_url, namespace, tmp_path / "files", DAY) as opened:
        yield opened


async def told(office: Office, nomination_id: str) -> list[dict[str, Any]]:
    document = await office.store.rows("nominations").find_one({"_id": UUID(nomination_id)})
    assert document is not None
    return list(document["outbox"])


async def poor(office: Office) -> dict[str, Any]:
    file = await office.submitted(evidence=[])
    return await office.done("TD-01", f"/nominations/{file['id']}/screen")


async def test_two_replicas_lapse_a_file_once_and_not_on_its_last_day(office: Office) -> None:
    file = await poor(office)
    await office.done("TD-01", f"/nominations/{file['id']}/return")
    DAY.at = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)
    await office.use_cases.nomination.lapse()
    assert (await office.see("TD-01", f"/nominations/{file['id']}")).json()["state"] == "returned"
    DAY.at = datetime(2026, 10, 20, 17, 30, tzinfo=UTC)
    await asyncio.gather(*(office.use_cases.nomination.lapse() for _ in range(2)))
    await office.use_cases.nomination.lapse()
    assert (await office.see("TD-01", f"/nominations/{file['id']}")).json()["state"] == "lapsed"
    assert [one["type"] for one in await told(office, file["id"])].count("nomination.lapsed") == 1


async def test_what_fails_for_one_file_keeps_no_other_from_lapsing(office: Office) -> None:
    failing, other = await poor(office), await poor(office)
    for file in (failing, other):
        await office.done("TD-01", f"/nominations/{file['id']}/return")
    rows = office.store.rows("nominations")
    await rows.update_one(
        {"_id": UUID(failing["id"])}, {"$set": {"state.returned_on": "never", "state.return_due_on": "2026-10-19"}}
    )
    DAY.at = datetime(2026, 10, 21, 1, 0, tzinfo=UTC)
    with pytest.raises(ExceptionGroup) as caught:
        await office.use_cases.nomination.lapse()
    assert len(caught.value.exceptions) == 1
    assert (await office.see("TD-01", f"/nominations/{other['id']}")).json()["state"] == "lapsed"


async def test_a_file_goes_on_once_as_a_draft_of_its_proposer(office: Office) -> None:
    file = await poor(office)
    await office.done("TD-01", f"/nominations/{file['id']}/rule-out", {"rule_id": "R-EVIDENCE"})
    wish = {"form_code": "BANG_KHEN_TINH"}
    unfit = await office.act("TD-01", f"/nominations/{file['id']}/reroute", {"form_code": "GIAY_KHEN_SO"})
    assert unfit.json()["code"] == "FORM_DOES_NOT_FIT"
    gone_on = await office.done("TD-01", f"/nominations/{file['id']}/reroute", wish, key="once")
    again = await office.done("TD-01", f"/nominations/{file['id']}/reroute", wish, key="once")
    assert again["rerouted_to"] == gone_on["rerouted_to"]
    (entry,) = [one for one in await told(office, file["id"]) if one["type"] == "nomination.rerouted"]
    event = NominationRerouted.model_validate_json(bytes(entry["data"]))
    event_id = id_from("event", 1)
    cause = Cause(event_id, system("nominations"), "system", correlation_id=event_id, causation_id=event_id)
    for _ in range(2):
        await office.use_cases.nomination.draft_rerouted(event, cause)
    draft = (await office.see("PGD-HP-02", f"/nominations/{gone_on['rerouted_to']}")).json()
    assert (draft["state"], draft["form_code"], draft["deed_id"]) == ("draft", "BANG_KHEN_TINH", file["deed_id"])
    assert (draft["proposer_ref"], draft["rerouted_from"]) == ("PGD-HP-02", file["id"])
