"""What waits for somebody until a day: the check of a file, its completion, the answer to a suggestion."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.states import NEEDS_REVIEW, RETURNED, SCREENING, SUBMITTED
from services.nominations.domain.suggestion import UNANSWERED, Suggestion
from shared.kernel.clock import local_day
from shared.kernel.rulepack import StepClock
from shared.kernel.steps import Alarm, Step, with_told
from shared.kernel.workdays import Calendar

_SCREEN, _COMPLETE, _ANSWER = "screen", "complete", "answer"

STEP_OF_STATE: Mapping[str, str] = {
    SUBMITTED: _SCREEN,
    SCREENING: _SCREEN,
    NEEDS_REVIEW: _SCREEN,
    RETURNED: _COMPLETE,
}
"""Which step waits in which state; a file that is held, in review or at its end waits for nobody here."""


def planned(on: date, clock: StepClock, calendar: Calendar) -> Step:
    """The check of a file that came on that day. Raises: NoCalendarError."""
    legal = None if clock.legal_max is None else calendar.add(on, clock.legal_max)
    return Step(_SCREEN, calendar.add(on, clock.target), legal)


def resumed(file: Nomination, on: date, clock: StepClock, calendar: Calendar) -> tuple[Step, ...]:
    """The steps of a returned file that is completed: its check goes on where its clock stood still.

    A check that was over when the file was returned begins anew. Raises: NoCalendarError.
    """
    since = file.returned_on or on
    paused = calendar.between(since, on)
    return tuple(
        step.later(paused, calendar) if step.due_on >= since else planned(on, clock, calendar)
        for step in file.steps
        if step.name != _COMPLETE
    )


def alarm_of(file: Nomination, today: date, calendar: Calendar) -> Alarm | None:
    """What is to be said today of the day of the file's step. One that nobody completes lapses, which is said instead.

    Raises: NoCalendarError.
    """
    step = next((step for step in file.steps if step.name == STEP_OF_STATE.get(file.state)), None)
    alarm = None if step is None else step.alarm(_begun_on(file), today, calendar)
    return None if alarm is not None and alarm.is_breach and alarm.step == _COMPLETE else alarm


def alarmed(file: Nomination, alarm: Alarm) -> Nomination:
    """The file of whose step that was said."""
    return replace(file, steps=with_told(file.steps, alarm))


def _begun_on(file: Nomination) -> date:
    return file.returned_on or local_day(file.submitted_at or file.drafted_at)


def alarm_of_answer(suggestion: Suggestion, today: date, calendar: Calendar) -> Alarm | None:
    """What is to be said today of the day until which an answer is owed. Raises: NoCalendarError."""
    if suggestion.state != UNANSWERED:
        return None
    return Step(_ANSWER, suggestion.due_on, told=suggestion.told).alarm(suggestion.received_on, today, calendar)
