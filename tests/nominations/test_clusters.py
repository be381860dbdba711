"""Clusters through the wire."""

from tests.nominations.office import Office

REGION = {"code": "KV-1", "name_vi": "Khu vực", "members": ["STP-HP", "THADS-HP"], "lead": "STP-HP"}


async def test_a_cluster_is_recorded_by_an_officer_of_the_unit_that_leads_it(office: Office) -> None:
    told = await office.done("TD-01", "/clusters", REGION)
    assert (told["members"], told["lead"]) == (["STP-HP", "THADS-HP"], "STP-HP")
    unit = (await office.see("PGD-HP-02", "/units/THADS-HP")).json()
    assert unit["clusters"] == ["KV-1"]


async def test_nobody_else_takes_a_cluster_over(office: Office) -> None:
    await office.done("TD-01", "/clusters", REGION)
    refused = await office.act("TD-02", "/clusters", REGION | {"lead": "THADS-HP"})
    assert (refused.status_code, refused.json()["code"]) == (403, "OUT_OF_SCOPE")


async def test_without_a_lead_it_takes_an_officer_of_every_member(office: Office) -> None:
    alone = REGION | {"lead": None}
    assert (await office.act("TD-01", "/clusters", alone)).status_code == 403
    assert (await office.act("TD-99", "/clusters", alone)).status_code == 201


async def test_the_same_cluster_told_again_is_kept_once(office: Office) -> None:
    first = await office.done("TD-01", "/clusters", REGION, key="k-cluster")
    assert await office.done("TD-01", "/clusters", REGION, key="k-cluster") == first


async def test_a_unit_that_is_not_there_yet_is_no_member(office: Office) -> None:
    later = {"code": "STP-N", "kind": "STP", "name_vi": "Sở", "parent": "UB-HP", "valid_from": "2026-12-01"}
    await office.done("LOADER", "/units", later)
    refused = await office.act("TD-01", "/clusters", REGION | {"members": ["STP-HP", "STP-N"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "UNIT_NOT_YET")
