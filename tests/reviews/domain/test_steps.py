from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.reviews.domain.steps import decide_by, done, plan_steps, postponed
from shared.kernel.rulepack import StepClock
from tests.reviews.facts import CALENDAR, facts, full_facts, opened_case

VECTORS: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "scenarios/vectors.yaml").read_text())


@pytest.mark.parametrize("vector", VECTORS["working_days"])
def test_one_step_falls_due_as_computed_by_hand(vector: dict[str, Any]) -> None:
    steps = plan_steps(vector["from"], {"screen": StepClock(vector["add"])}, CALENDAR)
    assert [step.due_on for step in steps] == [vector["is"]]


@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2026, 10, 6), date(2026, 10, 13)), (date(2026, 8, 28), date(2026, 9, 8))],
)
def test_a_simple_case_is_decided_in_five_working_days(received: date, due: date) -> None:
    version = "2026-10-01" if received.month == 10 else "2025-07-01"
    assert opened_case(facts(received_on=received, pack_version=version)).decide_by == due


def test_a_full_case_counts_the_vote_and_not_the_notice() -> None:
    case = opened_case(full_facts())
    assert [step.name for step in case.steps] == ["screen", "appraise", "vote", "decide", "notify"]
    assert case.decide_by == CALENDAR.add(date(2026, 10, 6), 20)


def test_the_laws_limit_runs_from_the_step_before() -> None:
    clock = {"appraise": StepClock(7, 15), "screen": StepClock(3)}
    screen, appraise = plan_steps(date(2026, 10, 6), clock, CALENDAR)
    assert screen.legal_due_on is None
    assert appraise.legal_due_on == CALENDAR.add(screen.due_on, 15)


def test_without_a_clock_the_decision_is_due_at_once() -> None:
    assert decide_by((), date(2026, 10, 6)) == date(2026, 10, 6)


def test_days_with_the_unit_move_what_is_not_done_and_nothing_else() -> None:
    planned = plan_steps(date(2026, 10, 6), {"screen": StepClock(1), "appraise": StepClock(2, 5)}, CALENDAR)
    screen, appraise = postponed(done(planned, "screen", date(2026, 10, 7)), 3, CALENDAR)
    assert screen.due_on == date(2026, 10, 7)
    assert appraise.due_on == CALENDAR.add(planned[1].due_on, 3)
    assert appraise.legal_due_on == CALENDAR.add(date(2026, 10, 7), 5 + 3)
