"""Figures through real HTTP and a real store."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio

from services.reviews.adapters.mongo.answers import MongoAnswers
from services.reviews.adapters.mongo.figures import MongoFigures
from services.reviews.adapters.mongo.formalities import MongoFormalities
from services.reviews.adapters.mongo.staff import MongoStaff
from shared.kernel.actor import Role
from shared.kernel.clock import now_utc
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView
from tests.reviews.api.house import House, open_house
from tests.reviews.counted import HP, THADS, counted, staff_of
from tests.reviews.facts import DIRECTOR, MINISTER, person

NOT_LATE = {"share": "0.0000", "alert": False}


@pytest_asyncio.fixture
async def house(store: MongoStore) -> AsyncIterator[House]:
    async with open_house(store) as opened:
        figures = MongoFigures(store)
        for days in (3, 4, 4, 6, 9, 12):
            await figures.count(counted("2026-09", HP, days={"total": days}))
        await figures.count(counted("2025-01", THADS))
        await MongoStaff(store, UnitsView(store, "reviews", now_utc)).record(UUID(int=1), staff_of(HP), 1)
        yield opened


async def test_lead_times_are_told_by_unit_and_stage(house: House) -> None:
    told = (await house.see(DIRECTOR, "/metrics/lead-times?from=2026-09&to=2026-10")).json()
    assert (told["first_month"], told["last_month"], told["unit_id"]) == ("2026-09", "2026-10", None)
    total = {"stage": "total", "awards": 6, "median": "5", "p90": 12}
    assert [row for row in told["rows"] if row["stage"] == "total"] == [
        {"unit_id": None, **total},
        {"unit_id": "STP-HP", **total},
    ]
    held = next(row for row in told["rows"] if row["stage"] == "held")
    assert (held["awards"], held["median"], held["p90"]) == (0, None, None)


async def test_without_months_the_last_twelve_are_meant_and_years_are_whole(house: House) -> None:
    told = (await house.see(DIRECTOR, "/metrics/lead-times")).json()
    assert (told["first_month"], told["last_month"]) == ("2025-11", "2026-10")
    ends = (await house.see(DIRECTOR, "/metrics/year-end")).json()
    assert (ends["first_month"], ends["last_month"]) == ("2025-02", "2027-01")
    assert ends["rows"][0] == {"unit_id": None, "year": 2026, "awards": 6, "at_year_end": 0} | NOT_LATE
    crowd = (await house.see(DIRECTOR, "/metrics/concentration?unit=STP-HP")).json()
    assert [(row["unit_id"], row["year"], row["concentration"]) for row in crowd["rows"]] == [
        (None, 2026, "1.0000"),
        ("STP-HP", 2026, "1.0000"),
    ]


async def test_fairness_tells_both_shares_and_their_ratio(house: House) -> None:
    told = (await house.see(DIRECTOR, "/metrics/fairness?from=2026-09&to=2026-09&unit=STP-HP")).json()
    assert {row["quarter"] for row in told["rows"]} == {"2026-Q3"}
    direct = {"group": "direct", "awards": 6, "of_awards": 6, "staff": 64, "of_staff": 120, "ratio": "1.8750"}
    assert {"unit_id": "STP-HP", "quarter": "2026-Q3", **direct, "alert": False} in told["rows"]
    nobody = next(row for row in told["rows"] if row["group"] == "small_collective")
    assert (nobody["awards"], nobody["of_staff"], nobody["ratio"]) == (None, 0, None)
    lines = (await house.see(DIRECTOR, "/metrics/fairness?from=2026-09&to=2026-09&format=csv")).text.splitlines()
    assert "STP-HP,2026-Q3,Trực tiếp,6,6,64,120,1.8750,Không" in lines


async def test_answered_suggestions_are_told_once_their_day_is_over(house: House, store: MongoStore) -> None:
    answers = MongoAnswers(store)
    for n in range(6):
        await answers.expect(UUID(int=n), HP, date(2026, 10, 6 + n // 5))
        await answers.settle(UUID(int=n), date(2026, 10, 6 + n % 2))
    told = (await house.see(DIRECTOR, "/metrics/answered-suggestions?from=2026-10&to=2026-10")).json()
    mine = {"due": 5, "in_time": 3, "share": "0.6000"}
    assert told["rows"] == [{"unit_id": None, **mine}, {"unit_id": "STP-HP", **mine}]
    answer = await house.see(DIRECTOR, "/metrics/answered-suggestions?format=csv")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Đơn vị,Gợi ý đến hạn trả lời,Trả lời đúng hạn,Tỷ lệ (khi có từ 5)",
        "Tất cả,5,3,0.6000",
        "STP-HP,5,3,0.6000",
    ]


async def test_what_is_done_for_forms_sake_is_told_and_what_nobody_records_is_named(
    house: House, store: MongoStore
) -> None:
    formalities = MongoFormalities(store)
    for n in range(5):
        await formalities.report(UUID(int=n), HP, "2026-09", 1, repeats=n < 2)
    told = (await house.see(DIRECTOR, "/metrics/formalism?from=2026-09&to=2026-09")).json()
    mine = {"part": "reports", "movement": None, "of": 5, "formal": 2, "share": "0.4000", "alert": True}
    assert (told["rows"], told["missing"]) == ([{"unit_id": None, **mine}, {"unit_id": "STP-HP", **mine}], ["pledges"])
    answer = await house.see(DIRECTOR, "/metrics/formalism?from=2026-09&to=2026-09&format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert "STP-HP,Báo cáo lặp lại,,5,2,0.4000,Có" in lines
    assert "chưa ghi nhận giao ước" in lines[-1]


async def test_of_few_awards_no_figure_is_told(house: House) -> None:
    told = (await house.see(MINISTER, "/metrics/year-end?from=2025-01&to=2025-01")).json()
    few = {"year": 2024, "awards": 1, "at_year_end": None, "share": None, "alert": False}
    assert told["rows"] == [{"unit_id": None, **few}, {"unit_id": "THADS-HP", **few}]


async def test_of_few_only_their_number_is_told_and_not_how_many_of_them(house: House, store: MongoStore) -> None:
    await MongoAnswers(store).expect(UUID(int=1), HP, date(2026, 10, 6))
    await MongoFormalities(store).report(UUID(int=1), HP, "2026-09", 1, repeats=True)
    await MongoFigures(store).count(counted("2026-04", HP))
    for name, span, of, part, words in (
        ("fairness", "from=2026-04&to=2026-04", "of_awards", "awards", "STP-HP,2026-Q2,Trực tiếp,,1,64,120,,Không"),
        ("answered-suggestions", "from=2026-10&to=2026-10", "due", "in_time", "STP-HP,1,,"),
        ("formalism", "from=2026-09&to=2026-09", "of", "formal", "STP-HP,Báo cáo lặp lại,,1,,,Không"),
    ):
        rows = (await house.see(DIRECTOR, f"/metrics/{name}?{span}")).json()["rows"]
        assert {row[part] for row in rows if row[of]} == {None}
        assert words in (await house.see(DIRECTOR, f"/metrics/{name}?{span}&format=csv")).text.splitlines()


@pytest.mark.parametrize(
    "name", ["lead-times", "year-end", "concentration", "fairness", "answered-suggestions", "formalism"]
)
@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("csv", "\ufeffĐơn vị,".encode())])
async def test_the_same_rows_come_as_a_file(house: House, name: str, kind: str, begins: bytes) -> None:
    answer = await house.see(DIRECTOR, f"/metrics/{name}?format={kind}")
    assert answer.is_success
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].endswith(f'.{kind}"')
    rows = (await house.see(DIRECTOR, f"/metrics/{name}")).json()["rows"]
    said = 1 if name == "formalism" else 0
    assert kind == "xlsx" or len(answer.text.splitlines()) == len(rows) + 1 + said


async def test_a_file_says_in_vietnamese_what_it_holds(house: House) -> None:
    answer = await house.see(DIRECTOR, "/metrics/lead-times?format=csv&unit=STP-HP")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == 'Đơn vị,Chặng,Số khen thưởng,"Trung vị, ngày (khi có từ 5)","P90, ngày (khi có từ 5)"'
    assert "Tất cả,Tổng cộng,6,5,12" in lines
    assert "STP-HP,Tạm dừng để xác minh,0,," in lines


async def test_who_holds_no_role_for_figures_is_refused(house: House) -> None:
    refused = await house.see(person("X", (Role.PROPOSER, "STP-HP")), "/metrics/lead-times")
    assert (refused.status_code, refused.json()["code"]) == (403, "ROLE_MISSING")


@pytest.mark.parametrize("query", ["from=2026", "to=2026-13", "format=pdf", "unit=../x", "from=0000-01"])
async def test_a_question_that_makes_no_sense_is_refused(house: House, query: str) -> None:
    assert (await house.see(DIRECTOR, f"/metrics/lead-times?{query}")).status_code == 422
