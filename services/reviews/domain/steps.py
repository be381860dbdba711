"""The steps of a case and the days they fall due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from shared.kernel.rulepack import StepClock
from shared.kernel.steps import Step
from shared.kernel.workdays import Calendar

ORDER = ("screen", "appraise", "consult", "vote", "decide", "notify")


def plan_steps(received_on: date, clock: Mapping[str, StepClock], calendar: Calendar) -> tuple[Step, ...]:
    """The steps that the pack's clock names, each from the day the one before falls due, in working days."""
    steps = []
    begun = received_on
    for name in ORDER:
        limit = clock.get(name)
        if limit is None:
            continue
        legal = None if limit.legal_max is None else calendar.add(begun, limit.legal_max)
        begun = calendar.add(begun, limit.target)
        steps.append(Step(name, begun, legal))
    return tuple(steps)


def plan_above(sent_on: date, clock: Mapping[str, StepClock], calendar: Calendar) -> tuple[Step, ...]:
    """The steps of a case that was sent up, planned from that day; it is not screened again."""
    return plan_steps(sent_on, {name: limit for name, limit in clock.items() if name != "screen"}, calendar)


def decide_by(steps: tuple[Step, ...], received_on: date) -> date:
    """The day by which the decision falls due; the day of receipt when the pack sets no clock."""
    due = [step.due_on for step in steps if step.name != "notify"]
    return max(due, default=received_on)


def done(steps: tuple[Step, ...], name: str, day: date) -> tuple[Step, ...]:
    """The steps with one of them marked as done, if it was not before."""
    return tuple(replace(step, done_on=day) if step.name == name and step.done_on is None else step for step in steps)


def reopened(steps: tuple[Step, ...], *names: str) -> tuple[Step, ...]:
    """The steps with these of them to be done again."""
    return tuple(replace(step, done_on=None) if step.name in names else step for step in steps)


def postponed(steps: tuple[Step, ...], working_days: int, calendar: Calendar) -> tuple[Step, ...]:
    """The steps that are not done, later by the working days for which the file lay with its unit."""
    return tuple(step if step.done_on is not None else step.later(working_days, calendar) for step in steps)


def replanned(steps: tuple[Step, ...], anew: tuple[Step, ...], calendar: Calendar) -> tuple[Step, ...]:
    """The steps planned anew: what is done stays, what is not is put off as long as it was."""
    known = {step.name: step for step in steps}
    paused = max((step.paused_days for step in steps), default=0)
    return tuple(_replanned(known.get(step.name), step.later(paused, calendar)) for step in anew)


def _replanned(before: Step | None, anew: Step) -> Step:
    if before is None or before.done_on is not None:
        return before or anew
    same_days = (before.due_on, before.legal_due_on) == (anew.due_on, anew.legal_due_on)
    return replace(anew, told=before.told if same_days else None)
