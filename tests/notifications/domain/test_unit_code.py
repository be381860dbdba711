from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.unit_code import (
    CodeHistory,
    CodeTable,
    ResolvedUnit,
    UnitAmbiguousError,
    UnitCode,
    UnitCodeTakenError,
    UnitUnknownError,
    code_id,
    has_form,
)
from shared.kernel.lineage import Lineage, Succession

MERGED, TODAY = date(2025, 7, 1), date(2026, 10, 13)
LINEAGE = Lineage(
    frozenset(
        {
            Succession("STP-HD", "STP-HP", MERGED),
            Succession("STP-CU", "STP-A", MERGED),
            Succession("STP-CU", "STP-B", MERGED),
            Succession("STP-QN", "STP-MOI", MERGED, ends=False),
        }
    )
)
LAST = MERGED - timedelta(days=1)
OLD = UnitCode("STP-HD", "qd20-2020", "H22.13", date(2020, 7, 22), LAST)
SPLIT = UnitCode("STP-CU", "qd20-2020", "H30.13", date(2020, 7, 22), LAST)
NOW = UnitCode("STP-HP", "qd20-2020", "H24.13", date(2020, 7, 22))
PARENT = UnitCode("STP-QN", "qd20-2020", "H49.13", date(2020, 7, 22))
TABLE = CodeTable((OLD, SPLIT, NOW, PARENT), LINEAGE)


def resolve(value: str, on: date) -> ResolvedUnit:
    return TABLE.resolve("qd20-2020", value, on=on, today=TODAY)


def test_a_code_names_its_unit_also_when_something_was_split_off_it() -> None:
    assert resolve("H24.13", date(2026, 10, 1)) == ResolvedUnit("STP-HP")
    assert resolve("H49.13", date(2026, 10, 1)) == ResolvedUnit("STP-QN")


def test_a_retired_code_names_the_unit_of_the_deeds_day_and_tells_who_came_after() -> None:
    assert resolve("H22.13", LAST) == ResolvedUnit("STP-HD", is_retired=True, successors=("STP-HP",))
    assert resolve("H22.13", MERGED) == ResolvedUnit("STP-HP", is_retired=True)


def test_a_split_code_is_ambiguous_from_the_split_on_and_never_before() -> None:
    assert resolve("H30.13", LAST) == ResolvedUnit("STP-CU", is_retired=True, successors=("STP-A", "STP-B"))
    with pytest.raises(UnitAmbiguousError) as refused:
        resolve("H30.13", MERGED)
    assert refused.value.params["candidates"] == ["STP-A", "STP-B"]


@pytest.mark.parametrize(("value", "on"), [("H99", TODAY), ("H24.13", date(2019, 1, 1)), ("h24", TODAY), ("", TODAY)])
def test_a_code_that_nobody_had_by_then_is_unknown(value: str, on: date) -> None:
    with pytest.raises(UnitUnknownError):
        resolve(value, on)


def test_a_code_given_to_another_unit_means_each_in_its_time() -> None:
    table = CodeTable((OLD, UnitCode("STP-X", "qd20-2020", "H22.13", MERGED)), LINEAGE)
    meant = [table.resolve("qd20-2020", "H22.13", on=day, today=TODAY).unit_id for day in (LAST, MERGED)]
    assert meant == ["STP-HD", "STP-X"]
    assert table.code_of("STP-X", "qd20-2020", TODAY) == "H22.13"
    assert table.code_of("STP-X", "qd20-2020", LAST) is None


@pytest.mark.parametrize(
    ("scheme", "value", "fits"),
    [
        ("qd20-2020", "H24", True),
        ("qd20-2020", "H24.13.A1", True),
        ("qd20-2020", "H24." + "A" * 31, True),
        ("qd20-2020", "H24." + "A" * 32, False),
        ("qd20-2020", "H24.", False),
        ("qd20-2020", "H24\n", False),
        ("qd20-2020", "H٢٤", False),
        ("qcvn102-2016", "000.01.24.H22", True),
        ("qcvn102-2016", "000.1.24.H22", False),
        ("mst", "0200123456", True),
        ("mst", "0200123456-001", True),
        ("local:hp-nhan-su", "12/TP", True),
        ("local:", "12", False),
        ("other", "12", False),
    ],
)
def test_each_scheme_has_its_form(scheme: str, value: str, fits: bool) -> None:
    assert has_form(scheme, value) is fits


DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 20))
ROWS = st.builds(
    lambda unit, one, other: UnitCode(unit, "mst", "0200123456", *sorted((one, other))),
    st.sampled_from("AB"),
    DAYS,
    DAYS,
)


@given(st.lists(ROWS, max_size=6), DAYS)
def test_no_code_means_two_units_on_one_day(rows: list[UnitCode], on: date) -> None:
    history = CodeHistory(code_id("mst", "0200123456"), "mst", "0200123456")
    for row in rows:
        try:
            history = history.admit(row)
        except UnitCodeTakenError:
            continue
    table = CodeTable(history.rows, Lineage())
    holders = [row.unit_id for row in table.rows if row.holds(on)]
    assert len(holders) <= 1
    if holders:
        assert table.resolve("mst", "0200123456", on=on, today=on).unit_id in holders
