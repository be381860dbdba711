"""Bỏ phiếu: a ballot passes through and leaves nothing; totals stay hidden until the session is closed."""

from typing import Any

from shared.kernel.actor import Role
from shared.kernel.vocabulary import sentence_vi, way_out_vi
from tests.console.desk import Desk, form
from tests.console.owner import standing_in
from tests.console.story import BEGAN, COUNCIL, FILE, MEETING, NOMINATION, NUMBER, SESSION, source, told

MEMBER = (Role.COUNCIL_MEMBER, "HD-BTP")
CHAIR = (Role.COUNCIL_CHAIR, "HD-BTP")
PAGE = f"/phien/{SESSION}/phieu/{NUMBER}"


def session(you: str, *, is_over: bool = False) -> dict[str, Any]:
    vote = {
        "case_id": str(FILE),
        "case_number": NUMBER,
        "denominator": "all",
        "threshold": "80",
        "entitled": 8,
        "needed": 6,
        "cast": 5,
        "recused": [{"member_ref": "HD-03", "ground": "heads_unit"}],
        "secret": True,
        "electronic": True,
        "takes_paper": False,
        "written": [],
        "choices": [],
        "you": you,
        "outcome": None,
    }
    told = {"id": str(SESSION), "seq": 2, "state": "voting_open", "warnings": [], "votes": [vote]}
    return told | {"is_over": is_over}


async def tell_open(desk: Desk) -> None:
    await desk.tell([told(COUNCIL, 1, BEGAN), *source(NOMINATION), *source(MEETING[:2])])


async def test_a_ballot_needs_a_choice_and_a_confirmation(desk: Desk) -> None:
    await tell_open(desk)
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, session("may_vote"))
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-01", MEMBER) as client:
            assert "Phiếu đã bỏ không sửa được." in (await client.get(PAGE)).text
            for fields in (form(phieu="dong-y"), form(hieu="1"), form(phieu="khác", hieu="1")):
                reply = await client.post(PAGE, data=fields)
                assert reply.status_code == 422
                assert "Phiếu chưa được bỏ." in reply.text
        assert [one for one in owner.asked if one.method == "POST"] == []


async def test_a_ballot_goes_to_its_owner_and_nothing_of_it_stays_here(desk: Desk) -> None:
    await tell_open(desk)
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, session("voted"))
        owner.answers[f"POST /sessions/{SESSION}/cast"] = (200, session("voted"))
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-01", MEMBER) as client:
            reply = await client.post(PAGE, data=form(phieu="khong", hieu="1"))
            assert (reply.status_code, reply.headers["location"]) == (303, f"/phien/{SESSION}")
            assert "Bạn đã bỏ phiếu" in (await client.get(PAGE)).text
        (cast,) = [one for one in owner.asked if one.method == "POST"]
    assert cast.body == b'{"case_id":"%s","choice":"no"}' % str(FILE).encode()
    for name in ("drafts", "cases", "meetings"):
        rows = [str(row) async for row in desk.service.store.rows(name).find()]
        assert not [row for row in rows if "khong" in row or "choice" in row]


async def test_a_recused_member_reads_why_even_while_the_owner_is_away(desk: Desk) -> None:
    await tell_open(desk)
    async with desk.visited_by("HD-03", MEMBER) as client:
        page = (await client.get(f"/phien/{SESSION}")).text
    assert "Bạn không tham gia phiếu này: bạn phụ trách đơn vị của người được đề nghị." in page


async def test_totals_appear_only_when_the_session_is_closed(desk: Desk) -> None:
    await tell_open(desk)
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, session("voted"))
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-01", MEMBER) as client:
            open_page = (await client.get(f"/phien/{SESSION}")).text
            await desk.tell([told(MEETING[2], 3, BEGAN)])
            closed_page = (await client.get(f"/phien/{SESSION}")).text
    assert "<strong>5/8</strong> phiếu" in open_page
    assert "88,9" not in open_page
    assert "8/9 = 88,9 % tổng số thành viên – ngưỡng 80 % – đạt" in closed_page


async def test_a_ballot_that_comes_late_is_refused_in_plain_words(desk: Desk) -> None:
    await tell_open(desk)
    words = {"title": sentence_vi("VOTE_OVER", {}), "way_out_vi": way_out_vi("VOTE_OVER", {})}
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, session("over", is_over=True))
        owner.answers[f"POST /sessions/{SESSION}/cast"] = (409, {"code": "VOTE_OVER", **words})
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-01", MEMBER) as client:
            reply = await client.post(PAGE, data=form(phieu="khong", hieu="1"))
            page = (await client.get(PAGE)).text
    assert reply.status_code == 409
    assert "Đã hết giờ bỏ phiếu." in reply.text
    assert "Phiên không nhận phiếu nữa" in reply.text
    assert "chờ chủ tịch hội đồng kiểm phiếu" in page
    assert 'name="phieu"' not in page


async def test_a_chair_whose_council_did_not_vote_in_time_is_offered_to_adjourn(desk: Desk) -> None:
    await tell_open(desk)
    pages = []
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, session("voted"))
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-01", MEMBER, CHAIR) as client:
            pages.append((await client.get(f"/phien/{SESSION}")).text)
            owner.answers[f"GET /sessions/{SESSION}"] = (200, session("voted", is_over=True))
            pages.append((await client.get(f"/phien/{SESSION}")).text)
    assert ["Hoãn phiên" in page for page in pages] == [False, True]


async def test_members_see_before_they_vote_whether_the_unit_favours_those_it_should(desk: Desk) -> None:
    await tell_open(desk)
    small = {"group": "small_collective", "awards": 0, "of_awards": 6, "staff": 9, "of_staff": 12, "ratio": "0.0000"}
    direct = {"group": "direct", "awards": 1, "of_awards": 2, "staff": 88, "of_staff": 140, "ratio": None}
    seen = session("may_vote")
    seen["votes"][0]["fairness"] = [{**direct, "alert": False}, {**small, "alert": True}]
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, seen)
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-01", MEMBER) as client:
            for page in (PAGE, f"/phien/{SESSION}"):
                told = " ".join((await client.get(page)).text.split())
                assert "Trực tiếp: 1/2 khen thưởng, 88/140 người · chưa đủ số liệu để so" in told
                assert "Tập thể nhỏ: 0/6 khen thưởng, 9/12 tập thể · tỷ số <strong>0,0000</strong>" in told
                assert told.count("Thấp kéo dài") == 1
            assert "Bỏ phiếu" in told


async def test_a_member_who_is_related_says_so_before_the_vote_is_opened(desk: Desk) -> None:
    await desk.tell([told(COUNCIL, 1, BEGAN), *source(NOMINATION), *source(MEETING[:1])])
    declared = {"member_ref": "HD-05", "ground": "declared"}
    waits, recused = session("waits") | {"state": "convened"}, session("recused") | {"state": "convened"}
    recused["votes"][0]["recused"].append(declared)
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = [(200, waits), (200, recused)]
        owner.answers[f"POST /sessions/{SESSION}/recuse"] = (200, recused)
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-05", MEMBER) as client:
            page = f"/phien/{SESSION}"
            assert "Xin không tham gia" in (await client.get(page)).text
            reply = await client.post(f"{page}/khong-tham-gia", data=form(**{"ho-so": str(FILE)}))
            assert (reply.status_code, reply.headers["location"].partition("?")[0]) == (303, page)
            after = (await client.get(page)).text
        assert "Bạn không tham gia phiếu này: bạn đã xin không tham gia." in after
        assert "Xin không tham gia<" not in after
        (sent,) = [one for one in owner.asked if one.method == "POST"]
    assert sent.body == b'{"case_id":"%s"}' % str(FILE).encode()


async def test_the_secretary_enters_the_paper_of_a_member_and_nothing_of_it_stays_here(desk: Desk) -> None:
    await tell_open(desk)
    paper = session("on_paper")
    paper["votes"][0] |= {"electronic": False, "takes_paper": True, "written": ["HD-04"]}
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, paper)
        owner.answers[f"POST /sessions/{SESSION}/cast-written"] = (200, paper)
        async with desk.asking(reviews_url=owner.address) as at:
            async with at.visited_by("HD-02", MEMBER) as client:
                told = (await client.get(f"/phien/{SESSION}")).text
                assert "Đã nhập phiếu giấy của: HD-04" in told
                assert "thư ký hội đồng nhập phiếu của bạn" in told
                assert "Nhập phiếu giấy" not in told
            async with at.visited_by("TK-01", (Role.COUNCIL_SECRETARY, "HD-BTP")) as client:
                told = (await client.get(f"/phien/{SESSION}")).text
                assert "<option>HD-02</option>" in told
                assert "<option>HD-03</option>" not in told
                assert "<option>HD-04</option>" not in told
                fields = {"ho-so": str(FILE), "thanh-vien": "HD-02", "phieu": "khong"}
                unsure = await client.post(f"/phien/{SESSION}/phieu-giay", data=form(**fields))
                assert (unsure.status_code, "<option selected>HD-02</option>" in unsure.text) == (422, True)
                assert ('value="khong" checked' in unsure.text, "<details open>" in unsure.text) == (True, True)
                reply = await client.post(f"/phien/{SESSION}/phieu-giay", data=form(**fields, hieu="1"))
                assert reply.status_code == 303
        (sent,) = [one for one in owner.asked if one.method == "POST"]
    assert sent.body == b'{"case_id":"%s","member":"HD-02","choice":"no"}' % str(FILE).encode()
    rows = [str(row) async for row in desk.service.store.rows("meetings").find()]
    assert not [row for row in rows if "khong" in row or "choice" in row]


async def test_an_open_vote_shows_who_chose_what_once_it_is_counted(desk: Desk) -> None:
    await desk.tell([told(COUNCIL, 1, BEGAN), *source(NOMINATION), *source(MEETING)])
    counted = session("voted") | {"state": "voting_closed"}
    counted["votes"][0] |= {"secret": False, "choices": [{"member_ref": "HD-02", "choice": "no"}]}
    async with standing_in() as owner:
        owner.answers[f"GET /sessions/{SESSION}"] = (200, counted)
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("HD-01", MEMBER) as client:
            assert "HD-02: không đồng ý" in (await client.get(f"/phien/{SESSION}")).text
