from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.detection import Figures, Sign, signs_of
from shared.kernel.detection import DetectionRule, Measure, Operator
from shared.runtime.law.loading import load_rulepacks

HALF = Fraction(1, 2)
AMOUNTS = st.decimals(min_value=0, max_value=10_000, places=2)


def rule(
    measure: Measure, operator: Operator, threshold: str, min_confidence: Fraction = Fraction(1, 3)
) -> DetectionRule:
    return DetectionRule(
        id="R-1",
        indicator="so_viec",
        indicator_vi="Số việc",
        unit_vi="việc",
        field="thi_hanh_an",
        measure=measure,
        operator=operator,
        threshold=Fraction(threshold),
        min_confidence=min_confidence,
    )


def seen(one: DetectionRule, value: str, target: str | None = None, baseline: str | None = None) -> Sign | None:
    figures = Figures(Decimal(value), *(None if other is None else Decimal(other) for other in (target, baseline)))
    return next(iter(signs_of("so_viec", figures, [one])), None)


def test_the_quarter_of_the_sample_is_seen_with_all_three_signs() -> None:
    (sign,) = signs_of(
        "viec_thi_hanh_xong",
        Figures(Decimal(64), Decimal(49), Decimal(51)),
        load_rulepacks().version("FIX-2026", "2026-10-01").detection,
    )
    assert (sign.rule_id, str(sign.measured), str(sign.confidence)) == ("R-THI-HANH-VUOT-CHI-TIEU", "1.3061", "1")


@pytest.mark.parametrize(
    ("measure", "value", "target", "baseline", "is_seen"),
    [
        (Measure.VALUE, "2", None, None, True),
        (Measure.VALUE, "1.99", "1", "1", False),
        (Measure.OF_TARGET, "20", "10", None, True),
        (Measure.OF_TARGET, "19.99", "10", None, False),
        (Measure.OF_TARGET, "20", None, "10", False),
        (Measure.OF_TARGET, "20", "0", None, False),
        (Measure.OF_BASELINE, "20", None, "10", True),
        (Measure.OF_BASELINE, "20", "10", None, False),
    ],
)
def test_a_rule_sees_what_is_beyond_its_threshold_and_can_be_compared(
    measure: Measure, value: str, target: str | None, baseline: str | None, *, is_seen: bool
) -> None:
    assert (seen(rule(measure, Operator.AT_LEAST, "2"), value, target, baseline) is not None) is is_seen


def test_where_less_is_better_a_rule_looks_the_other_way() -> None:
    errors = rule(Measure.OF_BASELINE, Operator.AT_MOST, "0.5")
    sign = seen(errors, "2", "3", "4")
    assert sign is not None
    assert (str(sign.measured), str(sign.confidence)) == ("0.5", "1")
    assert seen(errors, "3", "3", "4") is None


@pytest.mark.parametrize(("target", "baseline", "told"), [(None, None, None), ("10", "11", "0.6667"), ("9", "9", "1")])
def test_who_is_not_sure_enough_asks_nobody(target: str | None, baseline: str | None, told: str | None) -> None:
    sign = seen(rule(Measure.VALUE, Operator.AT_LEAST, "10", HALF), "10", target, baseline)
    assert (None if sign is None else str(sign.confidence)) == told


def test_another_indicator_is_not_looked_at() -> None:
    assert signs_of("khac", Figures(Decimal(9)), [rule(Measure.VALUE, Operator.AT_LEAST, "1")]) == ()


@given(value=AMOUNTS, target=AMOUNTS, baseline=AMOUNTS, more=AMOUNTS, measure=st.sampled_from(Measure))
def test_a_better_figure_is_never_seen_less(
    value: Decimal, target: Decimal, baseline: Decimal, more: Decimal, measure: Measure
) -> None:
    one = rule(measure, Operator.AT_LEAST, "1.25", Fraction(2, 3))
    worse, better = (signs_of("so_viec", Figures(it, target, baseline), [one]) for it in (value, value + more))
    assert not worse or better
    for sign in (*worse, *better):
        assert one.min_confidence <= Fraction(sign.confidence) + Fraction(1, 1_000)
        assert Fraction(1, 3) - Fraction(1, 1_000) <= Fraction(sign.confidence) <= 1
