from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.fairness import Quarter
from services.reviews.domain.figures import FEW
from services.reviews.domain.finding import FindingKind
from services.reviews.domain.formalism import (
    MonthOfReports,
    Movement,
    MovementAwards,
    ReportFigure,
    movement_figures,
    report_figures,
)
from services.reviews.domain.signs import signs_of_movement, signs_of_reports
from shared.kernel.rulepack import Alerts

FIRST = date(2026, 7, 1)
Q3 = Quarter(2026, 3)

reports = st.lists(st.tuples(st.sampled_from(["STP-HP", "THADS-HP"]), st.booleans()), max_size=30)


def movement(days: int = 100) -> Movement:
    return Movement(UUID(int=1), "CD-2026-1", ("BTP",), FIRST, FIRST + timedelta(days=days - 1))


@given(reports)
def test_reports_are_those_of_a_naive_count(each: list[tuple[str, bool]]) -> None:
    rows = [MonthOfReports(unit, "2026-07", 1, int(repeats)) for unit, repeats in each]
    expected = []
    for unit in (None, *sorted({unit for unit, _ in each})):
        mine = [repeats for of, repeats in each if unit in (None, of)]
        expected.append((unit, len(mine), sum(mine), Fraction(sum(mine), len(mine)) if len(mine) >= FEW else None))
    assert [(one.unit_id, one.reports, one.repeating, one.share) for one in report_figures(rows)] == expected


@given(st.integers(1, 400), st.lists(st.integers(-5, 420), max_size=30))
def test_awards_of_a_movement_are_those_of_a_naive_count(days: int, decided: list[int]) -> None:
    """The n-th of so many days is near the end when more than nine tenths of them are over with it."""
    told = MovementAwards(movement(days), Counter(FIRST + timedelta(days=n) for n in decided))
    (figure,) = movement_figures([told])
    near = sum(10 * (n + 1) > 9 * days and n < days for n in decided)
    assert (figure.awards, figure.near_end) == (len(decided), near)
    assert figure.share == (Fraction(near, len(decided)) if len(decided) >= FEW else None)


@pytest.mark.parametrize(("days", "near"), [(100, 10), (92, 10), (10, 1), (5, 1), (1, 1)])
def test_the_last_tenth_holds_at_least_the_last_day(days: int, near: int) -> None:
    window = movement(days)
    assert sum(window.is_near_end(FIRST + timedelta(days=n)) for n in range(-3, days + 5)) == near
    assert window.is_near_end(window.window_to)
    assert not window.is_near_end(window.window_to + timedelta(days=1))


def test_a_sign_begins_beyond_the_limit() -> None:
    at_limit, beyond = (MonthOfReports("STP-HP", "2026-07", 100, repeating) for repeating in (35, 36))
    assert list(signs_of_reports([at_limit], Q3, Alerts())) == []
    (sign,) = signs_of_reports([beyond], Q3, Alerts())
    assert (sign.kind, sign.period) == (FindingKind.FORMALISM, "2026-Q3")
    assert (sign.figure.value, sign.figure.limit) == (36, 35)


def test_of_few_reports_there_is_no_sign() -> None:
    assert ReportFigure(None, FEW - 1, FEW - 1).share is None
    assert list(signs_of_reports([MonthOfReports("STP-HP", "2026-07", FEW - 1, FEW - 1)], Q3, Alerts())) == []


def test_a_movement_is_judged_after_the_quarter_in_which_its_window_ended() -> None:
    told = MovementAwards(movement(92), {date(2026, 9, 29): FEW, date(2026, 8, 1): 1})
    assert told.movement.window_to == date(2026, 9, 30)
    (sign,) = signs_of_movement(told, Q3, Alerts())
    assert (sign.period, sign.figure.metric, sign.figure.value) == ("2026-07-01/2026-09-30", "awards_near_end", 84)
    assert list(signs_of_movement(told, Q3.later(1), Alerts())) == []
