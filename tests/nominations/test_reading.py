"""Who sees which files and people."""

import uuid

from tests.nominations.office import Office


async def test_another_units_file_and_a_file_that_never_was_get_one_answer(office: Office) -> None:
    file = await office.submitted()
    answers = [
        await office.see("TD-02", f"/nominations/{file['id']}"),
        await office.see("TD-02", f"/nominations/{uuid.uuid4()}"),
        await office.act("TD-02", f"/nominations/{file['id']}/screen"),
        await office.act("TD-02", f"/nominations/{uuid.uuid4()}/screen"),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.json()["code"] for answer in answers} == {"OUT_OF_SCOPE"}
    assert (await office.see("TD-02", "/nominations")).json() == []
    names = await office.see("TD-02", f"/nominations/names?ids={file['id']}")
    assert names.json() == {}


async def test_lists_and_names_show_what_the_reader_may_see(office: Office) -> None:
    file = await office.submitted()
    listed = (await office.see("TD-01", "/nominations?state=submitted")).json()
    assert [one["id"] for one in listed] == [file["id"]]
    names = (await office.see("TD-01", f"/nominations/names?ids={file['id']}")).json()
    assert names[file["id"]]["subject_name"] == "Nguyễn Thị Hạnh"
    people = (await office.see("PGD-HP-02", "/subjects?q=hạnh")).json()
    assert [one["ref"] for one in people] == ["CB-0412"]
    assert (await office.see("PGD-HP-02", "/subjects?q=.*")).json() == []
    forms = {one["code"] for one in (await office.see("PGD-HP-02", "/forms")).json()}
    assert {"GIAY_KHEN_SO", "BANG_KHEN_BO"} <= forms


async def test_whose_whole_code_is_sought_stands_first_however_many_hold_it(office: Office) -> None:
    for ref, unit in (("1-XQ", "STP-HP"), ("2-XQ", "STP-HP"), ("XQ", "STP-HP"), ("Z", "THADS-HP")):
        await office.done(
            "LOADER", "/subjects", {"ref": ref, "kind": "individual", "name_vi": "Lê Thị Z", "unit": unit}
        )
    for query, refs in {
        "q=XQ&limit=1": ["XQ"],
        "q=XQ": ["XQ", "1-XQ", "2-XQ"],
        "q=XQ&unit=THADS-HP": [],
        "q=Z": ["1-XQ", "2-XQ", "XQ"],
    }.items():
        found = (await office.see("PGD-HP-02", f"/subjects?{query}")).json()
        assert [one["ref"] for one in found] == refs, query
