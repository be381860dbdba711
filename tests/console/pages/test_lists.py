"""Lists stand in the order that people expect, and what does not fit on a page is on the next one."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.console.adapters.mongo.drafts import MongoDrafts
from services.console.adapters.mongo.views import MongoCases, MongoUnits
from services.console.adapters.owners import HttpOwners
from services.console.domain.numbering import in_order
from services.console.pages.names import Names
from services.console.usecases.ports import Draft
from services.console.usecases.queries import MOST_OPEN
from shared.contracts import awards
from shared.contracts.event import Event
from shared.kernel.actor import Role
from shared.kernel.clock import now_utc
from shared.kernel.ids import id_from
from tests.console.adapters.test_owners import WHO
from tests.console.desk import Desk, form
from tests.console.owner import standing_in
from tests.console.story import BEGAN, CASE, COUNCIL, NOMINATION, UNIT, told

OFFICER = ((Role.EMULATION_OFFICER, "BTP"),)
SECRETARY = ((Role.COUNCIL_SECRETARY, "HD-BTP"), (Role.COUNCIL_SECRETARY, "BTP"))
PATHS = {"unit_id": "THADS-HP", "unit_path": ["BTP", "THADS-HP"], "grantor_unit_id": "BTP", "grantor_path": ["BTP"]}


async def filed(desk: Desk, first: int, count: int, **state: Any) -> None:
    """Rows of files with these numbers, as their events would have left them."""
    numbers = [f"KT-2026-{number:04}" for number in range(first, first + count)]
    rows = [{"_id": uuid4(), "number": one, "order": in_order(one), **PATHS, **state} for one in numbers]
    await desk.service.store.rows("cases").insert_many(rows)


def numbers_in(page: httpx.Response) -> list[str]:
    return re.findall(r'<a href="/ho-so/(KT-2026-\d+)">', page.text)


def link(page: httpx.Response, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.text)
    return found[1].replace("&amp;", "&") if found else ""


async def test_files_stand_newest_first_and_every_one_of_them_is_on_some_page(desk: Desk) -> None:
    await filed(desk, 9_940, 120, nomination_state="withdrawn")
    async with desk.visited_by("TD", *OFFICER) as client:
        first = await client.get("/viec")
        second = await client.get(link(first, "next"))
        third = await client.get(link(second, "next"))
        beyond = await client.get("/viec", params={"trang": "9" * 15})
        back = await client.get(link(third, "prev"))
    seen = [*numbers_in(first), *numbers_in(second), *numbers_in(third)]
    assert seen == [f"KT-2026-{number}" for number in range(10_059, 9_939, -1)]
    assert "51–100 trong 120 hồ sơ" in second.text
    assert link(third, "next") == ""
    assert numbers_in(back) == numbers_in(second)
    assert numbers_in(beyond) == numbers_in(third), "beyond the end stands the last page"


@pytest.mark.parametrize(("event", "name"), [(NOMINATION[0], "nomination_id"), (CASE[0], "case_id")])
async def test_whatever_is_heard_first_of_a_file_gives_it_its_place(desk: Desk, event: Event, name: str) -> None:
    numbers = [f"KT-2026-{number}" for number in (10_000, 9_998, 10_001, 9_999)]
    events = [event.model_copy(update={"number": one, name: id_from("nomination", one)}) for one in numbers]
    await desk.tell(told(one, 1, BEGAN) for one in events)
    rows = await MongoCases(desk.service.store).by_ids([id_from("nomination", one) for one in numbers])
    assert [row.number for row in rows] == sorted(numbers, key=in_order)


@pytest.mark.parametrize("typed", ["0", "-1", "hai", "9" * 5_000])
async def test_a_place_that_is_none_is_the_first_page(desk: Desk, typed: str) -> None:
    await filed(desk, 1, 60, nomination_state="withdrawn")
    async with desk.visited_by("TD", *OFFICER) as client:
        assert numbers_in(await client.get("/viec", params={"trang": typed}))[0] == "KT-2026-0060"


async def test_work_is_told_whole_and_shown_by_pages_with_other_lists_left_where_they_are(desk: Desk) -> None:
    await filed(desk, 9_970, 60, nomination_state="submitted")
    async with desk.visited_by("TD", *OFFICER) as client:
        first = await client.get("/viec", params={"trang": "2"})
        second = await client.get("/viec", params={"trang": "2", "viec": "2"})
    assert "<strong>60</strong> việc chờ bạn" in first.text
    assert 'href="/viec?trang=2&amp;viec=2"' in first.text
    work = re.findall(r"<strong>(KT-2026-\d+)</strong>", first.text + second.text)
    assert work == [f"KT-2026-{number}" for number in range(9_970, 10_030)]


async def test_more_open_files_than_are_looked_through_are_counted(desk: Desk) -> None:
    await filed(desk, 1, MOST_OPEN + 3, nomination_state="submitted")
    async with desk.visited_by("TD", *OFFICER) as client:
        page = await client.get("/viec")
    assert f"<strong>{MOST_OPEN}</strong> việc chờ bạn" in page.text
    assert "Còn 3 mục đang mở chưa xét đến ở đây" in page.text
    assert "KT-2026-0001</strong>" in page.text, "the oldest first"


async def test_decisions_stand_newest_first_whatever_their_numbers(desk: Desk) -> None:
    facts = {"unit_id": "BTP", "unit_path": ("BTP",), "grantor_unit_id": "BTP", "case_ids": (), "case_numbers": ()}
    drafted = [
        awards.DecisionDrafted(**facts, decision_id=id_from("decision", n), number=f"{n}/QĐ-BTP") for n in range(1, 61)
    ]
    await desk.tell(told(event, 1, BEGAN + timedelta(hours=n)) for n, event in enumerate(drafted))
    async with desk.visited_by("TK", *SECRETARY) as client:
        first = await client.get("/cho-ky")
        second = await client.get(link(first, "next"))
    found = re.findall(r">(\d+)/QĐ-BTP</a>", first.text + second.text)
    assert [int(number) for number in found] == list(range(60, 0, -1))


async def test_files_that_wait_for_a_decision_or_a_session_are_all_on_some_page_and_a_form_goes_back_to_its_own(
    desk: Desk,
) -> None:
    await desk.tell([told(COUNCIL, 1, BEGAN), told(UNIT, 1, BEGAN)])
    await filed(desk, 9_970, 60, nomination_state="in_review", review_state="recommended")
    await filed(desk, 20_001, 60, nomination_state="in_review", review_state="ready")
    async with desk.visited_by("TK", *SECRETARY) as client:
        for path, first_number in (("/cho-ky", 9_970), ("/phien", 20_001)):
            first = await client.get(path)
            second = await client.get(link(first, "next"))
            waiting = re.findall(r"<strong>(KT-2026-\d+)</strong>", first.text + second.text)
            assert waiting == [f"KT-2026-{number}" for number in range(first_number, first_number + 60)]
            action = re.search(r'<form method="post" action="([^"]+)" class', second.text)
            assert action is not None
            again = await client.post(action[1], data={**form(), "cap-khen": "BTP", "hoi-dong": "HD-BTP"})
            assert again.status_code == 422
            assert f"KT-2026-{first_number + 59}</strong>" in again.text


async def test_sessions_and_drafts_are_all_on_some_page(desk: Desk) -> None:
    rows = [
        {"_id": uuid4(), "number": f"HD-BTP-2026-{n:02}", "council_code": "HD-BTP", "state": "voting_closed"}
        | {"case_ids": [], "closes_at": BEGAN + timedelta(hours=n)}
        for n in range(1, 61)
    ]
    await desk.service.store.rows("meetings").insert_many(rows)
    drafts = MongoDrafts(desk.service.store, now_utc)
    async with desk.visited_by("TK", *SECRETARY, (Role.PROPOSER, "BTP")) as client:
        first = await client.get("/phien")
        second = await client.get(link(first, "next"))
        for n in range(60):
            values = {"tieu-de": f"Việc {n}."}
            await drafts.keep(Draft(str(uuid4()), "TK", values))
        shown = [await client.get("/viec"), await client.get("/viec", params={"nhap": "2"})]
    found = re.findall(r">HD-BTP-2026-(\d+)</a>", first.text + second.text)
    assert [int(number) for number in found] == list(range(60, 0, -1))
    assert len(set(re.findall(r"Việc \d+\.", "".join(page.text for page in shown)))) == 60


async def test_whose_vote_is_over_the_chair_is_told_to_count_and_nobody_to_vote(desk: Desk) -> None:
    facts = {"council_code": "HD-BTP", "unit_path": ["BTP"], "state": "voting_open", "case_ids": [uuid4()]}
    closes = {"1": now_utc() - timedelta(minutes=1), "2": now_utc() + timedelta(hours=1)}
    rows = [{"_id": uuid4(), "number": n, **facts, "member_refs": ["CT"], "closes_at": at} for n, at in closes.items()]
    await desk.service.store.rows("meetings").insert_many(rows)
    async with desk.visited_by("CT", (Role.COUNCIL_CHAIR, "HD-BTP"), (Role.COUNCIL_MEMBER, "HD-BTP")) as client:
        page = await client.get("/viec")
    told_to = re.findall(r'href="/phien/[^"]+">([^<]+)<span class="an"> Phiên (\d)</span>', page.text)
    assert told_to == [("Đóng phiếu", "1"), ("Bỏ phiếu", "2")]


async def test_every_unit_has_its_name(desk: Desk) -> None:
    codes = [f"XA-{n}" for n in range(510)]
    await desk.service.store.rows("units").insert_many(
        [{"_id": uuid4(), "code": code, "name_vi": f"Xã {code}"} for code in codes]
    )
    assert len(await MongoUnits(desk.service.store).names()) == 510


async def test_names_of_more_files_than_one_call_takes_are_asked_in_several() -> None:
    async with standing_in() as owner:
        owner.answers["GET /nominations/names"] = [(200, {"a": {}}), (200, {"b": {}}), (503, {})]
        owners = HttpOwners({"nominations": owner.address})
        assert set(await Names(owners).of(WHO, [str(uuid4()) for _ in range(450)])) == {"a", "b"}
        await owners.close()
    assert [one.query["ids"].count(",") + 1 for one in owner.asked].count(200) == 2
