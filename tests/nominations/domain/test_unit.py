from datetime import date

import pytest

from services.nominations.domain.unit import Unit, UnitClosedError, subject_id_of, unit_id_of

MERGED = Unit(
    id=unit_id_of("STP-AL"),
    code="STP-AL",
    kind="STP",
    name_vi="Sở Tư pháp tỉnh An Lạc",
    path=("STP-AL",),
    valid_to=date(2025, 6, 30),
    merged_into="STP-HP",
)


def test_a_deed_belongs_to_its_unit_up_to_the_units_last_day() -> None:
    MERGED.require_open(date(2025, 6, 30))
    with pytest.raises(UnitClosedError):
        MERGED.require_open(date(2025, 7, 1))


def test_a_unit_and_a_subject_of_one_code_are_two_things() -> None:
    assert unit_id_of("GD-1") != subject_id_of("GD-1")
