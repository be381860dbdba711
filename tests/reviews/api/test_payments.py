"""Lists of payments through real HTTP and a real store."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from services.reviews.app import homes as mongo_homes
from services.reviews.usecases import queries
from shared.kernel.actor import Role
from shared.kernel.clock import now_utc
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView
from tests.reviews.adapters.mongo.test_readings import award
from tests.reviews.api.house import House, open_house
from tests.reviews.facts import DIRECTOR, OFFICER, OFFICER_BTP, SAFE, TODAY, news, person

LIST = f"/payments?from={TODAY}&to={TODAY}"


@pytest_asyncio.fixture
async def house(store: MongoStore) -> AsyncIterator[House]:
    async with open_house(store) as opened:
        awards = mongo_homes(store, UnitsView(store, "reviews", now_utc), SAFE).awards
        await awards.save(award(3), emits=(), because_of=news())
        await awards.save(replace(award(4), subject_label="=1+1"), emits=(), because_of=news())
        await awards.save(award(5, "pay"), emits=(), because_of=news())
        yield opened


async def test_what_is_due_is_listed_with_its_exact_sum(house: House) -> None:
    told: dict[str, Any] = (await house.see(OFFICER, LIST)).json()
    assert ([row["number"] for row in told["rows"]], told["total_vnd"]) == (["3/QĐ-STP", "4/QĐ-STP"], 1_520_000)
    row = told["rows"][0]
    assert (row["coefficient"], row["base_salary_vnd"], row["amount_vnd"]) == ("0.3", 2_530_000, 760_000)
    paid = (await house.see(DIRECTOR, f"{LIST}&state=paid&grantor=STP-HP")).json()
    assert [(one["number"], one["paid_on"]) for one in paid["rows"]] == [("5/QĐ-STP", TODAY.isoformat())]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_the_same_list_is_the_same_file(house: House, kind: str) -> None:
    first, again = [await house.see(OFFICER, f"{LIST}&format={kind}") for _ in range(2)]
    assert first.content == again.content
    assert first.headers["content-disposition"] == f'attachment; filename="tien-thuong.{kind}"'


async def test_a_name_is_no_formula_and_the_sum_stands_below(house: House) -> None:
    content = (await house.see(OFFICER, f"{LIST}&format=csv")).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    assert [line["Họ tên, tập thể"] for line in lines] == ["Nguyễn Thị Hạnh", "'=1+1", ""]
    assert [line["Số tiền (đồng)"] for line in lines] == ["760000", "760000", "1520000"]


async def test_a_list_ends_at_the_own_units_and_is_for_those_who_pay_or_watch(house: House) -> None:
    assert (await house.see(OFFICER_BTP, LIST)).json()["rows"] == []
    head = person("X", (Role.UNIT_HEAD, "STP-HP"))
    assert (await house.see(head, LIST)).status_code == 403
    assert (await house.see(person("GS-01", (Role.SUPERVISOR, "UB-HP")), LIST)).json()["total_vnd"] == 1_520_000


async def test_a_list_that_would_leave_out_a_payment_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_PAYMENTS", 1)
    refused = await house.see(OFFICER, LIST)
    assert (refused.status_code, refused.json()["code"]) == (422, "TOO_MANY_PAYMENTS")
