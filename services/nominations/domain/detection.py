"""What the rules of the pack see in a figure: an exemplar may be behind it, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shared.kernel.detection import DetectionRule, Measure, Operator

_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was achieved, what had been asked, and what it was before; the last two may be unknown."""

    value: Decimal
    target: Decimal | None = None
    baseline: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """What one rule sees in a figure: `measured` is on the good side of the `threshold`, to four places.

    `confidence` is from 0 to 1.
    """

    rule_id: str
    indicator_vi: str
    unit_vi: str
    field: str
    measure: Measure
    operator: Operator
    threshold: Decimal
    measured: Decimal
    confidence: Decimal


def signs_of(indicator: str, figures: Figures, rules: Sequence[DetectionRule]) -> tuple[Sign, ...]:
    """What the rules for this indicator see, each that sees anything."""
    found = (_sign(rule, figures) for rule in rules if rule.indicator == indicator)
    return tuple(sign for sign in found if sign is not None)


def _sign(rule: DetectionRule, figures: Figures) -> Sign | None:
    measured, confidence = _measured(rule.measure, figures), _confidence(rule.operator, figures)
    if measured is None or not rule.operator.holds(measured, rule.threshold) or confidence < rule.min_confidence:
        return None
    return Sign(
        rule_id=rule.id,
        indicator_vi=rule.indicator_vi,
        unit_vi=rule.unit_vi,
        field=rule.field,
        measure=rule.measure,
        operator=rule.operator,
        threshold=_rounded(rule.threshold),
        measured=_rounded(measured),
        confidence=_rounded(confidence),
    )


def _measured(measure: Measure, figures: Figures) -> Fraction | None:
    """What the rule looks at, exact; None when there is nothing to compare with."""
    if measure is Measure.VALUE:
        return Fraction(figures.value)
    other = figures.target if measure is Measure.OF_TARGET else figures.baseline
    return Fraction(figures.value) / Fraction(other) if other else None


def _confidence(operator: Operator, figures: Figures) -> Fraction:
    """The share of three signs that agree: beyond the threshold, no worse than the target, no worse than before."""
    others = (other for other in (figures.target, figures.baseline) if other is not None)
    return Fraction(1 + sum(operator.holds(Fraction(figures.value), Fraction(other)) for other in others), 3)


def _rounded(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_FOUR_PLACES).normalize()
