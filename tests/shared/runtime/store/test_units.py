"""The view of units that each service keeps: order, repeats, and where roles reach today."""

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
import pytest_asyncio

from shared.contracts.organisation import (
    ClusterChanged,
    ClusterSince,
    LineageTie,
    ParentSince,
    UnitChanged,
    UnitClosed,
    UnitEvent,
)
from shared.kernel.actor import Actor, Grant, Role, system
from shared.kernel.cause import Cause
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import LINEAGE, UnitsView

OLD, NEW = uuid.UUID(int=1), uuid.UUID(int=2)
OFFICER = Actor("TD-VL2", (Grant(Role.EMULATION_OFFICER, "STP-VL2"),))
TIE = LineageTie(kind="merged_into", unit_code="STP-VL2", on=date(2025, 7, 1))


class Day:
    at = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def told(number: int) -> Cause:
    cause_id = uuid.uuid4()
    return Cause(cause_id, system("nominations"), "event", cause_id, cause_id, sequence=number)


def unit(kind: type[UnitEvent], org_id: uuid.UUID, code: str, **more: object) -> UnitEvent:
    facts = {"unit_id": code, "unit_path": (code,), "org_id": org_id, "code": code, "kind": "STP", "name_vi": code}
    return kind.model_validate(facts | more)


def closed() -> UnitEvent:
    return unit(UnitClosed, OLD, "STP-BT", valid_to=date(2025, 6, 30), lineage=(TIE,))


@pytest.fixture
def day() -> Day:
    return Day()


@pytest_asyncio.fixture
async def view(mongodb_url: str, namespace: str, day: Day) -> AsyncIterator[UnitsView]:
    store = MongoStore(mongodb_url, f"{namespace}_sample")
    await store.open()
    yield UnitsView(store, "sample", day)
    await store.close()


async def reached(view: UnitsView) -> set[str]:
    return {grant.at for grant in (await view.stand_in(OFFICER)).grants}


async def test_a_successors_officer_reaches_the_predecessor_from_that_day_on(view: UnitsView, day: Day) -> None:
    await view.follow(unit(UnitChanged, NEW, "STP-VL2"), told(1))
    assert await reached(view) == {"STP-VL2"}
    await view.follow(closed(), told(2))
    assert await reached(view) == {"STP-VL2", "STP-BT"}
    day.at = datetime(2025, 6, 30, 1, 0, tzinfo=UTC)
    assert await reached(view) == {"STP-VL2"}


async def test_what_is_older_than_the_row_or_told_again_changes_nothing(view: UnitsView) -> None:
    await view.follow(closed(), told(2))
    await view.follow(unit(UnitChanged, OLD, "STP-BT"), told(1))
    await view.follow(unit(UnitChanged, OLD, "STP-BT"), told(2))
    assert await reached(view) == {"STP-VL2", "STP-BT"}


async def test_what_another_replica_wrote_is_seen(view: UnitsView, mongodb_url: str, namespace: str, day: Day) -> None:
    assert await reached(view) == {"STP-VL2"}
    store = MongoStore(mongodb_url, f"{namespace}_sample")
    await store.open()
    await UnitsView(store, "sample", day).follow(closed(), told(2))
    assert await store.rows(LINEAGE).count_documents({}) == 1
    await store.close()
    view.forget()
    assert await reached(view) == {"STP-VL2", "STP-BT"}


async def test_a_unit_stands_where_those_above_it_stand_on_the_day(view: UnitsView, day: Day) -> None:
    moves = (ParentSince(parent_code="UB-BT"), ParentSince(parent_code="UB-VL2", since=date(2025, 7, 1)))
    below, above = {"unit_path": ("UB-BT", "STP", "P"), "parent_code": "STP"}, (ParentSince(parent_code="STP"),)
    await view.follow(unit(UnitChanged, uuid.UUID(int=3), "P", **below, parents=above), told(1))
    assert (await view.chart()).path("P") == ("UB-BT", "STP", "P"), "as it was told, while nobody above is known"
    await view.follow(unit(UnitChanged, uuid.UUID(int=4), "STP", parent_code="UB-BT", parents=moves), told(1))
    for number, code in ((5, "UB-BT"), (6, "UB-VL2")):
        await view.follow(unit(UnitChanged, uuid.UUID(int=number), code), told(1))
    for at, root in ((datetime(2025, 6, 30, tzinfo=UTC), "UB-BT"), (datetime(2025, 7, 1, tzinfo=UTC), "UB-VL2")):
        day.at = at
        view.forget()
        assert (await view.chart()).path("P") == (root, "STP", "P")


async def test_who_leads_a_cluster_reaches_those_who_are_in_it_today(view: UnitsView, day: Day) -> None:
    lead = Actor("KV-01", (Grant(Role.CLUSTER_LEAD, "KV"), Grant(Role.UNIT_HEAD, "KV")))
    since = (ClusterSince(members=("STP-BT",)), ClusterSince(members=("STP-VL2", "THADS"), since=date(2025, 7, 1)))
    said = {"cluster_id": NEW, "code": "KV", "name_vi": "KV", "members": ("STP-BT",), "compositions": since}
    await view.follow_cluster(ClusterChanged.model_validate(said | {"unit_id": "KV", "unit_path": ("KV",)}), told(1))
    for at, members in (
        (datetime(2025, 6, 30, tzinfo=UTC), {"STP-BT"}),
        (datetime(2025, 7, 1, tzinfo=UTC), {"STP-VL2", "THADS"}),
    ):
        day.at = at
        view.forget()
        reached = await view.stand_in(lead)
        assert reached.places({Role.CLUSTER_LEAD}) == {"KV", *members}
        assert reached.places({Role.UNIT_HEAD}) == {"KV"}


async def test_a_unit_is_called_by_its_name_and_while_that_is_unknown_by_its_code(view: UnitsView) -> None:
    await view.follow(unit(UnitChanged, NEW, "STP-VL2", name_vi="Sở Tư pháp Vĩnh Long"), told(1))
    chart = await view.chart()
    assert [chart.name("STP-VL2"), chart.name("STP-BT")] == ["Sở Tư pháp Vĩnh Long", "STP-BT"]
