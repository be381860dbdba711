from dataclasses import replace
from datetime import date
from typing import Any

from services.nominations.domain.eligibility import Reason
from services.nominations.domain.holding import release
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.suggestion import Channel, Outcome, Suggestion
from services.nominations.domain.waiting import alarm_of, alarm_of_answer, alarmed, resumed
from shared.kernel.holds import HoldGround
from shared.kernel.ids import id_from
from shared.kernel.rulepack import StepClock
from shared.kernel.steps import AlarmKind, Step
from shared.runtime.law.loading import load_calendar
from tests.nominations.files import NOW, TODAY, submitted

CALENDAR = load_calendar()
CLOCK = StepClock(3, 5)


def waiting(**changes: Any) -> Nomination:
    """Submitted on 6 October, to be checked by the 9th."""
    return replace(submitted(), steps=(Step("screen", date(2026, 10, 9)),), **changes)


def returned(on: date) -> Nomination:
    file = waiting().screen((), ())
    return file.return_for_completion((Reason("EVIDENCE_MISSING"),), on=on, due_on=CALENDAR.add(on, 10))


def kind(file: Nomination, *day: int) -> AlarmKind | None:
    alarm = alarm_of(file, date(2026, *day), CALENDAR)
    return None if alarm is None else alarm.kind


def test_a_file_that_nobody_checks_alarms_the_day_before_and_the_day_after() -> None:
    file = waiting()
    assert [kind(file, 10, day) for day in (7, 8, 10)] == [None, AlarmKind.APPROACHING, AlarmKind.BREACHED]
    alarm = alarm_of(file, date(2026, 10, 8), CALENDAR)
    assert alarm is not None
    assert kind(alarmed(file, alarm), 10, 9) is None


def test_a_file_that_stands_still_or_waits_for_nobody_is_silent() -> None:
    held = waiting().hold(HoldGround.INSPECTION_PENDING, TODAY)
    assert kind(held, 10, 30) is None
    assert kind(waiting(state="in_review"), 10, 30) is None
    released = release(held, date(2026, 10, 13), CALENDAR)
    assert [kind(released, 10, day) for day in (14, 15, 17)] == [None, AlarmKind.APPROACHING, AlarmKind.BREACHED]


def test_the_unit_hears_the_day_before_a_returned_file_lapses_and_a_lapse_says_the_rest() -> None:
    file = returned(date(2026, 10, 8))
    assert file.return_due_on == date(2026, 10, 22)
    assert [kind(file, 10, day) for day in (9, 12, 20, 21, 23)] == [None, None, None, AlarmKind.APPROACHING, None]


def test_the_check_of_a_completed_file_goes_on_where_its_clock_stood() -> None:
    (step,) = resumed(returned(date(2026, 10, 8)), date(2026, 10, 15), CLOCK, CALENDAR)
    assert (step.name, step.due_on, step.told) == ("screen", date(2026, 10, 16), None)


def test_a_check_that_was_over_when_the_file_was_returned_begins_anew() -> None:
    (step,) = resumed(returned(date(2026, 10, 13)), date(2026, 10, 15), CLOCK, CALENDAR)
    assert (step.due_on, step.legal_due_on) == (date(2026, 10, 20), date(2026, 10, 22))


def test_a_suggestion_alarms_until_it_is_answered() -> None:
    suggestion = Suggestion(
        id=id_from("suggestion", 1),
        number="GY-2026-0001",
        unit_code="UB-TT",
        unit_path=("UB-HP", "UB-TT"),
        channel=Channel.CITIZEN,
        hint_vi="Tận tình",
        sender_ref="CD-01",
        received_on=TODAY,
        due_on=date(2026, 10, 13),
    )
    kinds = [alarm_of_answer(suggestion, date(2026, 10, day), CALENDAR) for day in (9, 12, 14)]
    assert [one and one.kind for one in kinds] == [None, AlarmKind.APPROACHING, AlarmKind.BREACHED]
    answered = suggestion.answer(Outcome.DECLINED, "Chưa đủ tiêu chuẩn", None, date(2026, 10, 13))
    assert alarm_of_answer(answered, date(2026, 10, 14), CALENDAR) is None


def test_a_completed_file_waits_from_the_day_on_which_it_came_again() -> None:
    file = returned(date(2026, 10, 13))
    completed = replace(file, steps=resumed(file, date(2026, 10, 15), StepClock(1), CALENDAR))
    again = completed.resubmit(
        completed, endorser_ref="GD-HP-01", at=NOW.replace(day=15), on=date(2026, 10, 15), paused=2
    )
    assert [kind(again, 10, day) for day in (15, 16, 17)] == [None, None, AlarmKind.BREACHED]
