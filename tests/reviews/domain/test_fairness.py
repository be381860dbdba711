from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.fairness import (
    FAVOURED,
    FairShare,
    Headcount,
    Quarter,
    UnitStaff,
    fair_shares,
    quarter_figures,
    quarters_in,
    shares_before,
    span_before,
)
from services.reviews.domain.figures import FEW, CountedAward, Span
from shared.kernel.rulepack import Alerts
from tests.reviews.counted import HP, P5, STAFF, THADS, awards, counted, months_of, staff_of

DAY = date(2026, 12, 31)
EVERYBODY = [staff_of(HP), staff_of(THADS)]


def naive(group: str, each: Sequence[CountedAward], units: Sequence[tuple[str, ...]]) -> FairShare:
    base, parts = FAVOURED[group]
    known = [path for path in units if any(STAFF.get(path, {}).get(part, 0) for part in parts)]
    mine = [one for one in each if one.unit_path in known]
    return FairShare(
        group,
        sum(group in one.groups for one in mine),
        sum(base in one.groups for one in mine),
        sum(STAFF[path].get(group, 0) for path in known),
        sum(STAFF[path].get(part, 0) for path in known for part in parts),
    )


@given(st.lists(awards, max_size=40))
def test_shares_are_those_of_a_naive_count_over_the_units_whose_staff_is_known(each: list[CountedAward]) -> None:
    assert fair_shares(months_of(each), EVERYBODY, DAY) == tuple(naive(group, each, [HP, THADS]) for group in FAVOURED)


def many(path: tuple[str, ...], month: str, **of_group: int) -> list[CountedAward]:
    return [
        counted(month, path, groups=("individual", group)) for group, count in of_group.items() for _ in range(count)
    ]


def test_a_group_that_gets_what_it_is_of_the_staff_has_a_ratio_of_one() -> None:
    even = months_of(many(HP, "2026-10", direct=64, specialist=38, leader=18))
    direct, specialist, small = fair_shares(even, [staff_of(HP)], DAY)
    assert (direct.ratio, specialist.ratio, small.ratio) == (Fraction(1), Fraction(1), None)
    leaders = months_of(many(HP, "2026-10", direct=2, leader=8))
    assert fair_shares(leaders, [staff_of(HP)], DAY)[0].ratio == Fraction(2, 10) / Fraction(64, 120)


def test_of_few_awards_or_an_unknown_staff_there_is_no_ratio_and_no_alert() -> None:
    few = FairShare("direct", 0, FEW - 1, 64, 120)
    unknown = FairShare("direct", 0, 50, 0, 120)
    for share in (few, unknown):
        assert share.ratio is None
        assert not share.is_below(Fraction(1))
    assert FairShare("direct", 0, FEW, 64, 120).is_below(Fraction(1, 100))


@pytest.mark.parametrize(
    ("low", "alerts"),
    [((True, True), (False, True)), ((False, True), (False, False)), ((True, False), (False, False))],
)
def test_an_alert_needs_two_low_quarters_in_a_row(low: tuple[bool, ...], alerts: tuple[bool, ...]) -> None:
    each = [
        award
        for is_low, month in zip(low, ("2026-08", "2026-11"), strict=True)
        for award in many(HP, month, leader=5, direct=0 if is_low else 20)
    ]
    quarters = quarters_in(Span("2026-07", "2026-12"))
    figures = quarter_figures(months_of(each), EVERYBODY, quarters, Alerts())
    told = [one.alert for one in figures if one.unit_id == "STP-HP" and one.share.group == "direct"]
    assert tuple(told) == alerts
    once = quarter_figures(months_of(each), EVERYBODY, quarters, Alerts(quarters=1))
    assert tuple(one.alert for one in once if one.unit_id is None and one.share.group == "direct") == low


def test_staff_is_that_of_the_day() -> None:
    counts = (Headcount("direct", 10, None), Headcount("direct", 20, date(2026, 7, 1)), Headcount("leader", 2, None))
    unit = UnitStaff(P5, counts, valid_to=date(2026, 9, 30))
    assert unit.on(date(2026, 6, 30)) == {"direct": 10, "leader": 2}
    assert unit.on(date(2026, 7, 1)) == {"direct": 20, "leader": 2}
    assert unit.on(date(2026, 10, 1)) == {}
    assert replace(unit, valid_to=None).on(date(2027, 1, 1)) == {"direct": 20, "leader": 2}


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(-30, 30))
def test_quarters_follow_each_other(year: int, month: int, n: int) -> None:
    quarter = Quarter.of(f"{year:04}-{month:02}")
    assert quarter.span.first <= f"{year:04}-{month:02}" <= quarter.span.last
    assert quarter.later(n).later(-n) == quarter
    assert (quarter.later(n) > quarter) == (n > 0)
    assert quarter.last_day < quarter.later(1).last_day
    assert f"{quarter.last_day:%Y-%m}" == quarter.span.last


def test_the_quarters_of_a_span_are_those_that_it_touches() -> None:
    assert [quarter.name for quarter in quarters_in(Span("2025-12", "2026-04"))] == ["2025-Q4", "2026-Q1", "2026-Q2"]
    assert quarters_in(Span("2026-04", "2025-12")) == []


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 8))
def test_what_is_read_before_a_vote_reaches_as_far_as_year_and_alert_need(today: date, quarters: int) -> None:
    span = span_before(today, Alerts(quarters=quarters))
    assert span.last == f"{today:%Y-%m}"
    assert span.first <= Span.of_a_year(span.last).first
    assert span.first <= Quarter.of(span.last).later(-quarters).span.first


def test_what_a_council_is_shown_is_of_a_year_and_warns_by_quarters_that_ended() -> None:
    low = [award for month in ("2026-05", "2026-08") for award in many(HP, month, leader=FEW)]
    today, now = date(2026, 10, 7), many(HP, "2026-10", direct=40)
    direct, *_ = shares_before(months_of([*low, *now]), [staff_of(HP)], today, Alerts())
    assert (direct.share.awards, direct.share.of_awards, direct.alert) == (40, 50, True)
    older = many(HP, "2025-10", direct=7)
    fair = [*low, *many(HP, "2026-08", direct=20), *older]
    direct, *_ = shares_before(months_of(fair), [staff_of(HP)], today, Alerts())
    assert (direct.share.awards, direct.share.of_awards, direct.alert) == (20, 30, False)
