"""A case goes up: a unit below has reviewed it, and the one that may grant reviews it anew."""

from dataclasses import replace
from datetime import date

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState, NotHigherError, Passed
from services.reviews.domain.steps import decide_by, plan_above
from shared.kernel.errors import ConflictError
from shared.kernel.rulepack import FormRule
from shared.kernel.workdays import Calendar


def escalate(case: Case, on: date, form: FormRule, calendar: Calendar) -> Case:
    """It is sent up to its grantor; what was found below stays with it, and its clock begins anew.

    Raises: NotHigherError, OnHoldError, ConflictError, NoCalendarError.
    """
    if not case.level:
        raise NotHigherError(number=case.facts.number)
    if case.is_leaving:
        raise ConflictError("STATE_CHANGED", state=case.state.value)
    case.require(CaseState.APPRAISING, CaseState.RECOMMENDED)
    found = Passed(case.level[-1], on, case.appraiser_ref, case.verdict, case.findings, case.session_id)
    screened = (step for step in case.steps if step.name == "screen")
    steps = (*screened, *plan_above(on, form.clock, calendar))
    return replace(
        case,
        state=CaseState.ESCALATED,
        level=(),
        passed=(*case.passed, found),
        steps=steps,
        decide_by=decide_by(steps, on),
        appraiser_ref=None,
        verdict=None,
        findings=(),
        awaits=(),
        session_id=None,
        other_session_ids=(),
        recommended=False,
    )


def take_over(case: Case) -> Case:
    """An officer above takes it in hand, and appraises it. Raises: OnHoldError, ConflictError."""
    case.require(CaseState.ESCALATED)
    return replace(case, state=CaseState.APPRAISING)
