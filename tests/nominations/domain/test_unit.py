from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.dated import Headcount, Lead, Name, Parent, Place
from services.nominations.domain.unit import (
    LineageIncompleteError,
    MergerCycleError,
    ParentCycleError,
    Unit,
    UnitClosedError,
    UnitNotYetError,
    UnitReport,
    nearest_by_kind,
    path_to,
    require_no_cycle,
    require_no_merger_cycle,
    subject_id_of,
    unit_id_of,
)
from shared.kernel.lineage import Lineage

FIRST = date(2025, 1, 1)
DAYS = st.integers(0, 40).map(lambda days: FIRST + timedelta(days))


def report(name: str, *, since: date | None = None, parents: tuple[Parent, ...] = (), direct: int = 1) -> UnitReport:
    return UnitReport(
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


def test_of_two_units_of_a_kind_the_nearer_is_meant_and_on_two_lines_that_of_command() -> None:
    units = (unit("TINH"), unit("THADS"), unit("KHU-VUC", "THADS", "TINH"), unit("PHONG", "KHU-VUC"))
    known = {one.code: replace(one, kind=kind) for one, kind in zip(units, ("UB", "UB", "UB", "PHONG"), strict=True)}
    assert nearest_by_kind("PHONG", FIRST, known) == {"PHONG": "PHONG", "UB": "KHU-VUC"}
    known["KHU-VUC"] = replace(known["KHU-VUC"], kind="PHONG")
    assert nearest_by_kind("PHONG", FIRST, known)["UB"] == "THADS"


PLACED = st.tuples(st.sampled_from("ABC"), st.lists(st.integers(0, 7), max_size=3, unique=True))


@given(st.lists(PLACED, min_size=1, max_size=8))
def test_nobody_of_the_kind_stands_between_a_unit_and_the_nearest_one(placed: list[tuple[str, list[int]]]) -> None:
    known: dict[str, Unit] = {}
    line: dict[str, set[str]] = {}
    for code, (kind, parents) in enumerate(placed):
        above = [str(each) for each in parents if each < code]
        known[str(code)] = replace(unit(str(code), *above), kind=kind)
        line[str(code)] = {str(code)}.union(*(line[each] for each in above))
    last = str(len(placed) - 1)
    nearest = nearest_by_kind(last, FIRST, known)
    assert nearest.keys() == {known[code].kind for code in line[last]}
    for kind, found in nearest.items():
        others = {code for code in line[last] if known[code].kind == kind} - {found}
        assert known[found].kind == kind
        assert not any(found in line[other] for other in others)


def test_no_unit_stands_above_itself() -> None:
    known = {one.code: one for one in (unit("A", "B"), unit("B", "A"))}
    with pytest.raises(ParentCycleError):
        require_no_cycle("A", FIRST, known)
    assert path_to("A", FIRST, known) == ("B", "A")


CUTOVER = date(2025, 7, 1)


def test_a_merged_unit_ends_the_day_before_and_says_into_which() -> None:
    merged = unit("STP-BT").succeeded("STP-VL2", CUTOVER)
    assert (merged.valid_to, merged.state_on(CUTOVER)) == (date(2025, 6, 30), "closed")
    lineage = Lineage(frozenset(merged.successions))
    assert lineage.successors_on("STP-BT", CUTOVER) == {"STP-VL2"}
    assert merged.succeeded("STP-VL2", CUTOVER) == merged


def test_a_split_unit_goes_on_when_it_is_one_of_those_that_come_of_it() -> None:
    goes_on = unit("A").split(("A", "B"), CUTOVER)
    assert goes_on.state_on(CUTOVER) == "active"
    assert Lineage(frozenset(goes_on.successions)).taken_over_by("B", CUTOVER) == frozenset()
    ends = unit("A").split(("B", "C"), CUTOVER)
    assert Lineage(frozenset(ends.successions)).successors_on("A", CUTOVER) == {"B", "C"}


def test_a_unit_that_went_on_for_a_while_is_taken_over_when_it_is_closed() -> None:
    later = date(2026, 1, 1)
    closed = unit("A").split(("A", "B"), CUTOVER).closed(later - timedelta(1))
    lineage = Lineage(frozenset(closed.successions))
    assert lineage.leads_to("A", "B", CUTOVER)
    assert lineage.taken_over_by("B", later - timedelta(1)) == frozenset()
    assert lineage.taken_over_by("B", later) == {"A"}


def test_a_unit_for_which_nobody_goes_on_is_not_closed() -> None:
    with pytest.raises(LineageIncompleteError):
        unit("A").closed(CUTOVER)
    with pytest.raises(UnitClosedError):
        unit("A").succeeded("B", CUTOVER).closed(CUTOVER)


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD"), DAYS), max_size=12), DAYS)
def test_whatever_is_merged_no_unit_comes_before_itself(told: list[tuple[str, str, date]], on: date) -> None:
    units = {code: unit(code) for code in "ABCD"}
    for former, into, day in told:
        lineage = Lineage(frozenset(one for each in units.values() for one in each.successions))
        try:
            require_no_merger_cycle((former,), into, lineage)
        except MergerCycleError:
            assert lineage.leads_to(into, former, date.max)
            continue
        units[former] = units[former].succeeded(into, day)
    lineage = Lineage(frozenset(one for each in units.values() for one in each.successions))
    for code in units:
        assert not any(lineage.leads_to(after, code, on) for after in lineage.successors(code, on))


def test_a_unit_and_a_subject_of_one_code_are_two_things() -> None:
    assert unit_id_of("GD-1") != subject_id_of("GD-1")
