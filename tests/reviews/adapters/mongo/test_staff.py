"""One suite over the staff of units in memory and on MongoDB."""

from datetime import date
from uuid import UUID

import pytest

from services.reviews.usecases.homes import Homes
from shared.runtime.store.client import MongoStore
from tests.reviews.counted import HP, P5, THADS, staff_of

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


async def test_no_question_walks_all_rows(store: MongoStore) -> None:
    plan = await store.rows("staff").find({"$and": [{"path": "U"}, {"path": {"$in": ["A"]}}]}).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
