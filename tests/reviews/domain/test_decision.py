import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.case import Case
from services.reviews.domain.decision import (
    Decision,
    DecisionState,
    NotTheGrantorError,
    ReasonMissingError,
    RowsNotReservedError,
)
from services.reviews.domain.row import Row, RowOutcome
from services.reviews.domain.session import CasesNotReadyError
from shared.kernel.actor import Actor, Role
from shared.kernel.errors import ConflictError
from shared.kernel.ids import id_from
from shared.kernel.separations import Standing
from tests.reviews.facts import DIRECTOR, OFFICER, TODAY, appraised_case, facts, full_facts, person

CASES = [appraised_case(facts(n), "TD-01") for n in (1, 2, 3)]
DECISION_ID = id_from("decision", 1)


def prepared(*cases: Case, may: bool = False) -> Decision:
    rows = tuple(
        Row.of(DECISION_ID, case, "Nguyễn Thị Hạnh", "37 hộ", appraiser_may_grant=may) for case in cases or CASES
    )
    return Decision.prepare(
        DECISION_ID,
        number="12/QĐ-STP",
        grantor_unit_id="STP-HP",
        council_codes=(),
        cases=cases or CASES,
        rows=rows,
        on=TODAY,
    )


def reserved(decision: Decision) -> Decision:
    for row in decision.rows:
        decision = decision.mark_row(row.award_id, RowOutcome.RESERVED)
    return decision


@pytest.mark.parametrize(
    "case", [appraised_case(full_facts()), CASES[0].queue(id_from("decision", "other")), CASES[0].withdraw()]
)
def test_a_decision_names_decidable_cases_of_its_grantor(case: Case) -> None:
    with pytest.raises(CasesNotReadyError):
        prepared(CASES[1], case)


def test_a_decision_names_each_case_once_and_at_least_one() -> None:
    with pytest.raises(CasesNotReadyError):
        prepared(CASES[0], CASES[0])


@given(outcomes=st.lists(st.sampled_from(["pending", "reserved", "freed"]), min_size=3, max_size=3))
def test_a_decision_is_signed_when_no_row_waits_and_one_stands(outcomes: list[str]) -> None:
    decision = prepared()
    for row, outcome in zip(decision.rows, outcomes, strict=True):
        decision = decision.mark_row(row.award_id, RowOutcome(outcome))
    if "pending" in outcomes or "reserved" not in outcomes:
        refused = RowsNotReservedError if {"pending", "reserved"} & {*outcomes} else ConflictError
        with pytest.raises(refused):
            decision.sign(DIRECTOR, TODAY)
    else:
        signed = decision.sign(DIRECTOR, TODAY)
        assert [row.outcome for row in signed.rows] == [
            RowOutcome.GRANTED if outcome == "reserved" else RowOutcome.FREED for outcome in outcomes
        ]


def test_the_signed_document_names_what_was_granted_and_is_hashed() -> None:
    decision = reserved(prepared(*CASES[:2])).mark_row(CASES[1].id, RowOutcome.FREED)
    decision = decision.mark_row(decision.rows[1].award_id, RowOutcome.FREED, "DEED_ALREADY_REWARDED")
    signed = decision.sign(DIRECTOR, TODAY)
    assert signed.document is not None
    assert [row["case"] for row in json.loads(signed.document)["rows"]] == ["KT-2026-0001"]
    assert signed.sha256 == sha256(signed.document.encode()).hexdigest()


@pytest.mark.parametrize("signer", [OFFICER, person("CT-HP", (Role.GRANTOR, "UB-HP")), person("X")])
def test_only_the_grantor_of_this_very_unit_signs(signer: Actor) -> None:
    with pytest.raises(NotTheGrantorError):
        reserved(prepared()).sign(signer, TODAY)


def test_an_appraiser_may_sign_where_the_form_allows_and_whoever_gains_nowhere() -> None:
    told = {may: reserved(prepared(may=may)).standings for may in (True, False)}
    assert (told[True][Standing.APPRAISER], told[False][Standing.APPRAISER]) == (set(), {"TD-01"})
    assert told[True][Standing.SUBJECT] == told[True][Standing.CONTRIBUTOR] == {"CB-0412"}


def test_a_row_that_was_freed_keeps_nobody_from_signing() -> None:
    decision = prepared()
    for row in decision.rows:
        decision = decision.mark_row(row.award_id, RowOutcome.FREED, "x")
    assert not any(decision.standings.values())


@given(reasons=st.lists(st.sampled_from(["CASE_WITHDRAWN", "DEED_ALREADY_REWARDED", None]), min_size=3, max_size=3))
def test_a_draft_of_which_nothing_is_left_ends_whatever_became_of_its_files(reasons: list[str | None]) -> None:
    decision = prepared()
    for row, reason in zip(decision.rows, reasons, strict=True):
        outcome = RowOutcome.RESERVED if reason is None else RowOutcome.FREED
        decision = decision.mark_row(row.award_id, outcome, reason)
    ends = None not in reasons
    assert (decision.state is DecisionState.CANCELLED, decision.numbered) == (ends, not ends)


def test_news_of_a_reservation_that_comes_late_does_not_revive_a_freed_row() -> None:
    row = prepared().rows[0]
    freed = prepared().mark_row(row.award_id, RowOutcome.FREED, "x")
    assert freed.mark_row(row.award_id, RowOutcome.RESERVED) is freed


def test_a_decision_sent_back_gives_its_number_up_and_is_final() -> None:
    with pytest.raises(ReasonMissingError):
        prepared().send_back("")
    returned = prepared().send_back("Sai số liệu")
    assert (returned.state, returned.numbered) == (DecisionState.CANCELLED, False)
    assert returned.mark_row(returned.rows[0].award_id, RowOutcome.RESERVED) is returned
    acts: list[Any] = [lambda: returned.send_back("x"), lambda: returned.sign(DIRECTOR, TODAY)]
    for act in acts:
        with pytest.raises(ConflictError):
            act()
