"""Suggestions through the doors: taken in, answered once, their senders' contact sealed."""

from pathlib import Path
from typing import Any

import pytest

from tests.nominations.office import Day, Office, open_office

HINT: dict[str, Any] = {"unit_id": "STP-HP", "channel": "citizen", "hint_vi": "Chị Hạnh giúp cả xóm làm giấy tờ"}
CONTACT = "Ông Ba, 0900 000 000"


async def test_a_contact_is_sealed_in_the_store_and_shown_to_the_head_only(office: Office) -> None:
    told = await office.done("CD-01", "/suggestions", HINT | {"contact": CONTACT})
    document = await office.store.rows("suggestions").find_one({})
    assert document is not None
    assert CONTACT not in str(document)
    path = f"/suggestions/{told['id']}/contact"
    assert (await office.see("GD-HP-01", path)).json() == {"contact": CONTACT}
    for person in ("TD-01", "CD-01"):
        assert (await office.see(person, path)).status_code == 403


async def test_a_sender_reads_the_own_suggestions_and_no_others(office: Office) -> None:
    mine = await office.done("CD-01", "/suggestions", HINT)
    theirs = await office.done("CD-02", "/suggestions", HINT)
    assert [one["id"] for one in (await office.see("CD-01", "/suggestions")).json()] == [mine["id"]]
    assert (await office.see("CD-01", f"/suggestions/{theirs['id']}")).status_code == 403
    ours = (await office.see("TD-01", "/suggestions?state=unanswered")).json()
    assert {one["id"] for one in ours} == {mine["id"], theirs["id"]}
    assert (await office.see("TD-02", f"/suggestions/{mine['id']}")).status_code == 403


async def test_an_answer_names_the_nomination_that_came_of_it(office: Office) -> None:
    hint, file = await office.done("CD-01", "/suggestions", HINT), await office.submitted()
    path = f"/suggestions/{hint['id']}/answer"
    unnamed = await office.act("GD-HP-01", path, {"outcome": "nominated"})
    assert (unnamed.status_code, unnamed.json()["errors"][0]["path"]) == (422, "nomination_id")
    unknown = await office.act("GD-HP-01", path, {"outcome": "nominated", "nomination_id": hint["id"]})
    assert unknown.status_code == 403
    answered = await office.done("GD-HP-01", path, {"outcome": "nominated", "nomination_id": file["id"]})
    assert (answered["state"], answered["nomination_id"]) == ("answered", file["id"])


@pytest.mark.parametrize(
    ("answer", "path"), [({"outcome": "declined"}, "reason_vi"), ({"outcome": "joined"}, "nomination_id")]
)
async def test_an_answer_says_all_that_it_must(office: Office, answer: dict[str, Any], path: str) -> None:
    hint = await office.done("CD-01", "/suggestions", HINT)
    refused = await office.act("GD-HP-01", f"/suggestions/{hint['id']}/answer", answer)
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, path)


async def test_a_citizen_is_no_colleague(office: Office) -> None:
    refused = await office.act("CD-01", "/suggestions", HINT | {"channel": "peer"})
    assert (refused.status_code, refused.json()["code"]) == (403, "OUT_OF_SCOPE")


async def test_a_repeat_makes_one_suggestion(office: Office) -> None:
    first = await office.done("CD-01", "/suggestions", HINT, key="once")
    assert await office.done("CD-01", "/suggestions", HINT, key="once") == first
    assert await office.store.rows("suggestions").count_documents({}) == 1


@pytest.mark.parametrize("contact", [None, CONTACT])
async def test_without_a_key_no_contact_is_kept_but_the_suggestion_is(
    mongodb_url: str, namespace: str, tmp_path: Path, day: Day, contact: str | None
) -> None:
    async with open_office(mongodb_url, namespace, tmp_path, day, key="") as office:
        answer = await office.act("CD-01", "/suggestions", HINT | {"contact": contact})
    if contact is None:
        assert (answer.status_code, answer.json()["has_contact"]) == (201, False)
    else:
        assert (answer.status_code, answer.json()["code"]) == (422, "CONTACT_NOT_KEPT")
