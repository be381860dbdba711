"""How long it took, counted from the day of the deed."""

from dataclasses import dataclass
from datetime import date

from services.reviews.domain.facts import Facts
from shared.kernel.workdays import Calendar


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """Working days by stage and in all, and calendar days from deed to decision beside them."""

    deed_known: int
    known_submitted: int
    submitted_decided: int
    total: int
    calendar_days: int


def lead_times(facts: Facts, decided_on: date, calendar: Calendar) -> LeadTimes:
    """The lead times of one award."""
    deed_known = calendar.between(facts.occurred_to, facts.known_on)
    known_submitted = calendar.between(facts.known_on, facts.received_on)
    submitted_decided = calendar.between(facts.received_on, decided_on)
    return LeadTimes(
        deed_known,
        known_submitted,
        submitted_decided,
        total=deed_known + known_submitted + submitted_decided,
        calendar_days=(decided_on - facts.occurred_to).days,
    )
