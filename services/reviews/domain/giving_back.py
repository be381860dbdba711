"""A case is given back: its file lacks something, and lies with its unit until it is forwarded again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState, FindingMissingError, GivenBack
from services.reviews.domain.steps import reopened
from shared.kernel.rulepack import StepClock
from shared.kernel.workdays import Calendar


def give_back(case: Case, given: GivenBack) -> Case:
    """The unit completes the file; then it is screened, forwarded and appraised anew, and nobody is awaited meanwhile.

    Raises: OnHoldError, ConflictError, FindingMissingError.
    """
    case.require(CaseState.APPRAISING, CaseState.READY)
    if not given.lacks:
        raise FindingMissingError(field="reasons")
    return replace(
        case,
        state=CaseState.RETURNED,
        given_back=replace(given, appraised=case.verdict is not None),
        appraiser_ref=None,
        verdict=None,
        findings=(),
        awaits=(),
        steps=reopened(case.steps, "appraise", "consult"),
    )


def put_off(case: Case, paused_days: int, on: date, clock: Mapping[str, StepClock], calendar: Calendar) -> int:
    """By how many working days what is not done falls due later in a case that was admitted on that day.

    Its clock stood still for `paused_days`. A step that is done anew, or was over when the file was given back, has its
    whole time from that day on, and those after it follow. Raises: NoCalendarError.
    """
    given, step = case.given_back, next((step for step in case.steps if step.done_on is None), None)
    if given is None or step is None or not (given.appraised or step.due_on < given.on):
        return paused_days
    return max(paused_days, calendar.between(step.due_on, calendar.add(on, clock[step.name].target)))
