from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.unit import (
    Headcount,
    Lead,
    Name,
    Parent,
    ParentCycleError,
    Place,
    Report,
    Unit,
    UnitClosedError,
    UnitNotYetError,
    path_to,
    require_no_cycle,
    subject_id_of,
    unit_id_of,
)

FIRST = date(2025, 1, 1)
DAYS = st.integers(0, 40).map(lambda days: FIRST + timedelta(days))


def report(name: str, *, since: date | None = None, parents: tuple[Parent, ...] = (), direct: int = 1) -> Report:
    return Report(
        kind="STP",
        name=Name(name, since=since),
        place=Place("province", parents, since=since),
        lead=Lead(f"GD-{name}", since=since),
        staff=Headcount({"direct": direct}, since=since),
    )


def unit(code: str, *above: str) -> Unit:
    return Unit.first(code, report(code, parents=tuple(Parent(each) for each in above)), None)


def test_a_deed_belongs_to_its_unit_from_the_units_first_to_its_last_day() -> None:
    merged = Unit(
        unit_id_of("STP-AL"), "STP-AL", "STP", (Name("Sở"),), (), valid_from=FIRST, valid_to=date(2025, 6, 30)
    )
    stood = merged.as_of(FIRST, ("STP-AL",))
    stood.require_open(FIRST)
    stood.require_open(date(2025, 6, 30))
    with pytest.raises(UnitClosedError):
        stood.require_open(date(2025, 7, 1))
    with pytest.raises(UnitNotYetError):
        stood.require_open(date(2024, 12, 31))


def test_a_unit_is_planned_active_and_closed_in_this_order() -> None:
    one = Unit(unit_id_of("A"), "A", "STP", (Name("Sở"),), (), valid_from=FIRST, valid_to=FIRST)
    assert [one.state_on(FIRST + timedelta(days)) for days in (-1, 0, 1)] == ["planned", "active", "closed"]


def test_a_renamed_unit_keeps_its_id_and_is_called_by_the_name_of_the_day() -> None:
    old = Unit.first("CM", report("Cục"), None)
    new = old.recorded(report("Thi hành án", since=date(2025, 7, 1)))
    assert new.id == old.id
    assert new.as_of(date(2025, 6, 30), ("CM",)).name_vi == "Cục"
    assert new.as_of(date(2025, 7, 1), ("CM",)).name_vi == "Thi hành án"


def test_what_is_reported_again_is_written_once() -> None:
    once = Unit.first("A", report("Sở"), None)
    assert once.recorded(report("Sở", since=date(2026, 1, 1))) == once


@given(st.lists(st.tuples(DAYS, st.integers(0, 3)), min_size=1, max_size=12), DAYS)
def test_a_report_holds_on_its_day_and_changes_nothing_before_it(told: list[tuple[date, int]], asked: date) -> None:
    recorded = Unit.first("A", report("Sở", direct=9), None)
    for since, direct in told:
        before = recorded.as_of(asked, ("A",))
        recorded = recorded.recorded(report("Sở", since=since, direct=direct))
        assert recorded.as_of(since, ("A",)).staff == {"direct": direct}
        assert asked >= since or recorded.as_of(asked, ("A",)) == before
    days = [row.since for row in recorded.staff if row.since]
    assert days == sorted(set(days))


def test_the_path_leads_through_every_line_and_through_the_command_line_last() -> None:
    known = {one.code: one for one in (unit("BTP"), unit("UB"), unit("STP", "UB", "BTP"), unit("PHONG", "STP"))}
    assert path_to("PHONG", FIRST, known) == ("BTP", "UB", "STP", "PHONG")


def test_the_path_is_that_of_the_day() -> None:
    moved = unit("PHONG", "A").recorded(report("PHONG", since=date(2025, 7, 1), parents=(Parent("B"),)))
    known = {one.code: one for one in (unit("A"), unit("B"), moved)}
    assert path_to("PHONG", date(2025, 6, 30), known) == ("A", "PHONG")
    assert path_to("PHONG", date(2025, 7, 1), known) == ("B", "PHONG")


def test_no_unit_stands_above_itself() -> None:
    known = {one.code: one for one in (unit("A", "B"), unit("B", "A"))}
    with pytest.raises(ParentCycleError):
        require_no_cycle("A", FIRST, known)
    assert path_to("A", FIRST, known) == ("B", "A")


def test_a_unit_and_a_subject_of_one_code_are_two_things() -> None:
    assert unit_id_of("GD-1") != subject_id_of("GD-1")
