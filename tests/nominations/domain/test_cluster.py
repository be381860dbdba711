from datetime import date, timedelta

import pytest

from services.nominations.domain.cluster import Cluster, Composition, LeadNotMemberError, cluster_id_of
from services.nominations.domain.dated import Name

FIRST, CUTOVER = date(2015, 1, 1), date(2025, 7, 1)
REGION = (
    Cluster(cluster_id_of("KV"), "KV")
    .recorded(Name("Miền Tây", since=FIRST), Composition(("STP-LA", "STP-BT"), since=FIRST))
    .recorded(Name("Miền Tây", since=CUTOVER), Composition(("STP-VL2",), lead="STP-VL2", since=CUTOVER))
)


def test_a_cluster_is_made_of_the_units_of_the_day() -> None:
    assert REGION.as_of(CUTOVER - timedelta(1)).members == ("STP-LA", "STP-BT")
    assert REGION.as_of(CUTOVER).members == ("STP-VL2",)
    assert REGION.as_of(CUTOVER).lead == "STP-VL2"


def test_before_its_first_day_a_cluster_has_no_members() -> None:
    assert REGION.as_of(FIRST - timedelta(1)).members == ()


def test_an_earlier_day_recorded_later_changes_nothing_after_the_next() -> None:
    day = date(2020, 1, 1)
    between = REGION.recorded(Name("Miền Tây", since=day), Composition(("STP-BT",), since=day))
    assert between.as_of(CUTOVER) == REGION.as_of(CUTOVER)
    assert between.as_of(day).members == ("STP-BT",)


@pytest.mark.parametrize(("lead", "deputy"), [("STP-CT2", None), ("STP-VL2", "STP-CT2")])
def test_only_a_member_leads(lead: str, deputy: str | None) -> None:
    with pytest.raises(LeadNotMemberError):
        Composition(("STP-VL2",), lead, deputy)
