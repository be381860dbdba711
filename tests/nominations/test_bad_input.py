"""What no store could keep or search is answered with the field to mend, never with a fault of ours."""

import pytest

from tests.nominations.office import Office

UNIT = {"code": "ZZ-HP", "kind": "STP", "name_vi": "Sở mới", "parent": "UB-HP"}
PERSON = {"ref": "CB-9000", "kind": "individual", "name_vi": "Lê Thị Mới", "unit": "STP-HP"}


@pytest.mark.parametrize("staff", [{"direct": 2**63}, {"direct": -1}, {"a\x00b": 1}])
async def test_staff_that_cannot_be_counted_is_refused(office: Office, staff: dict[str, int]) -> None:
    refused = await office.act("LOADER", "/units", UNIT | {"staff": staff})
    assert (refused.status_code, refused.json()["code"]) == (422, "body_invalid")


async def test_a_size_beyond_all_people_is_refused(office: Office) -> None:
    refused = await office.act("LOADER", "/subjects", PERSON | {"size": 2**63})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "size")


@pytest.mark.parametrize("sought", ["%00", "a" * 101])
async def test_a_search_that_nothing_can_match_is_refused(office: Office, sought: str) -> None:
    assert (await office.see("PGD-HP-02", f"/subjects?q={sought}")).status_code == 422


async def test_a_name_typed_in_another_normal_form_is_found(office: Office) -> None:
    found = (await office.see("PGD-HP-02", "/subjects?q=ha%CC%A3nh")).json()
    assert [one["ref"] for one in found] == ["CB-0412"]


async def test_a_recorded_unit_is_answered_itself(office: Office) -> None:
    assert (await office.done("LOADER", "/units", UNIT))["code"] == "ZZ-HP"


async def test_an_amended_deed_names_no_unknown_people(office: Office) -> None:
    deed = await office.deed()
    unknown = {"contributors": [{"subject_ref": "CB-9999", "share": 100}]}
    refused = await office.act("PGD-HP-02", f"/deeds/{deed['id']}/amend", unknown)
    assert (refused.status_code, refused.json()["code"]) == (422, "UNKNOWN_SUBJECT")
