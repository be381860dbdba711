"""What a reported figure must show to point at an exemplar: rules of the pack, read as data."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Measure(StrEnum):
    """What a rule looks at: the figure itself, or the figure as a share of its target or of its baseline."""

    VALUE = "value"
    OF_TARGET = "of_target"
    OF_BASELINE = "of_baseline"


class Operator(StrEnum):
    """Which side of the threshold is the good one."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    def holds(self, figure: Fraction, limit: Fraction) -> bool:
        """Whether the figure is on the good side of the limit, or on it."""
        return figure >= limit if self is Operator.AT_LEAST else figure <= limit


@dataclass(frozen=True, slots=True)
class DetectionRule:
    """One rule, such as: cases closed, at least 1.25 of the target. `field` is the field of work of the deed.

    `min_confidence`, from 0 to 1, is below which nobody is asked. `indicator_vi` and `unit_vi` say it to people.
    """

    id: str
    indicator: str
    indicator_vi: str
    unit_vi: str
    field: str
    measure: Measure
    operator: Operator
    threshold: Fraction
    min_confidence: Fraction
