"""One suite over figures in memory and on MongoDB."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reviews.adapters.mongo.figures import FIGURES, MongoFigures, awarded
from services.reviews.domain.figures import CountedAward, MonthOfAwards, Span, stage_figures, year_figures
from services.reviews.usecases.homes import Homes
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from tests.reviews.counted import ALWAYS, HP, P5, THADS, MemoryFigures, awards, counted

SEEN = [
    (None, None, 4),
    (None, frozenset({"BTP"}), 3),
    (None, frozenset({"THADS-HP", "STP-HP"}), 4),
    (None, frozenset({"P-THADS-5"}), 1),
    (None, frozenset({"X"}), 0),
    (None, frozenset[str](), 0),
    ("THADS-HP", None, 3),
    ("THADS-HP", frozenset({"BTP"}), 3),
    ("THADS-HP", frozenset({"P-THADS-5"}), 1),
    ("BTP", frozenset({"STP-HP"}), 0),
]


def total(months: Sequence[MonthOfAwards]) -> int:
    return sum(month.awards for month in months)


@pytest.mark.parametrize(("unit", "places", "seen"), SEEN)
async def test_a_reader_sees_what_lies_in_the_own_places_and_in_the_unit_that_was_named(
    homes: Homes, unit: str | None, places: frozenset[str] | None, seen: int
) -> None:
    for path in (HP, THADS, THADS, P5):
        await homes.figures.count(counted(path=path))
    assert total(await homes.figures.months(ALWAYS, unit, places)) == seen
    took = await homes.figures.took(ALWAYS, unit, None, places)
    assert sum(sum(own["total"].values()) for own in took.values()) == seen


async def test_an_award_counts_once_however_often_and_how_much_at_once_it_is_told(homes: Homes) -> None:
    each = [counted(days={"total": n, "held": 0}) for n in range(8)]
    await asyncio.gather(*(homes.figures.count(one) for one in each * 3))
    (month,) = await homes.figures.months(ALWAYS, None, None)
    assert (month.unit_id, month.month, month.nomination_type, month.awards) == ("STP-HP", "2026-10", "ad_hoc", 8)
    took = await homes.figures.took(ALWAYS, None, None, None)
    assert took == {"STP-HP": {"total": dict.fromkeys(range(8), 1), "held": {0: 8}}}
    assert month.groups == {"individual": 8, "direct": 8}


async def test_an_award_that_was_taken_back_counts_no_more_and_never_again(homes: Homes) -> None:
    gone, stays = counted(days={"total": 9}, groups=("collective",)), counted(days={"total": 2})
    for _ in range(2):
        for one in (gone, stays):
            await homes.figures.count(one)
        await homes.figures.take_back(gone.award_id, "STP-HP", "2026-10")
    await homes.figures.take_back(id_from("award", "unknown"), "STP-HP", "2026-10")
    (month,) = await homes.figures.months(ALWAYS, None, None)
    assert (month.awards, {group: n for group, n in month.groups.items() if n}) == (1, {"individual": 1, "direct": 1})
    took = await homes.figures.took(ALWAYS, None, None, None)
    assert {days: n for days, n in took["STP-HP"]["total"].items() if n} == {2: 1}


async def test_months_outside_the_span_are_left_out(homes: Homes) -> None:
    for month in ("2026-01", "2026-02", "2026-10", "2026-11"):
        await homes.figures.count(counted(month))
    found = await homes.figures.months(Span("2026-02", "2026-10"), None, None)
    assert sorted(month.month for month in found) == ["2026-02", "2026-10"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(each=st.lists(awards, max_size=25, unique_by=lambda one: one.award_id))
async def test_figures_from_the_store_are_those_of_the_awards_themselves(
    store: MongoStore, each: list[CountedAward]
) -> None:
    await store.rows(FIGURES).delete_many({})
    kept, naive = MongoFigures(store), MemoryFigures()
    for n, one in enumerate(each):
        for home in (kept, naive):
            await home.count(one)
            if n % 3 == 0:
                await home.take_back(one.award_id, one.unit_path[-1], one.month)
    for kind in (None, "ad_hoc"):
        here, there = await kept.took(ALWAYS, None, kind, None), await naive.took(ALWAYS, None, kind, None)
        assert stage_figures(here) == stage_figures(there)
    months = await kept.months(ALWAYS, None, None)
    assert year_figures(months) == year_figures(await naive.months(ALWAYS, None, None))


@pytest.mark.parametrize(("unit", "places"), [("U", frozenset({"A"})), ("U", None), (None, frozenset({"A"}))])
async def test_no_question_walks_all_rows(store: MongoStore, unit: str | None, places: frozenset[str] | None) -> None:
    query = awarded(Span("2026-01", "2026-12"), unit, places)
    plan = await store.rows(FIGURES).find(query).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
