from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.answers import AnswerFigure, DueDay, answer_figures
from services.reviews.domain.figures import FEW

TODAY = date(2026, 10, 14)

days = st.integers(0, 4).flatmap(
    lambda due: st.builds(
        DueDay,
        st.sampled_from(["STP-HP", "UB-TT"]),
        st.dates(date(2026, 10, 10), date(2026, 10, 18)),
        st.just(due),
        st.integers(0, due),
    )
)


@given(st.lists(days, max_size=20))
def test_answers_are_those_of_a_naive_count(each: Sequence[DueDay]) -> None:
    """One by one: a suggestion whose day is not over is neither answered in time nor late."""
    suggestions = [(day, n < day.in_time) for day in each for n in range(day.due) if day.due_on < TODAY]
    for figure in answer_figures(each, TODAY):
        mine = [in_time for day, in_time in suggestions if figure.unit_id in (None, day.unit_id)]
        share = Fraction(sum(mine), len(mine)) if len(mine) >= FEW else None
        assert (figure.due, figure.in_time, figure.share) == (len(mine), sum(mine), share)


def test_each_unit_stands_below_all_together() -> None:
    over = [DueDay("UB-TT", date(2026, 10, 13), 5, 4), DueDay("STP-HP", date(2026, 10, 12), 1, 1)]
    today = DueDay("UB-XA", TODAY, 7, 7)
    assert answer_figures([*over, today], TODAY) == [
        AnswerFigure(None, 6, 5),
        AnswerFigure("STP-HP", 1, 1),
        AnswerFigure("UB-TT", 5, 4),
    ]
    assert AnswerFigure("UB-TT", 5, 4).share == Fraction(4, 5)
    assert AnswerFigure("STP-HP", 1, 1).share is None
