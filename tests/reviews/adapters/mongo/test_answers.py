"""One suite over answers to suggestions in memory and on MongoDB."""

import asyncio
from datetime import date

import pytest

from services.reviews.adapters.mongo.figures import within
from services.reviews.domain.answers import answer_figures
from services.reviews.domain.figures import Span
from services.reviews.usecases.homes import Homes
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from tests.reviews.counted import ALWAYS, HP, THADS

DUE, AFTER = date(2026, 10, 13), date(2026, 10, 14)
FIRST, SECOND, THIRD = (id_from("suggestion", n) for n in range(3))


async def test_a_suggestion_counts_once_and_its_answer_once_however_often_they_are_told(homes: Homes) -> None:
    for one, path in ((FIRST, HP), (SECOND, HP), (THIRD, THADS)):
        await asyncio.gather(*(homes.answers.expect(one, path, DUE) for _ in range(3)))
    for one, on in ((FIRST, DUE), (SECOND, AFTER), (FIRST, AFTER)):
        await asyncio.gather(*(homes.answers.settle(one, on) for _ in range(3)))
    await homes.answers.settle(id_from("suggestion", "unknown"), DUE)
    told = answer_figures(await homes.answers.days(ALWAYS, None, None), AFTER)
    assert [(one.unit_id, one.due, one.in_time) for one in told] == [
        (None, 3, 1),
        ("STP-HP", 2, 1),
        ("THADS-HP", 1, 0),
    ]


@pytest.mark.parametrize(
    ("first", "unit", "places", "seen"),
    [
        ("2026-10", None, None, {"STP-HP", "THADS-HP"}),
        ("2026-10", None, frozenset({"BTP"}), {"THADS-HP"}),
        ("2026-10", "UB-HP", None, {"STP-HP"}),
        ("2026-10", "UB-HP", frozenset({"BTP"}), set[str]()),
        ("2026-11", None, None, set[str]()),
    ],
)
async def test_a_reader_sees_what_falls_due_in_the_own_places(
    homes: Homes, first: str, unit: str | None, places: frozenset[str] | None, seen: set[str]
) -> None:
    await homes.answers.expect(FIRST, HP, DUE)
    await homes.answers.expect(THIRD, THADS, DUE)
    assert {one.unit_id for one in await homes.answers.days(Span(first, "2026-12"), unit, places)} == seen


@pytest.mark.parametrize("places", [None, frozenset({"A"})])
async def test_no_question_walks_all_rows(store: MongoStore, places: frozenset[str] | None) -> None:
    plan = await store.rows("answers").find(within(Span("2026-01", "2026-12"), None, places)).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
