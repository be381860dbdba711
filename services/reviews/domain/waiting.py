"""What waits for somebody until a day: a step of a case, an opinion, a complaint, a finding."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.complaint import Complaint, ComplaintState
from services.reviews.domain.consulting import ASKING
from services.reviews.domain.finding import Finding, FindingState
from services.reviews.domain.opinion import Opinion, OpinionState
from shared.kernel.steps import Alarm, Step, with_told
from shared.kernel.workdays import Calendar

STEP_OF_STATE: Mapping[str, str] = {
    CaseState.ESCALATED: "appraise",
    CaseState.APPRAISING: "appraise",
    CaseState.CONSULTING: "consult",
    CaseState.READY: "vote",
    CaseState.IN_SESSION: "vote",
    CaseState.RECOMMENDED: "decide",
    CaseState.NOT_RECOMMENDED: "decide",
    CaseState.AWAITING_DECISION: "decide",
}
"""Which step of a case waits in which state; one that is held, with its unit or at its end waits for nobody."""

STEP_OF_COMPLAINT: Mapping[ComplaintState, str] = {
    ComplaintState.LODGED: "take_up",
    ComplaintState.VERIFYING: "rule",
}


def alarm_of_case(case: Case, today: date, calendar: Calendar) -> Alarm | None:
    """What is to be said today of the day of its step, which began when the one before was done.

    Raises: NoCalendarError.
    """
    step = next((step for step in case.steps if step.name == STEP_OF_STATE.get(case.state)), None)
    if step is None or step.done_on is not None or case.is_leaving:
        return None
    begun_on = max((case.began_on, *(one.done_on for one in case.steps if one.done_on is not None)))
    return step.alarm(begun_on, today, calendar)


def alarmed(case: Case, alarm: Alarm) -> Case:
    """The case of whose step that was said."""
    return replace(case, steps=with_told(case.steps, alarm))


def alarm_of_opinion(opinion: Opinion, case: Case, today: date, calendar: Calendar) -> Alarm | None:
    """What is to be said today of the day of an answer for which a case waits. What is over lapses.

    Raises: NoCalendarError.
    """
    if opinion.state is not OpinionState.REQUESTED or case.state not in ASKING:
        return None
    alarm = Step("answer", opinion.due_on, told=opinion.told).alarm(opinion.asked_on or date.min, today, calendar)
    return None if alarm is not None and alarm.is_breach else alarm


def alarm_of_complaint(complaint: Complaint, today: date, calendar: Calendar) -> Alarm | None:
    """What is to be said today of the day until which supervision takes it up, or rules. Raises: NoCalendarError."""
    step = STEP_OF_COMPLAINT.get(complaint.state)
    if step is None:
        return None
    return Step(step, complaint.due_on, told=complaint.told).alarm(complaint.lodged_on, today, calendar)


def alarm_of_finding(finding: Finding, today: date, calendar: Calendar) -> Alarm | None:
    """What is to be said today of the day until which its owner sets it right. Raises: NoCalendarError."""
    if finding.state is not FindingState.ASSIGNED or finding.due_on is None:
        return None
    begun_on = finding.assigned_on or finding.raised_on
    return Step("remedy", finding.due_on, told=finding.told).alarm(begun_on, today, calendar)
