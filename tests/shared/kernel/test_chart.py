from dataclasses import replace
from datetime import date, timedelta

from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.chart import Chart
from shared.kernel.lineage import Lineage, Succession

DAY = date(2025, 7, 1)
BEFORE = DAY - timedelta(1)
CHART = Chart(
    Lineage(frozenset({Succession("STP-BT", "STP-VL2", DAY), Succession("STP-TV", "STP-VL2", DAY)})),
    {"STP-VL2": ("UB-VL2", "STP-VL2"), "STP-BT": ("UB-BT", "STP-BT")},
)


def places(role: Role, at: str, on: date) -> set[str]:
    reached = CHART.reach(on).of(Actor("TD-1", (Grant(role, at),)))
    return {grant.at for grant in reached.grants if grant.role is role}


def test_an_office_reaches_what_its_unit_took_over_from_that_day_on() -> None:
    assert places(Role.EMULATION_OFFICER, "STP-VL2", DAY) == {"STP-VL2", "STP-BT", "STP-TV"}
    assert places(Role.EMULATION_OFFICER, "STP-VL2", BEFORE) == {"STP-VL2"}


def test_an_office_above_reaches_what_those_below_took_over() -> None:
    assert places(Role.SUPERVISOR, "UB-VL2", DAY) == {"UB-VL2", "STP-BT", "STP-TV"}


def test_an_office_ends_with_its_unit() -> None:
    assert places(Role.GRANTOR, "STP-BT", BEFORE) == {"STP-BT"}
    assert places(Role.GRANTOR, "STP-BT", DAY) == set()


def test_who_belonged_to_a_unit_belongs_to_its_successor_and_keeps_what_was_there() -> None:
    assert places(Role.RECIPIENT, "STP-BT", DAY) == {"STP-BT", "STP-VL2"}


def test_a_place_that_is_no_unit_and_a_unit_that_goes_on_stay_as_they_are() -> None:
    actor = Actor("TK-01", (Grant(Role.COUNCIL_SECRETARY, "HD-BTP"), Grant(Role.GRANTOR, "STP-HP")))
    assert CHART.reach(DAY).of(actor) is actor


def test_units_that_split_off_reach_nothing_of_one_that_goes_on() -> None:
    split = Chart(Lineage(frozenset({Succession("A", "B", DAY, ends=False)})))
    actor = Actor("TD-1", (Grant(Role.EMULATION_OFFICER, "B"), Grant(Role.EMULATION_OFFICER, "A")))
    assert split.reach(DAY).of(actor) is actor


def test_who_leads_a_cluster_reaches_its_members_and_what_they_took_over() -> None:
    chart = replace(CHART, clusters={"KV": ("STP-VL2", "THADS")})
    lead = Actor("KV-01", (Grant(Role.CLUSTER_LEAD, "KV"), Grant(Role.CLUSTER_LEAD, "KV-2"), Grant(Role.PEER, "KV")))
    reached = chart.reach(DAY).of(lead)
    assert reached.places({Role.CLUSTER_LEAD}) == {"KV", "KV-2", "STP-VL2", "THADS", "STP-BT", "STP-TV"}
    assert reached.places({Role.PEER}) == {"KV"}
