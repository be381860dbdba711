from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.afterwards import lapse, reroute
from services.nominations.domain.states import (
    ACCEPTED,
    DRAFT,
    GRANTED,
    IN_REVIEW,
    INELIGIBLE,
    LAPSED,
    MERGED,
    NEEDS_REVIEW,
    NOT_GRANTED,
    RETURNED,
    SCREENING,
    SUBMITTED,
    WITHDRAWN,
)
from shared.kernel.errors import ConflictError
from shared.kernel.holds import ON_HOLD
from tests.nominations.files import submitted

STATES = (
    *(DRAFT, SUBMITTED, SCREENING, NEEDS_REVIEW, ACCEPTED, RETURNED, INELIGIBLE, LAPSED, IN_REVIEW, MERGED),
    *(WITHDRAWN, GRANTED, NOT_GRANTED, ON_HOLD),
)
LAST = date(2026, 10, 20)


@given(st.sampled_from(STATES), st.integers(-30, 30))
def test_only_a_returned_file_lapses_and_only_after_its_last_day(state: str, days: int) -> None:
    file = replace(submitted(), state=state, return_due_on=LAST)
    after = lapse(file, LAST + timedelta(days=days))
    assert (after.state == LAPSED and after is not file) is (state == RETURNED and days > 0)


@pytest.mark.parametrize("state", STATES)
def test_only_what_ended_without_an_award_goes_on_elsewhere_and_once(state: str) -> None:
    file = replace(submitted(), state=state)
    if state not in (INELIGIBLE, NOT_GRANTED):
        with pytest.raises(ConflictError):
            reroute(file, UUID(int=5))
        return
    gone_on = reroute(file, UUID(int=5))
    assert (gone_on.state, gone_on.rerouted_to) == (state, UUID(int=5))
    with pytest.raises(ConflictError):
        reroute(gone_on, UUID(int=6))
