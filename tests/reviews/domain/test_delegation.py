from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.decision import NotTheGrantorError, SignMode
from services.reviews.domain.delegation import Delegation, DelegationDatesError, DelegationNotInForceError
from services.reviews.domain.row import RowOutcome
from services.reviews.domain.series import number_of, serial_of
from shared.kernel.actor import Role
from shared.kernel.errors import ConflictError
from tests.reviews.domain.test_decision import CASES, prepared
from tests.reviews.facts import DIRECTOR, TODAY, person

DEPUTY = person("PGD-HP-02", (Role.UNIT_HEAD, "STP-HP"))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def given_for(first: date, last: date, unit: str = "STP-HP") -> Delegation:
    return Delegation.record(
        uuid4(),
        grantor_unit_id=unit,
        grantor_ref="GD-HP-01",
        delegate_ref="PGD-HP-02",
        days=(first, last),
        number="5/UQ-STP",
        today=first,
    )


NOW_IN_FORCE = given_for(TODAY, TODAY)
DECISION = prepared(CASES[0])
READY = DECISION.mark_row(DECISION.rows[0].award_id, RowOutcome.RESERVED)


@given(first=DAYS, last=DAYS, on=DAYS)
def test_a_delegation_is_in_force_from_its_first_day_to_its_last(first: date, last: date, on: date) -> None:
    if last < first:
        with pytest.raises(DelegationDatesError):
            given_for(first, last)
        return
    delegation = given_for(first, last)
    assert delegation.is_in_force(on) is (first <= on <= last)
    ended = delegation.end()
    assert not ended.is_in_force(on)
    with pytest.raises(ConflictError):
        ended.end()


def test_nobody_delegates_for_days_that_are_over() -> None:
    with pytest.raises(DelegationDatesError):
        Delegation.record(
            uuid4(),
            grantor_unit_id="STP-HP",
            grantor_ref="GD-HP-01",
            delegate_ref="PGD-HP-02",
            days=(TODAY - timedelta(days=2), TODAY - timedelta(days=1)),
            number="5/UQ-STP",
            today=TODAY,
        )


def test_a_delegate_signs_under_the_document_of_that_day() -> None:
    signed = READY.sign(DEPUTY, TODAY, SignMode.TOKEN, [given_for(TODAY, TODAY, "UB-HP"), NOW_IN_FORCE])
    assert (signed.signer_ref, signed.signed_under, signed.sign_mode) == ("PGD-HP-02", "5/UQ-STP", SignMode.TOKEN)
    assert signed.delegation_id == NOW_IN_FORCE.id
    assert '"signed_under":"5/UQ-STP"' in str(signed.document)
    own = READY.sign(DIRECTOR, TODAY, SignMode.PAPER, [NOW_IN_FORCE])
    assert (own.signed_under, own.delegation_id) == (None, None)


@pytest.mark.parametrize("days", [-1, 1])
def test_yesterdays_and_tomorrows_delegation_let_nobody_sign(days: int) -> None:
    day = TODAY + timedelta(days=days)
    with pytest.raises(DelegationNotInForceError) as refused:
        READY.sign(DEPUTY, TODAY, SignMode.PAPER, [given_for(day, day)])
    assert refused.value.params == {"number": "5/UQ-STP"}
    with pytest.raises(DelegationNotInForceError):
        READY.sign(DEPUTY, TODAY, SignMode.PAPER, [NOW_IN_FORCE.end()])


def test_the_delegation_of_another_unit_is_none() -> None:
    with pytest.raises(NotTheGrantorError):
        READY.sign(DEPUTY, TODAY, SignMode.PAPER, [given_for(TODAY, TODAY, "UB-HP")])
    with pytest.raises(NotTheGrantorError):
        READY.sign(DEPUTY, TODAY)


@given(st.integers(1, 999_999_999), st.text(min_size=1, max_size=10))
def test_a_number_of_the_series_knows_its_place(serial: int, unit: str) -> None:
    if "\n" not in unit:
        assert serial_of(number_of(serial, unit), unit) == serial


@pytest.mark.parametrize("number", ["0/QĐ-STP", "012/QĐ-STP", "12/QĐ-STP-HP", "12/QĐ-STP ", "12", "x/QĐ-STP", ""])
def test_other_numbers_have_no_place_in_it(number: str) -> None:
    assert serial_of(number, "STP") is None
