"""Thành tích: colleagues confirm and dispute, officers hear both sides and compare two deeds; all without a script."""

import json
from typing import Any

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

PEER, OFFICER = (Role.PEER, "THADS-HP"), (Role.EMULATION_OFFICER, "THADS-HP")
ONE, TWO = "6f1c1a1e-0000-5000-8000-00000000000d", "6f1c1a1e-0000-5000-8000-00000000000e"
TOLD: dict[str, Any] = {
    "id": ONE,
    "state": "registered",
    "number": "VT-2026-0001",
    "version": 7,
    "unit_id": "THADS-HP",
    "title_vi": "Sáng kiến <b>tra cứu</b> án",
    "story_vi": "Giảm từ 20 phút còn 1 phút",
    "occurred_from": "2026-07-01",
    "occurred_to": "2026-09-25",
    "contributors": [{"subject_ref": "CB-0600", "share": 100, "confirmed_on": None}],
    "disputes": [],
    "linked_to": None,
    "kept_apart": [],
    "results": [
        {"indicator": "Phút", "value": "1", "unit": "phút", "source": "Biên bản", "baseline": "20", "attester": "CT"}
    ],
    "evidence": [{"sha256": "a" * 64, "name": "biên bản.pdf", "kind": "document", "bytes": 5}],
}
DISPUTE = {
    "claimant_ref": "CB-0611",
    "share": 80,
    "ground_vi": "Tôi viết phần lớn",
    "disputed_on": "2026-10-06",
    "claimant_vi": "",
    "contributors_vi": "",
    "outcome": None,
    "resolved_on": None,
}
DISPUTED = TOLD | {"state": "disputed", "disputes": [DISPUTE]}
HERE, OWNER = f"/thanh-tich/{ONE}", f"/deeds/{ONE}"


async def test_who_did_it_confirms_and_a_colleague_says_otherwise(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {
            "GET /deeds": (200, [TOLD]),
            f"GET {OWNER}": (200, TOLD),
            f"POST {OWNER}/confirm-share": (200, TOLD),
            f"POST {OWNER}/dispute": (200, DISPUTED),
        }
        async with desk.asking(nominations_url=owner.address) as at:
            async with at.visited_by("CB-0600", PEER) as client:
                own = (await client.get(HERE)).text
                await client.post(f"{HERE}/xac-nhan", data=form())
            async with at.visited_by("CB-0611", PEER) as client:
                listed = (await client.get("/thanh-tich")).text
                other = (await client.get(HERE)).text
                short = await client.post(f"{HERE}/y-kien", data=form(ty_le="101", ly_do="Tôi viết"))
                sent = await client.post(f"{HERE}/y-kien", data=form(ty_le="80", ly_do="Tôi viết"))
        bodies = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert "Xác nhận phần đóng góp của tôi" in own
    assert "Xác nhận phần đóng góp của tôi" not in other
    assert "Kết luận ai lập thành tích" not in other
    assert not any(one.path == "/subjects" for one in owner.asked), "colleagues look up nobody's name"
    assert "Sáng kiến &lt;b&gt;tra cứu" in listed
    assert (short.status_code, "Nhập từ 1 đến 100." in short.text) == (422, True)
    assert sent.headers["location"] == HERE
    assert bodies == [{}, {"share": 80, "ground_vi": "Tôi viết"}]


async def test_an_officer_hears_both_sides_and_shares_a_hundred_among_all_of_them(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {f"GET {OWNER}": (200, DISPUTED), f"POST {OWNER}/resolve": (200, TOLD)}
        owner.answers["GET /subjects"] = (200, [{"ref": "CB-0611", "name_vi": "Trương Văn Lợi"}])
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("TD-02", OFFICER) as client:
            page = (await client.get(HERE)).text
            unheard = await client.post(f"{HERE}/ket-luan", data=form(nguoi_neu="Có lịch sử mã"))
            heard = form(nguoi_neu="Có lịch sử mã", nguoi_lap="Đúng vậy")
            shares = {"ty-le-CB-0600": "20", "ty-le-CB-0611": "80"}
            done = await client.post(f"{HERE}/ket-luan", data={**heard, **shares, "ban-da-xem": "6"})
        body = json.loads(owner.asked[-1].body)
        assert owner.asked[-1].seen == '"6"', "who came forward since the form was drawn is not left without a share"
    assert "Tôi viết phần lớn" in page
    assert 'name="ty-le-CB-0611"' in page
    assert ("Trương Văn Lợi" in page, "Tỷ lệ của CB-0600" in page) == (True, True), "a name where the owner tells one"
    assert (unheard.status_code, "Ghi ý kiến của những người được ghi tên." in unheard.text) == (422, True)
    assert done.headers["location"] == HERE
    assert body == {
        "contributors": [{"subject_ref": "CB-0600", "share": 20}, {"subject_ref": "CB-0611", "share": 80}],
        "claimant_vi": "Có lịch sử mã",
        "contributors_vi": "Đúng vậy",
    }


async def test_a_proposer_adds_evidence_and_who_may_opens_it(desk: Desk) -> None:
    new = {"sha256": "b" * 64, "name": "nghiệm thu.pdf", "kind": "document"}
    async with standing_in() as owner:
        owner.answers = {
            f"GET {OWNER}": (200, TOLD),
            "POST /evidence": (201, new),
            f"POST {OWNER}/amend": [(200, TOLD), (412, {"title": "Mục này đã thay đổi từ khi bạn xem."})],
            f"GET {OWNER}/evidence/{'a' * 64}": (200, "bytes"),
        }
        async with desk.asking(nominations_url=owner.address) as at:
            async with at.visited_by("PCT", (Role.PROPOSER, "THADS-HP")) as client:
                page = (await client.get(HERE)).text
                none = await client.post(f"{HERE}/minh-chung", data=form())
                sent = await client.post(
                    f"{HERE}/minh-chung", data=form(), files={"minh-chung": ("nghiệm thu.pdf", b"x")}
                )
                late = await client.post(f"{HERE}/minh-chung", data=form(), files={"minh-chung": ("khác.pdf", b"y")})
                opened = await client.get(f"{HERE}/minh-chung/{'a' * 64}")
            async with at.visited_by("CB-0611", PEER) as client:
                peer = (await client.get(HERE)).text
        amended, _ = [one for one in owner.asked if one.path.endswith("/amend")]
    assert "(trước đó 20)" in page
    assert "xác nhận: CT" in page
    assert f'href="{HERE}/minh-chung/{"a" * 64}"' in page
    assert ("biên bản.pdf" in peer, "/minh-chung/" in peer) == (True, False)
    assert (none.status_code, "Chọn ít nhất một tệp." in none.text) == (422, True)
    assert sent.headers["location"] == HERE
    assert amended.seen == '"7"', "a file that a colleague added meanwhile is not lost"
    assert (late.status_code, "đã thay đổi từ khi bạn xem" in late.text) == (412, True)
    assert json.loads(amended.body) == {
        "evidence": [{"sha256": "a" * 64, "name": "biên bản.pdf", "kind": "document"}, new]
    }
    assert "attachment" in opened.headers["content-disposition"]


async def test_an_officer_compares_two_deeds_and_says_whether_they_are_one(desk: Desk) -> None:
    async with standing_in() as owner:
        owner.answers = {
            f"GET {OWNER}": (200, TOLD),
            f"GET /deeds/{TWO}": (200, TOLD | {"id": TWO, "number": "VT-2026-0002"}),
            f"POST {OWNER}/link": (200, TOLD | {"state": "linked", "linked_to": TWO}),
            f"POST {OWNER}/keep-apart": (200, TOLD),
        }
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("TD-02", OFFICER) as client:
            page = (await client.get(f"{HERE}?voi={TWO}&ve=/ho-so/KT-2026-0001")).text
            linked = await client.post(f"{HERE}/gan", data=form(voi=TWO))
            apart = await client.post(f"{HERE}/giu-rieng", data=form(voi=TWO, ve="/ho-so/KT-2026-0001"))
            owner.answers[f"GET /deeds/{TWO}"] = (200, TOLD | {"id": TWO, "kept_apart": [ONE]})
            again = (await client.get(f"{HERE}?voi={TWO}")).text
        sent = [(one.path, json.loads(one.body)) for one in owner.asked if one.method == "POST"]
    assert "So với thành tích VT-2026-0002" in page
    assert 'name="ve" value="/ho-so/KT-2026-0001"' in page
    assert [one.headers["location"] for one in (linked, apart)] == [HERE, "/ho-so/KT-2026-0001"]
    assert ("Là hai việc – giữ riêng" in page, "Là hai việc – giữ riêng" in again) == (True, False)
    assert "Đã giữ riêng là hai việc." in again
    assert sent == [(f"{OWNER}/link", {"other_deed_id": TWO}), (f"{OWNER}/keep-apart", {"other_deed_id": TWO})]
