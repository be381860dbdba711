import math
import statistics
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.figures import (
    FEW,
    ON_ANY_DAY,
    STAGES,
    CountedAward,
    MonthOfAwards,
    Span,
    StageFigure,
    YearFigure,
    median,
    p90,
    stage_figures,
    year_figures,
    year_of,
)
from tests.reviews.counted import HP, THADS, awards, counted, months_of, took_of


def rows(each: Sequence[CountedAward]) -> list[MonthOfAwards]:
    """A row for every single award: sums must not depend on how awards are gathered."""
    return [row for one in each for row in months_of([one])]


def units(each: Sequence[CountedAward]) -> list[str | None]:
    return [None, *sorted({one.unit_path[-1] for one in each})]


def of(each: Sequence[CountedAward], unit: str | None) -> list[CountedAward]:
    return [one for one in each if unit in (None, one.unit_path[-1])]


@given(st.lists(st.integers(0, 60), min_size=1))
def test_median_and_ninetieth_percentile_are_those_of_the_values_themselves(values: list[int]) -> None:
    days = Counter(values)
    assert median(days) == statistics.median(map(Fraction, values))
    assert p90(days) == sorted(values)[math.ceil(len(values) * 9 / 10) - 1]
    assert sum(value <= p90(days) for value in values) * 10 >= len(values) * 9


def test_nothing_has_no_middle() -> None:
    with pytest.raises(ValueError, match="nothing"):
        median({})


@given(st.lists(awards, max_size=40))
def test_lead_times_are_those_of_a_naive_count(each: list[CountedAward]) -> None:
    expected = []
    for unit in units([one for one in each if one.days]):
        for stage in STAGES:
            values = [one.days[stage] for one in of(each, unit) if stage in one.days]
            known = len(values) >= FEW
            middle = statistics.median(map(Fraction, values)) if known else None
            high = sorted(values)[math.ceil(len(values) * 9 / 10) - 1] if known else None
            expected.append(StageFigure(unit, stage, len(values), middle, high))
    assert stage_figures(took_of(each)) == expected


@given(st.lists(awards, max_size=60))
def test_years_are_those_of_a_naive_count(each: list[CountedAward]) -> None:
    mine = [one for one in each if one.nomination_type in ON_ANY_DAY]
    expected = []
    for unit in units(mine):
        for year in sorted({year_of(one.month) for one in of(mine, unit)}):
            its = [one.month for one in of(mine, unit) if f"{year}-02" <= one.month <= f"{year + 1}-01"]
            late = sum(f"{year}-11" <= month for month in its)
            known = len(its) >= FEW
            share = Fraction(late, len(its)) if known else None
            crowd = sum((Fraction(its.count(month), len(its)) ** 2 for month in set(its)), Fraction(0))
            expected.append(YearFigure(unit, year, len(its), late, share, crowd if known else None))
    assert year_figures(rows(each)) == expected


def test_an_even_year_has_a_quarter_at_its_end_and_a_twelfth_of_concentration() -> None:
    even = [counted(f"2026-{month:02}") for month in range(2, 13)] + [counted("2027-01")]
    whole, stp = year_figures(rows(even))
    assert (whole.unit_id, stp.unit_id) == (None, "STP-HP")
    assert whole.year_end_share == stp.year_end_share == Fraction(1, 4)
    assert whole.concentration == Fraction(1, 12)
    (bunched, _) = year_figures(rows([counted("2026-12") for _ in range(FEW)]))
    assert (bunched.year_end_share, bunched.concentration) == (Fraction(1), Fraction(1))


def test_of_few_awards_the_number_is_told_and_no_figure_is_made() -> None:
    few = [counted("2026-11") for _ in range(FEW - 1)]
    total = next(figure for figure in stage_figures(took_of(few)) if figure.stage == "total")
    assert (total.awards, total.median, total.p90) == (FEW - 1, None, None)
    year, _ = year_figures(rows(few))
    assert (year.awards, year.at_year_end, year.year_end_share, year.concentration) == (FEW - 1, FEW - 1, None, None)


def test_what_comes_once_a_year_by_law_is_no_bunching() -> None:
    assert year_figures(rows([counted("2026-12", nomination_type="merit") for _ in range(9)])) == []
    assert [figure.awards for figure in year_figures(rows([counted(), counted(path=THADS)]))] == [2, 1, 1]
    assert [figure.unit_id for figure in year_figures(rows([counted(path=THADS), counted(path=HP)]))][1:] == [
        "STP-HP",
        "THADS-HP",
    ]


def test_a_year_begins_in_february() -> None:
    assert [year_of(month) for month in ("2026-01", "2026-02", "2026-12")] == [2025, 2026, 2026]
    assert Span("2026-01", "2026-02").of_whole_years() == Span("2025-02", "2027-01")
    assert Span.of_a_year("2026-12") == Span("2026-01", "2026-12")
    assert Span.of_a_year("2026-10") == Span("2025-11", "2026-10")
