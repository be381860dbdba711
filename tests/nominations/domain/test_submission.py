from dataclasses import replace
from datetime import date

import pytest

from services.nominations.domain.states import DRAFT, RETURNED
from services.nominations.domain.submission import RowDoesNotBelongError, RowNotDraftError, row_of
from shared.kernel.lineage import Lineage, Succession
from tests.nominations.files import TODAY, drafted, submitted

MERGED = Lineage(frozenset({Succession("STP-HP", "STP-MOI", date(2026, 7, 1))}))


@pytest.mark.parametrize("state", [DRAFT, RETURNED])
@pytest.mark.parametrize("unit", ["STP-HP", "UB-HP", "STP-MOI"])
def test_a_file_is_sent_by_its_unit_by_one_above_or_by_who_came_after_it(state: str, unit: str) -> None:
    file = drafted(state=state, version=3)
    row = row_of(file, unit, "STP-HP", MERGED, TODAY)
    assert (row.nomination_id, row.number, row.version, row.outcome) == (file.id, file.number, 3, None)


@pytest.mark.parametrize(("unit", "to_unit"), [("THADS-HP", "STP-HP"), ("STP-HP", "UB-HP")])
def test_a_file_of_another_unit_or_for_another_grantor_does_not_belong(unit: str, to_unit: str) -> None:
    with pytest.raises(RowDoesNotBelongError):
        row_of(drafted(), unit, to_unit, MERGED, TODAY)


def test_what_was_submitted_is_not_sent() -> None:
    with pytest.raises(RowNotDraftError):
        row_of(submitted(), "STP-HP", "STP-HP", MERGED, TODAY)


def test_a_file_that_moved_on_is_not_the_one_that_was_sent() -> None:
    file = drafted(state=RETURNED, version=4)
    row = row_of(file, "STP-HP", "STP-HP", MERGED, TODAY)
    row.require_unchanged(file)
    with pytest.raises(RowNotDraftError):
        row.require_unchanged(replace(file, version=6))
