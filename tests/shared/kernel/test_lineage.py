from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.lineage import Lineage, Succession

DAY = date(2025, 7, 1)
BEFORE = DAY - timedelta(1)
MERGED = Lineage(frozenset(Succession(former, "STP-VL2", DAY) for former in ("STP-BT", "STP-TV", "STP-VL")))
UNITS = st.sampled_from("ABCDE")
DAYS = st.integers(0, 9).map(lambda days: DAY + timedelta(days))
LINEAGES = st.builds(
    lambda rows: Lineage(frozenset(rows)),
    st.lists(st.builds(Succession, UNITS, UNITS, DAYS, st.booleans()), max_size=9),
)


def test_a_merged_unit_leads_to_its_successor_from_the_day_of_the_merger_on() -> None:
    assert MERGED.leads_to("STP-BT", "STP-VL2", DAY)
    assert not MERGED.leads_to("STP-BT", "STP-VL2", BEFORE)
    assert not MERGED.leads_to("STP-VL2", "STP-BT", DAY)


def test_who_stands_in_a_units_place_is_itself_until_the_merger() -> None:
    assert MERGED.successors_on("STP-BT", BEFORE) == {"STP-BT"}
    assert MERGED.successors_on("STP-BT", DAY) == {"STP-VL2"}
    assert MERGED.taken_over_by("STP-VL2", DAY) == {"STP-BT", "STP-TV", "STP-VL"}
    assert MERGED.taken_over_by("STP-VL2", BEFORE) == frozenset()


def test_the_way_leads_through_several_mergers() -> None:
    later = DAY + timedelta(400)
    twice = Lineage(MERGED.successions | {Succession("STP-VL2", "STP-X", later)})
    assert twice.successors_on("STP-BT", later) == {"STP-X"}
    assert twice.successors_on("STP-BT", DAY) == {"STP-VL2"}
    assert twice.taken_over_by("STP-X", later) == {"STP-BT", "STP-TV", "STP-VL", "STP-VL2"}


def test_a_unit_that_goes_on_after_a_split_keeps_its_matters() -> None:
    split = Lineage(frozenset({Succession("A", "B", DAY, ends=False)}))
    assert split.leads_to("A", "B", DAY)
    assert split.successors_on("A", DAY) == {"A", "B"}
    assert split.taken_over_by("B", DAY) == frozenset()


@given(LINEAGES, UNITS, UNITS, DAYS)
def test_both_directions_say_the_same_even_of_facts_that_run_in_a_circle(
    lineage: Lineage, one: str, other: str, on: date
) -> None:
    assert (other in lineage.successors(one, on)) == (one in lineage.predecessors(other, on))
    assert lineage.leads_to(one, one, on)


@given(LINEAGES, UNITS, UNITS, UNITS, DAYS)
def test_who_leads_to_one_that_leads_further_leads_there_too(
    lineage: Lineage, first: str, second: str, third: str, on: date
) -> None:
    if lineage.leads_to(first, second, on) and lineage.leads_to(second, third, on):
        assert lineage.leads_to(first, third, on)


def test_no_question_looks_at_the_successions_of_other_units() -> None:
    class Counted(frozenset[Succession]):
        looks = 0

        def __iter__(self) -> Iterator[Succession]:
            Counted.looks += 1
            return super().__iter__()

    lineage = Lineage(Counted(MERGED.successions))
    before = Counted.looks
    assert lineage.predecessors("STP-VL2", DAY) == {"STP-BT", "STP-TV", "STP-VL"}
    assert lineage.has_ended("STP-VL", DAY)
    assert Counted.looks == before
