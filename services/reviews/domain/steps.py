"""The steps of a case and the days they fall due."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from shared.kernel.rulepack import StepClock
from shared.kernel.workdays import Calendar

ORDER = ("screen", "appraise", "consult", "vote", "decide", "notify")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when our target and the law's limit fall due, and when it was done.

    `paused_days` are the working days by which it was put off.
    """

    name: str
    due_on: date
    legal_due_on: date | None = None
    done_on: date | None = None
    paused_days: int = 0


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
    return tuple(step if step.done_on is not None else _later(step, working_days, calendar) for step in steps)


def replanned(steps: tuple[Step, ...], anew: tuple[Step, ...], calendar: Calendar) -> tuple[Step, ...]:
    """The steps planned anew: what is done stays, what is not is put off as long as it was."""
    known = {step.name: step for step in steps}
    paused = max((step.paused_days for step in steps), default=0)
    return tuple(
        known[step.name]
        if step.name in known and known[step.name].done_on is not None
        else _later(step, paused, calendar)
        for step in anew
    )


def _later(step: Step, working_days: int, calendar: Calendar) -> Step:
    legal = None if step.legal_due_on is None else calendar.add(step.legal_due_on, working_days)
    return replace(
        step,
        due_on=calendar.add(step.due_on, working_days),
        legal_due_on=legal,
        paused_days=step.paused_days + working_days,
    )
