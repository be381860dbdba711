"""How long it took, counted from the day of the deed."""

from dataclasses import dataclass
from datetime import date

from services.reviews.domain.facts import Facts
from shared.kernel.workdays import Calendar, NoCalendarError


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """Working days by stage and in all, and calendar days from deed to decision beside them.

    `submitted_decided` is without the days `held`, for which the file stood still to be verified.
    None: nobody knows, because there is no deed, or the stage lies in a year of which there is no calendar, such as
    that of an old deed.
    """

    deed_known: int | None
    known_submitted: int | None
    submitted_decided: int | None
    total: int | None
    calendar_days: int | None
    held: int = 0


def lead_times(facts: Facts, decided_on: date, calendar: Calendar, held: int) -> LeadTimes:
    """The lead times of one award. They are told, not judged by: a missing calendar never keeps an award back."""
    reviewed = _worked(facts.received_on, decided_on, calendar)
    stages = (
        _worked(facts.occurred_to, facts.known_on, calendar),
        _worked(facts.known_on, facts.received_on, calendar),
        None if reviewed is None else reviewed - held,
    )
    known = [stage for stage in stages if stage is not None]
    return LeadTimes(
        *stages,
        total=sum(known) if len(known) == len(stages) else None,
        calendar_days=None if facts.occurred_to is None else (decided_on - facts.occurred_to).days,
        held=held,
    )


def _worked(start: date | None, end: date | None, calendar: Calendar) -> int | None:
    if start is None or end is None:
        return None
    try:
        return calendar.between(start, end)
    except NoCalendarError:
        return None
