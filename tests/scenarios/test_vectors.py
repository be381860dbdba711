"""The sums of `vectors.yaml`, by the calendar and the rule packs that ship with the program."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from shared.kernel.rulepack import round_up
from shared.kernel.voting import VoteRule
from shared.runtime.law.loading import load_calendar, load_rulepacks
from shared.runtime.marks import read_marked

VECTORS = read_marked(Path(__file__).parent / "vectors.yaml").data


@pytest.mark.parametrize("vector", VECTORS["working_days"], ids=lambda one: f"{one['from']}+{one['add']}")
def test_working_days_skip_weekends_and_holidays(vector: dict[str, Any]) -> None:
    assert load_calendar().add(vector["from"], vector["add"]) == vector["is"]


@pytest.mark.parametrize("vector", VECTORS["bonus_vnd"], ids=lambda one: f"{one['decided']}x{one['coefficient']}")
@pytest.mark.parametrize("received", [date(2026, 6, 10), date(2026, 10, 6)], ids=["older pack", "newer pack"])
def test_a_bonus_is_of_the_salary_on_the_day_of_the_decision_rounded_up(vector: dict[str, Any], received: date) -> None:
    pack = load_rulepacks().in_force(received)
    exact = Fraction(str(vector["coefficient"])) * pack.base_salary(vector["decided"])
    assert round_up(exact, pack.rounding_step_vnd) == vector["is"]


@pytest.mark.parametrize("vector", VECTORS["votes"], ids=lambda one: f"{one['yes']} of {one['base']}")
def test_a_vote_is_counted_on_its_base(vector: dict[str, Any]) -> None:
    rule = VoteRule(vector["denominator"], Fraction(2, 3), Fraction(str(vector["threshold"])), secret=True)
    present = vector.get("present", vector["members"] - vector["recused"])
    tally = rule.tally(members=vector["members"], present=present, yes=vector["yes"])
    assert (tally.base, tally.passed) == (vector["base"], vector["passed"])
