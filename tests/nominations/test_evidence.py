"""Evidence on a deed: its files rely on it, its readers open it, and only its hashes leave the service."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from services.nominations.adapters.mongo.aggregates import MongoDeeds
from services.nominations.usecases.deed.describe import describe
from shared.contracts.deeds import DeedAmended
from tests.nominations.office import PROOF, SHA, Office
from tests.nominations.test_disputes import from_event, told


async def test_a_file_relies_on_the_evidence_of_its_deed(office: Office) -> None:
    await office.upload("PGD-HP-02")
    item = {"sha256": SHA, "name": "danh_sach_37_ho.pdf", "kind": "list"}
    result = {
        "indicator": "số hộ",
        "value": "37",
        "unit": "hộ",
        "source": "UBND xã",
        "baseline": "0",
        "attester": "Thôn",
    }
    deed = await office.deed(results=[result])
    lost = {"evidence": [{**item, "sha256": "0" * 64}]}
    unknown = await office.act("PGD-HP-02", f"/deeds/{deed['id']}/amend", lost)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "EVIDENCE_MISSING")
    draft = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"], evidence=[]))
    path = f"/nominations/{draft['id']}"
    await office.done("PGD-HP-02", f"{path}/submit")
    bare = await office.done("TD-01", f"{path}/screen")
    assert [one["code"] for one in bare["reasons"]] == ["EVIDENCE_MISSING"]
    amended = await office.done("PGD-HP-02", f"/deeds/{deed['id']}/amend", {"evidence": [item]})
    assert amended["evidence"] == [{**item, "bytes": len(PROOF)}]
    assert amended["results"] == [result]
    (news,) = [one for one in await told(office, "deeds", deed["id"]) if isinstance(one, DeedAmended)]
    assert [one.sha256 for one in news.evidence] == [SHA]
    assert "danh_sach" not in news.model_dump_json()
    await office.use_cases.nomination.hear_of_deed(news, from_event())
    seen = (await office.see("TD-01", path)).json()
    assert (seen["evidence"], [one["sha256"] for one in seen["deed_evidence"]]) == ([], [SHA])
    for address in (path, f"/deeds/{deed['id']}"):
        assert (await office.see("TD-01", f"{address}/evidence/{SHA}")).content == PROOF
        assert (await office.see("TD-02", f"{address}/evidence/{SHA}")).status_code == 403
    assert (await office.done("TD-01", f"{path}/accept"))["state"] == "accepted"
    changes: list[dict[str, object]] = [{"evidence": []}, {"results": []}, {"known_on": "2026-10-06"}]
    for change in changes:
        refused = await office.act("PGD-HP-02", f"/deeds/{deed['id']}/amend", change)
        assert (refused.status_code, refused.json()["code"]) == (409, "DEED_IN_REVIEW")
    await office.done("PGD-HP-02", f"/deeds/{deed['id']}/amend", {"title_vi": "Tên khác", "evidence": [item]})
    await office.done("TD-01", f"{path}/hold", {"ground": "press_verification"})
    held = await office.act("PGD-HP-02", f"/deeds/{deed['id']}/amend", {"evidence": []})
    assert held.json()["code"] == "DEED_IN_REVIEW"


async def test_an_amendment_that_was_kept_before_counts_and_one_in_the_moment_of_the_acceptance_does_not(
    office: Office,
) -> None:
    file = await office.submitted()
    path, amend = f"/nominations/{file['id']}", f"/deeds/{file['deed_id']}/amend"
    await office.done("TD-01", f"{path}/screen")
    await office.done("PGD-HP-02", amend, {"occurred_from": "2026-10-02"})
    await office.done("TD-01", f"{path}/accept")
    assert (await office.see("TD-01", path)).json()["occurred_from"] == "2026-10-02", "before its news was heard"
    deeds, cause = MongoDeeds(office.store), from_event()
    (deed,) = (await deeds.known([UUID(file["deed_id"])])).values()
    late = replace(deed, title_vi="Tên khác", occurred_from=date(2026, 10, 1), results=())
    await deeds.save(late, emits=[DeedAmended(**describe(late))], because_of=cause)
    await office.use_cases.nomination.hear_of_deed((await told(office, "deeds", file["deed_id"]))[-1], from_event())
    seen = (await office.see("TD-01", path)).json()
    assert (seen["deed_title_vi"], seen["occurred_from"]) == ("Tên khác", "2026-10-02")
