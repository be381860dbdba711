"""Events of `results.v1`: figures that provincial systems report."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.topics import RESULTS


class ResultsReported(Event):
    """A system told what a subject achieved in a period. Figures are decimals; indicator and source are codes."""

    type: ClassVar[str] = "results.reported"
    topic: ClassVar[str] = RESULTS
    key: ClassVar[str] = "result_id"

    result_id: UUID
    subject_ref: str
    indicator: str
    period_from: date
    period_to: date
    value: str
    target: str | None = None
    baseline: str | None = None
    source: str
    reported_on: date
