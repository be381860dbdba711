"""One suite over the staff of units in memory and on MongoDB."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.reviews.adapters.mongo.staff import MongoStaff
from services.reviews.usecases.homes import Homes
from shared.contracts.organisation import ParentSince, UnitChanged
from shared.kernel.cause import Cause
from shared.kernel.clock import now_utc
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView
from tests.reviews.counted import HP, P5, THADS, staff_of
from tests.reviews.facts import news

FIRST, SECOND, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.parametrize(
    ("unit", "places", "units"),
    [
        (None, None, {"STP-HP", "THADS-HP", "P-THADS-5"}),
        (None, frozenset({"BTP"}), {"THADS-HP", "P-THADS-5"}),
        ("THADS-HP", None, {"THADS-HP", "P-THADS-5"}),
        ("THADS-HP", frozenset({"P-THADS-5"}), {"P-THADS-5"}),
        ("BTP", frozenset({"STP-HP"}), set[str]()),
    ],
)
async def test_a_reader_sees_the_staff_of_the_own_places(
    homes: Homes, unit: str | None, places: frozenset[str] | None, units: set[str]
) -> None:
    for org_id, path in ((FIRST, HP), (SECOND, THADS), (THIRD, P5)):
        await homes.staff.record(org_id, staff_of(path), 1)
    assert {one.unit_id for one in await homes.staff.units(unit, places)} == units


async def test_what_comes_late_or_again_changes_nothing(homes: Homes) -> None:
    newer = staff_of(HP, since=date(2026, 7, 1), valid_to=date(2027, 1, 1))
    for staff, sequence in ((staff_of(HP), 1), (newer, 2), (staff_of(HP), 1), (newer, 2)):
        await homes.staff.record(FIRST, staff, sequence)
    assert list(await homes.staff.units(None, None)) == [newer]


async def test_who_stands_below_a_unit_that_moves_is_counted_with_it(store: MongoStore) -> None:
    """Only the unit in the middle is told anew; nobody tells the one below."""
    view = UnitsView(store, "reviews", now_utc)
    staff, below = MongoStaff(store, view), ("UB-HP", "STP-HP", "P-1")
    await staff.record(FIRST, staff_of(below), 1)
    tell = [("UB-HP", (), FIRST), ("BTP", (), SECOND), ("STP-HP", ("UB-HP",), THIRD), ("P-1", ("STP-HP",), UUID(int=4))]
    for code, parents, org_id in tell:
        await view.follow(unit(code, org_id, parents), told(1))
    assert [one.unit_path for one in await staff.units("UB-HP", None)] == [below]
    await view.follow(unit("STP-HP", THIRD, ("BTP",)), told(2))
    assert list(await staff.units("UB-HP", None)) == []
    assert [one.unit_path for one in await staff.units(None, frozenset({"BTP"}))] == [("BTP", "STP-HP", "P-1")]


def unit(code: str, org_id: UUID, parents: tuple[str, ...]) -> UnitChanged:
    above = tuple(ParentSince(parent_code=parent) for parent in parents)
    names = {"unit_id": code, "code": code, "kind": "STP", "name_vi": code, "parent_code": next(iter(parents), None)}
    return UnitChanged.model_validate({**names, "unit_path": (*parents, code), "org_id": org_id, "parents": above})


def told(sequence: int) -> Cause:
    return replace(news(), sequence=sequence)
