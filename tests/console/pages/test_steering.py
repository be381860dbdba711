"""Điều hành: the figures as their owner counts them for this reader, on the page and as files."""

from typing import Any

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk
from tests.console.owner import StandIn, standing_in

HEAD = (Role.UNIT_HEAD, "STP-HP")
SPAN = {"first_month": "2026-01", "last_month": "2026-12", "unit_id": None}
STAGES = ("deed_known", "known_submitted", "submitted_decided", "total", "held", "calendar_days")
ENDS = {"unit_id": None, "year": 2026, "awards": 8, "at_year_end": 4, "share": "0.5000", "alert": True}
SHARE = {"unit_id": "STP-HP", "quarter": "2026-Q4", "group": "direct", "awards": 1, "of_awards": 8, "alert": True}


def told(owner: StandIn) -> None:
    stage: dict[str, Any] = {"awards": 8, "median": "4.5", "p90": 9}
    times = [{"unit_id": unit, "stage": name, **stage} for unit in (None, "STP-HP") for name in STAGES]
    few = [{"unit_id": "UB-HP", "stage": name, "awards": 2, "median": None, "p90": None} for name in STAGES]
    crowd = {"unit_id": None, "year": 2026, "awards": 8, "concentration": "0.3125"}
    share = {**SHARE, "staff": 64, "of_staff": 120, "ratio": "0.2344"}
    empty = {**share, "unit_id": "UB-HP", "quarter": "2026-Q3", "of_awards": 0}
    rows = {"lead-times": times + few, "year-end": [ENDS], "concentration": [crowd], "fairness": [share, empty]}
    answered = {"unit_id": "STP-HP", "due": 20, "in_time": 17, "share": "0.8500"}
    repeated = {"part": "reports", "unit_id": None, "movement": None, "of": 7, "formal": 4, "share": "0.5714"}
    rows["formalism"] = [{**repeated, "alert": True}]
    one = {"unit_id": "UB-HP", "due": 1, "in_time": None, "share": None}
    rows["answered-suggestions"] = [{**answered, "unit_id": None, "due": 0}, answered, one]
    rows["formalism"].append({**repeated, "unit_id": "UB-HP", "of": 1, "formal": None, "share": None, "alert": False})
    owner.answers = {f"GET /metrics/{name}": (200, {**SPAN, "rows": each}) for name, each in rows.items()}


async def test_figures_stand_on_one_page_with_their_alerts(desk: Desk) -> None:
    async with standing_in() as owner:
        told(owner)
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("GD-HP-01", HEAD) as client:
            page = (await client.get("/dieu-hanh?don-vi=STP-HP&tu=1/2026&den=2026-12")).text
        assert all(one.query == {"from": "2026-01", "to": "2026-12", "unit": "STP-HP"} for one in owner.asked)
    assert "4,5 / 9" in page
    assert "– / –" in page, "of two awards nothing but their number"
    assert ("–/1" in page, "None" in page) == (True, False), "of one report nothing but that there is one"
    assert "quý III/2026" not in page, "a quarter without awards says nothing"
    for words in (
        "Dồn cuối năm</span>",
        "Thấp kéo dài</span>",
        "0,3125",
        "4/8",
        "64/120",
        "quý IV/2026",
        "tháng 01/2026",
        "0,85",
        "4/7",
        "Hình thức</span>",
    ):
        assert words in page


async def test_what_is_no_month_is_told_and_left_out(desk: Desk) -> None:
    async with standing_in() as owner:
        told(owner)
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("GD-HP-01", HEAD) as client:
            assert "Tháng viết như 01/2026" in (await client.get("/dieu-hanh?tu=10-2026&den=2026-12")).text
        assert all(one.query == {"to": "2026-12"} for one in owner.asked)


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("thoi-gian", "lead-times"),
        ("don-cuoi-nam", "year-end"),
        ("tap-trung", "concentration"),
        ("cong-bang", "fairness"),
        ("tra-loi-goi-y", "answered-suggestions"),
        ("hinh-thuc", "formalism"),
    ],
)
async def test_each_figure_is_had_as_a_file_of_its_owner(desk: Desk, name: str, figure: str) -> None:
    async with standing_in() as owner:
        told(owner)
        async with desk.asking(reviews_url=owner.address) as at, at.visited_by("GD-HP-01", HEAD) as client:
            reply = await client.get(f"/dieu-hanh/{name}.xlsx?don-vi=STP-HP&tu=&den=2026-12")
        (asked,) = owner.asked
    assert (asked.path, asked.query) == (
        f"/metrics/{figure}",
        {"unit": "STP-HP", "to": "2026-12", "format": "xlsx"},
    )
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}.xlsx"'


async def test_an_owner_who_is_away_and_a_file_that_is_none_have_their_words(desk: Desk) -> None:
    async with desk.visited_by("GD-HP-01", HEAD) as client:
        assert "tạm thời chưa xem được" in (await client.get("/dieu-hanh")).text
        assert (await client.get("/dieu-hanh/khac.xlsx")).status_code == 404


async def test_who_holds_no_role_for_figures_sees_neither_page_nor_link(desk: Desk) -> None:
    async with desk.visited_by("CB-0412", (Role.RECIPIENT, "STP-HP")) as client:
        assert (await client.get("/dieu-hanh")).status_code == 403
        assert "Điều hành" not in (await client.get("/viec")).text


async def test_who_leads_a_cluster_finds_figures_and_no_files(desk: Desk) -> None:
    async with desk.visited_by("KV-01", (Role.CLUSTER_LEAD, "KV-MAU")) as client:
        page = (await client.get("/dieu-hanh")).text
        assert "tạm thời chưa xem được" in page
        assert 'href="/dieu-hanh"' in page
        assert 'href="/kiem-tra"' not in page
        assert (await client.get("/kiem-tra")).status_code == 403
