"""What people type about a file stays here: none of it is owed to the bus; its readers are told it when they ask."""

import json

from tests.nominations.office import SHA, Office

WORDS = "Bà Hạnh đang bị tố cáo"


async def owed(office: Office) -> list[str]:
    entries = await office.store.pending_outboxes(100)
    return [json.dumps(json.loads(bytes(entry.data)), ensure_ascii=False) for entry in entries]


async def test_nothing_that_was_typed_about_a_file_is_owed_to_the_bus(office: Office) -> None:
    await office.upload("PGD-HP-02")
    deed = await office.deed(title_vi=WORDS, story_vi=WORDS, field=WORDS)
    proof = {"sha256": SHA, "name": WORDS, "kind": WORDS}
    typed = {"citation_vi": WORDS, "achievement_report": WORDS, "evidence": [proof]}
    file = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"], **typed))
    path = f"/nominations/{file['id']}"
    await office.done("PGD-HP-02", f"{path}/submit")
    await office.done("TD-01", f"{path}/screen")
    reasons = {"reasons": [{"code": "EVIDENCE_MISSING", "missing": [WORDS]}]}
    returned = await office.done("TD-01", f"{path}/return", reasons)
    assert returned["reasons"][0]["missing"] == [WORDS]
    await office.done("PGD-HP-02", f"{path}/resubmit", typed)
    gone = await office.done("PGD-HP-02", f"{path}/withdraw", {"reason": WORDS})
    assert gone["withdrawn_because"] == WORDS
    told = await owed(office)
    assert len(told) >= 6
    assert [text for text in told if "Hạnh" in text] == []


async def test_why_a_file_was_withdrawn_is_told_to_its_readers_only(office: Office) -> None:
    file = await office.submitted()
    await office.done("PGD-HP-02", f"/nominations/{file['id']}/withdraw", {"reason": WORDS})
    seen = await office.see("TD-01", f"/nominations/{file['id']}")
    assert seen.json()["withdrawn_because"] == WORDS
    assert (await office.see("PCT-HP-THA", f"/nominations/{file['id']}")).status_code == 403


async def test_no_name_and_no_text_rides_on_the_bus(office: Office) -> None:
    file = await office.submitted()
    for collection in ("nominations", "deeds", "subjects", "units"):
        async for document in office.store.rows(collection).find({}):
            for entry in document["outbox"]:
                data = bytes(entry["data"]).decode()
                assert "Hạnh" not in data
                assert "sạt lở" not in data
    assert file["subject_name"] == "Nguyễn Thị Hạnh"
