from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.detection import Figures, Sign
from services.nominations.domain.exemplar import (
    Dismissal,
    DismissalUnsaidError,
    Exemplar,
    ExemplarDecidedError,
    ExemplarState,
    FiguresUncheckedError,
    detected,
    exemplar_id_of,
)
from services.nominations.domain.report import FuturePeriodError, Period, PeriodError, Report
from shared.kernel.detection import Measure, Operator

DAY = date(2026, 10, 2)
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
SIGN = Sign(
    rule_id="R-1",
    indicator_vi="Số việc thi hành xong",
    unit_vi="việc",
    field="thi_hanh_an",
    measure=Measure.OF_TARGET,
    operator=Operator.AT_LEAST,
    threshold=Decimal("1.25"),
    measured=Decimal("1.3061"),
    confidence=Decimal(1),
)
REPORT = Report(
    id=UUID(int=1),
    subject_ref="CHV-118",
    subject_name="Huỳnh Thanh Sơn",
    unit_code="P-THADS-5",
    unit_path=("BTP", "THADS-HP", "P-THADS-5"),
    indicator="viec_thi_hanh_xong",
    period=QUARTER,
    figures=Figures(Decimal(64), Decimal(49), Decimal(51)),
    source="THADS-TK",
    reported_on=DAY,
    pack_id="FIX-2026",
    pack_version="2026-10-01",
    signs=(SIGN,),
)
EXEMPLAR = detected(REPORT, SIGN, "DH-2026-0001", DAY)


def test_it_says_why_in_words_and_figures() -> None:
    assert EXEMPLAR.explanation_vi == (
        "Số việc thi hành xong quý III/2026: 64 việc, bằng 131% chỉ tiêu (49 việc); "
        "ngưỡng phát hiện: từ 125%. Kỳ trước: 51 việc."
    )
    count = replace(SIGN, measure=Measure.VALUE, operator=Operator.AT_MOST, threshold=Decimal(100))
    bare = replace(EXEMPLAR, sign=count, figures=Figures(Decimal("64.50")))
    assert bare.explanation_vi == (
        "Số việc thi hành xong quý III/2026: 64,5 việc; ngưỡng phát hiện: không quá 100 việc."
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), "tháng 2/2026"),
        (date(2026, 10, 1), date(2026, 12, 31), "quý IV/2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        (date(2026, 2, 1), date(2026, 4, 30), "từ 01/02/2026 đến 30/04/2026"),
        (date(2025, 2, 1), date(2026, 1, 31), "từ 01/02/2025 đến 31/01/2026"),
        (date(2026, 7, 2), date(2026, 9, 30), "từ 02/07/2026 đến 30/09/2026"),
    ],
)
def test_a_period_is_called_as_people_call_it(first: date, last: date, words: str) -> None:
    assert str(Period(first, last)) == words


def test_only_a_period_that_is_over_has_a_result() -> None:
    assert QUARTER.checked(date(2026, 9, 30)) is QUARTER
    with pytest.raises(FuturePeriodError):
        QUARTER.checked(date(2026, 9, 29))
    with pytest.raises(PeriodError):
        Period(QUARTER.last, QUARTER.first).checked(DAY)


def test_it_is_one_per_rule_subject_and_period_however_often_it_is_reported() -> None:
    again = replace(REPORT, id=UUID(int=2), figures=Figures(Decimal(65), Decimal(49)))
    assert detected(again, SIGN, "DH-2026-0002", DAY).id == EXEMPLAR.id
    others = {
        exemplar_id_of("R-2", "CHV-118", QUARTER),
        exemplar_id_of("R-1", "CHV-119", QUARTER),
        exemplar_id_of("R-1", "CHV-118", replace(QUARTER, first=date(2026, 8, 1))),
    }
    assert len({EXEMPLAR.id, *others}) == 4


def test_nobody_decides_without_the_figures() -> None:
    with pytest.raises(FiguresUncheckedError):
        EXEMPLAR.confirm(DAY, figures_checked=False)
    with pytest.raises(FiguresUncheckedError):
        EXEMPLAR.dismiss(Dismissal.CIRCUMSTANCES, "", DAY, figures_checked=False)
    with pytest.raises(DismissalUnsaidError):
        EXEMPLAR.dismiss(Dismissal.OTHER, "", DAY, figures_checked=True)


def test_another_contributors_award_recognises_nobody() -> None:
    confirmed = EXEMPLAR.confirm(DAY, figures_checked=True)
    assert confirmed.recognise("CB-0412", uuid4()) is confirmed


ACTS = st.lists(
    st.tuples(st.sampled_from(["confirm", "dismiss", "recognise", "expire"]), st.integers(0, 800)), max_size=8
)
NEXT = {
    ExemplarState.DETECTED: {ExemplarState.CONFIRMED, ExemplarState.DISMISSED},
    ExemplarState.CONFIRMED: {ExemplarState.RECOGNISED, ExemplarState.EXPIRED},
}


def acted(it: Exemplar, act: str, on: date) -> Exemplar:
    match act:
        case "confirm":
            return it.confirm(on, figures_checked=True)
        case "dismiss":
            return it.dismiss(Dismissal.FIGURES_WRONG, "", on, figures_checked=True)
        case "recognise":
            return it.recognise("CHV-118", UUID(int=7))
        case _:
            return it.expire(on)


@given(ACTS)
def test_it_moves_forward_only_and_facts_never_refuse(acts: list[tuple[str, int]]) -> None:
    it = EXEMPLAR
    for act, days in acts:
        on = DAY + timedelta(days=days)
        if act in {"confirm", "dismiss"} and it.state is not ExemplarState.DETECTED:
            with pytest.raises(ExemplarDecidedError):
                acted(it, act, on)
            continue
        after = acted(it, act, on)
        assert after is it or after.state in NEXT.get(it.state, set())
        it = after


@given(st.integers(0, 800))
def test_after_a_year_without_an_award_it_expires_and_not_before(days: int) -> None:
    confirmed = EXEMPLAR.confirm(DAY, figures_checked=True)
    later = confirmed.expire(DAY + timedelta(days=days))
    assert (later.state is ExemplarState.EXPIRED) is (days >= 365)
