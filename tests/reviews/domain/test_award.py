from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.reviews.domain.award import Award, AwardState
from services.reviews.domain.case import Case
from services.reviews.domain.decision import Decision
from services.reviews.domain.grant import Grant, Signed, counted_as, is_small_collective
from services.reviews.domain.row import Row
from services.reviews.usecases.case.facts import facts_of
from shared.kernel.ids import id_from
from shared.kernel.rulepack import DuplicateRule, FormRule, RulePack
from tests.reviews.facts import CALENDAR, NOW, PACKS, TODAY, annual_facts, appraised_case, facts, full_facts, submitted

VECTORS: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "scenarios/vectors.yaml").read_text())
PACK = PACKS.version("FIX-2026", "2026-10-01")
SIGNED = Signed(TODAY, NOW, "0" * 64)


def reserved(case: Case) -> Award:
    decision_id = id_from("decision", 1)
    row = Row.of(decision_id, case, "Nguyễn Thị Hạnh", "37 hộ", appraiser_may_grant=False)
    decision = Decision.prepare(
        decision_id,
        number="12/QĐ-STP",
        grantor_unit_id=case.facts.grantor_unit_id,
        council_codes=(),
        cases=[case],
        rows=(row,),
        on=TODAY,
    )
    return Award.reserve(decision, row, case.facts)


AWARD = reserved(appraised_case(facts()))


@pytest.mark.parametrize("vector", VECTORS["bonus_vnd"])
def test_a_bonus_is_as_computed_by_hand(vector: dict[str, Any]) -> None:
    coefficient = Fraction(Decimal(str(vector["coefficient"])))
    form = FormRule("F", "F", "STP-HP", "simplified", annual=False, clock={}, bonus={"individual": coefficient})
    pack = RulePack(
        id="P",
        version="1",
        hash="0" * 64,
        effective_from=date(2025, 1, 1),
        effective_to=date(2027, 1, 1),
        verified_by=None,
        calendar=CALENDAR,
        return_window_working_days=10,
        suggestion_answer_working_days=5,
        late_detection_calendar_days=60,
        complaint_take_up_working_days=10,
        complaint_resolve_calendar_days=30,
        small_collective_max_size=10,
        duplicate=DuplicateRule(7, Fraction(1, 2)),
        salaries=PACK.salaries,
        forms={"F": form},
    )
    data = facts_of(submitted(facts(form_code="F")))
    assert Grant.by(pack, data, Signed(vector["decided"], NOW, "0" * 64), 0).bonus_vnd == vector["is"]


def test_a_granted_award_tells_money_pack_and_times() -> None:
    grant = AWARD.be_granted(Signed(TODAY, NOW, "ab" * 32), PACK, 0).grant
    assert grant is not None
    assert (grant.bonus_vnd, grant.base_salary_vnd, grant.coefficient) == (760_000, 2_530_000, "0.3")
    assert grant.pack == PACK.citation
    times = grant.lead_times
    # Saturday 3 October to Tuesday 6 is two working days, and Wednesday the third.
    assert (times.deed_known, times.known_submitted, times.submitted_decided, times.total) == (0, 2, 1, 3)
    assert times.calendar_days == 4


@pytest.mark.parametrize(
    ("days", "stages"),
    [
        ({"occurred_to": date(2024, 12, 30), "known_on": date(2026, 10, 5)}, (None, 1, 1)),
        ({"occurred_to": date(1998, 5, 1), "known_on": date(1999, 5, 1)}, (None, None, 1)),
        ({"occurred_to": date(2025, 1, 2), "known_on": date(2025, 1, 3)}, (1, 436, 1)),
    ],
)
def test_an_old_deed_is_granted_and_what_no_calendar_counts_is_not_known(
    days: dict[str, date], stages: tuple[int | None, ...]
) -> None:
    grant = Grant.by(PACK, facts_of(submitted(facts(occurred_from=days["occurred_to"], **days))), SIGNED, 0)
    times = grant.lead_times
    assert (times.deed_known, times.known_submitted, times.submitted_decided) == stages
    assert times.total == (None if None in stages else 438)
    assert times.calendar_days == (TODAY - days["occurred_to"]).days
    assert grant.bonus_vnd == 760_000


def test_an_award_for_a_years_work_claims_the_year_and_counts_nothing_from_a_deed() -> None:
    award = reserved(appraised_case(annual_facts()))
    assert award.claim == "2026:CB-0077:GIAY_KHEN_SO"
    grant = award.be_granted(SIGNED, PACK, 0).grant
    assert grant is not None
    times = grant.lead_times
    assert (times.deed_known, times.known_submitted, times.total, times.calendar_days) == (None, None, None, None)
    assert times.submitted_decided == 1
    assert not grant.late


@pytest.mark.parametrize(
    ("data", "decided", "counted"),
    [
        (facts(), TODAY, "ad_hoc"),
        (full_facts(), date(2026, 12, 10), "during_movement"),
        (full_facts(), date(2026, 12, 11), "after_movement"),
    ],
)
def test_a_movements_award_counts_by_its_final_review(data: dict[str, Any], decided: date, counted: str) -> None:
    assert counted_as(facts_of(submitted(data)), decided) == counted


@pytest.mark.parametrize(
    ("kind", "size", "small"),
    [("collective", 5, True), ("collective", 10, True), ("collective", 11, False), ("individual", 5, False)],
)
def test_small_teams_are_marked(kind: str, size: int, small: bool) -> None:
    assert is_small_collective(facts_of(submitted(facts(subject_kind=kind, size=size))), 10) is small


def test_an_award_goes_its_way_and_no_other() -> None:
    assert AWARD.publish(NOW) is AWARD
    granted = AWARD.be_granted(SIGNED, PACK, 0)
    assert (granted.state, granted.live) == (AwardState.GRANTED, True)
    assert granted.free("x") is granted
    assert granted.be_granted(SIGNED, PACK, 0) is granted
    published = granted.publish(NOW)
    assert published.publish(NOW + timedelta(days=1)) is published


def test_a_freed_award_holds_nothing_and_stays_freed() -> None:
    freed = AWARD.free("Sai số liệu")
    assert (freed.state, freed.live, freed.reason) == (AwardState.FREED, False, "Sai số liệu")
    assert freed.be_granted(SIGNED, PACK, 0) is freed
