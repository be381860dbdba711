"""Biên bản: made by the secretary on the session's page, read and printed from the document that was hashed."""

import json
from typing import Any

from shared.contracts.councils import CouncilMinuted
from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in
from tests.console.pages.test_vote import MEMBER, session
from tests.console.story import BEGAN, COUNCIL, MEETING, NOMINATION, SESSION, source, told

SECRETARY = (Role.COUNCIL_SECRETARY, "HD-BTP")
PAGE = f"/phien/{SESSION}"
DOCUMENT: dict[str, Any] = {
    "number": "2026-31",
    "unit": "BTP",
    "council": "HD-BTP",
    "chair": "HD-01",
    "secretary": "TK-01",
    "members": ["HD-01", "HD-02", "HD-03"],
    "minuted_on": "2026-10-13",
    "struck": ["KT-2026-0150"],
    "cases": [
        {
            "case": "1",
            "number": "KT-2026-0147",
            "recused": [{"member": "HD-03", "ground": "heads_unit"}],
            "participation": ["HD-01", "HD-02"],
            "rule": {"denominator": "all", "quorum": "2/3", "threshold": "80", "secret": True},
            "totals": {
                "yes": 2,
                "no": 0,
                "base": 3,
                "present": 2,
                "entitled": 2,
                "threshold": "80",
                "passed": False,
            },
            "tally_hash": "ab" * 32,
        }
    ],
}


async def test_the_secretary_makes_the_minutes_when_the_vote_is_counted(desk: Desk) -> None:
    await desk.tell([told(COUNCIL, 1, BEGAN), *source(NOMINATION), *source(MEETING)])
    closed = session("not_entitled") | {"state": "voting_closed"}
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, closed)
        owner.answers[f"POST /sessions/{SESSION}/minute"] = (200, closed | {"state": "minuted", "seq": 4})
        async with desk.asking(reviews_url=owner.address) as at:
            async with at.visited_by("HD-02", MEMBER) as client:
                assert "Lập biên bản" not in (await client.get(PAGE)).text
            async with at.visited_by("TK-01", SECRETARY) as client:
                assert "Lập biên bản" in (await client.get(PAGE)).text
                assert "Lập biên bản" in (await client.get("/viec")).text
                reply = await client.post(f"{PAGE}/lap-bien-ban", data=form())
                assert reply.status_code == 303
                about = MEETING[2].model_dump(include={"session_id", "council_code", "number", "case_ids"})
                place = {"unit_id": "BTP", "unit_path": ("BTP",)}
                await desk.tell([told(CouncilMinuted(**about, **place, sha256="cd" * 32), 4, BEGAN)])
                page = (await client.get(PAGE)).text
        assert f"{PAGE}/bien-ban" in page
        assert f"{PAGE}/lap-bien-ban" not in page


async def test_what_is_read_and_printed_is_the_document_that_was_hashed(desk: Desk) -> None:
    shown = {"session_id": str(SESSION), "number": "2026-31", "document": json.dumps(DOCUMENT), "sha256": "cd" * 32}
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}/minutes"] = (200, shown)
        async with (
            desk.asking(reviews_url=owner.address) as at,
            at.visited_by("BT-01", (Role.GRANTOR, "BTP")) as client,
        ):
            page = " ".join((await client.get(f"{PAGE}/bien-ban")).text.split())
    assert "2/3 = 66,7 % tổng số thành viên – ngưỡng 80 % – không đạt" in page
    assert "HD-03: phụ trách đơn vị của người được đề nghị" in page
    assert "<dt>Lập ngày</dt><dd>13/10/2026</dd>" in page
    assert "<dt>Hồ sơ không còn xét</dt><dd>KT-2026-0150</dd>" in page
    assert "ab" * 32 in page
    assert "cd" * 32 in page
