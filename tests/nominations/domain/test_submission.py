from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.nominations.domain.deed import Contributor, Deed
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.states import DRAFT, LAPSED, RETURNED, SUBMITTED
from services.nominations.domain.submission import (
    Row,
    RowDeedChangedError,
    RowDoesNotBelongError,
    RowNotDraftError,
    row_of,
)
from shared.kernel.lineage import Lineage, Succession
from tests.nominations.files import NOW, TODAY, drafted, submitted

MERGED = Lineage(frozenset({Succession("STP-HP", "STP-MOI", date(2026, 7, 1))}))
DAY = date(2026, 10, 3)
TOLD = Deed(
    id=UUID(int=1),
    unit_code="STP-HP",
    unit_path=("UB-HP", "STP-HP"),
    title_vi="Cấp trích lục cho 37 hộ",
    story_vi="Trực ngoài giờ hai ngày",
    field="ho_tich",
    occurred_from=DAY,
    occurred_to=DAY,
    known_on=DAY,
    contributors=(Contributor("CB-0412", 100),),
)


def row_for(file: Nomination, unit: str = "STP-HP", to_unit: str = "STP-HP") -> Row:
    return row_of(file, TOLD, unit=unit, to_unit=to_unit, lineage=MERGED, on=TODAY)


@pytest.mark.parametrize("state", [DRAFT, RETURNED])
@pytest.mark.parametrize("unit", ["STP-HP", "UB-HP", "STP-MOI"])
def test_a_file_is_sent_by_its_unit_by_one_above_or_by_who_came_after_it(state: str, unit: str) -> None:
    file = drafted(state=state)
    row = row_for(file, unit)
    assert (row.nomination_id, row.number, row.outcome) == (file.id, file.number, None)


@pytest.mark.parametrize(("unit", "to_unit"), [("THADS-HP", "STP-HP"), ("STP-HP", "UB-HP")])
def test_a_file_of_another_unit_or_for_another_grantor_does_not_belong(unit: str, to_unit: str) -> None:
    with pytest.raises(RowDoesNotBelongError):
        row_for(drafted(), unit, to_unit)


def test_what_was_submitted_is_not_sent() -> None:
    with pytest.raises(RowNotDraftError):
        row_for(submitted())


def test_a_file_that_moved_on_is_not_the_one_that_was_sent() -> None:
    file = replace(submitted(), state=RETURNED, version=4)
    row, later = row_for(file), NOW + timedelta(hours=1)
    row.require_unchanged(replace(file, version=5, steps=()), TOLD)
    for moved in (replace(file, state=LAPSED), replace(file, state=SUBMITTED), replace(file, submitted_at=later)):
        with pytest.raises(RowNotDraftError):
            row.require_unchanged(moved, TOLD)


@pytest.mark.parametrize(
    "change", [{"known_on": TODAY}, {"story_vi": "Khác"}, {"contributors": (Contributor("CB-0533", 100),)}]
)
def test_a_head_stands_behind_the_deed_that_was_read(change: dict[str, Any]) -> None:
    row = row_for(drafted())
    row.require_unchanged(drafted(), TOLD.confirm_share("CB-0412", TODAY))
    with pytest.raises(RowDeedChangedError):
        row.require_unchanged(drafted(), TOLD.amended(TODAY, **change))
