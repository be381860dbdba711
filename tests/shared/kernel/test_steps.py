"""Whoever has a step is reminded when it helps, once, and the level above hears of what is over."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.steps import AlarmKind, Step
from shared.runtime.law.loading import load_calendar

CALENDAR = load_calendar()
TUESDAY = date(2026, 10, 6)
DUE = date(2026, 10, 12)
"""A Monday; the working day before is Friday the 9th."""


def said(step: Step, today: date, begun_on: date = TUESDAY) -> AlarmKind | None:
    alarm = step.alarm(begun_on, today, CALENDAR)
    return None if alarm is None else alarm.kind


def test_who_has_it_hears_on_the_working_day_before_and_once() -> None:
    step = Step("appraise", DUE)
    assert [said(step, date(2026, 10, day)) for day in (8, 9, 10, 12)] == [None, *[AlarmKind.APPROACHING] * 3]
    told = replace(step, told=AlarmKind.APPROACHING)
    assert [said(told, date(2026, 10, day)) for day in (9, 12)] == [None, None]


def test_the_day_after_it_is_over_also_on_a_day_without_work_and_once() -> None:
    step = Step("appraise", date(2026, 10, 9), told=AlarmKind.APPROACHING)
    assert said(step, date(2026, 10, 10)) is AlarmKind.BREACHED
    assert said(replace(step, told=AlarmKind.BREACHED), date(2026, 10, 14)) is None


def test_what_came_to_its_holder_only_on_the_day_before_needs_no_reminder() -> None:
    step = Step("screen", date(2026, 10, 7))
    assert said(step, date(2026, 10, 6)) is None
    assert said(step, date(2026, 10, 7)) is None
    assert said(step, date(2026, 10, 8)) is AlarmKind.BREACHED


def test_what_came_to_its_holder_when_it_was_over_has_that_day() -> None:
    step = Step("decide", date(2026, 10, 5))
    assert said(step, TUESDAY) is None
    assert said(step, date(2026, 10, 7)) is AlarmKind.BREACHED


def test_our_target_and_the_laws_limit_are_each_said() -> None:
    step = Step("appraise", DUE, date(2026, 10, 20), told=AlarmKind.BREACHED)
    assert said(step, date(2026, 10, 20)) is None
    alarm = step.alarm(TUESDAY, date(2026, 10, 21), CALENDAR)
    assert alarm is not None
    assert (alarm.is_legal, alarm.due_on) == (True, date(2026, 10, 20))
    assert said(replace(step, told=AlarmKind.LEGAL_BREACHED), date(2026, 10, 22)) is None


def test_when_both_were_missed_unseen_only_the_laws_limit_is_said() -> None:
    assert said(Step("appraise", DUE, date(2026, 10, 20)), date(2026, 11, 2)) is AlarmKind.LEGAL_BREACHED


def test_a_step_that_was_put_off_has_its_own_alarms() -> None:
    told = Step("appraise", DUE, told=AlarmKind.BREACHED)
    later = told.later(5, CALENDAR)
    assert said(later, DUE + timedelta(days=2)) is None
    assert said(later, date(2026, 10, 16)) is AlarmKind.APPROACHING
    assert told.later(0, CALENDAR) is told


@given(target=st.integers(0, 20), more=st.none() | st.integers(0, 20), days=st.lists(st.integers(0, 60)))
def test_on_whichever_days_one_looks_alarms_only_grow_and_none_comes_twice(
    target: int, more: int | None, days: list[int]
) -> None:
    due = CALENDAR.add(TUESDAY, target)
    step, heard = Step("vote", due, None if more is None else CALENDAR.add(due, more)), []
    for days_on in sorted(days):
        alarm = step.alarm(TUESDAY, TUESDAY + timedelta(days=days_on), CALENDAR)
        if alarm is not None:
            heard.append(alarm.kind)
            step = replace(step, told=alarm.kind)
    order = list(AlarmKind)
    assert [order.index(kind) for kind in heard] == sorted({order.index(kind) for kind in heard})
