"""Whether suggestions are answered by the day until which an answer is owed. Exact, from counts by day.

Source: the design's section on metrics, answered_suggestions.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.reviews.domain.figures import FEW


@dataclass(frozen=True, slots=True)
class DueDay:
    """The suggestions to one unit whose answer is owed until one day, and how many of them were answered by then."""

    unit_id: str
    due_on: date
    due: int
    in_time: int


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """Of the `due` suggestions `in_time` were answered by their day; None as `unit_id` means all units together."""

    unit_id: str | None
    due: int
    in_time: int

    @property
    def share(self) -> Fraction | None:
        """Answered by the day ÷ due. None: there are too few."""
        return Fraction(self.in_time, self.due) if self.due >= FEW else None


def answer_figures(days: Sequence[DueDay], today: date) -> list[AnswerFigure]:
    """How suggestions were answered whose day is over, for all units and each by its code."""
    units: dict[str, list[DueDay]] = defaultdict(list)
    over = [day for day in days if day.due_on < today]
    for day in over:
        units[day.unit_id].append(day)
    return [_figure(unit_id, own) for unit_id, own in ((None, over), *sorted(units.items()))]


def _figure(unit_id: str | None, days: Sequence[DueDay]) -> AnswerFigure:
    return AnswerFigure(unit_id, sum(day.due for day in days), sum(day.in_time for day in days))
