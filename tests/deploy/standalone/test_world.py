from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from deploy.standalone.people import read_world
from deploy.standalone.region import REGION
from deploy.standalone.world import SAMPLE, WorldError, records
from shared.runtime.marks import read_marked

WORLD: Mapping[str, Any] = read_marked(SAMPLE).data


def test_every_unit_comes_after_its_parent() -> None:
    units = [body for do, _, body in records(WORLD) if do == "record_unit"]
    for place, unit in enumerate(units):
        before = {other["code"] for other in units[:place]} | {None}
        assert unit.get("parent") in before


def test_a_merger_is_recorded_after_its_units() -> None:
    said = list(records(WORLD))
    (place, body) = next((place, body) for place, (do, _, body) in enumerate(said) if do == "merge_units")
    assert body == {"code": "STP-HP", "predecessors": ["STP-AL"], "on": date(2025, 7, 1)}
    assert {"STP-HP", "STP-AL"} <= {name for do, name, _ in said[:place] if do == "record_unit"}


def test_all_of_the_province_is_recorded_once() -> None:
    names = [(do, name) for do, name, _ in records(WORLD)]
    assert len(names) == len(set(names)) == 7 + 1 + 1 + 10 + 1 + 1


def test_a_unit_under_an_unknown_parent_is_told() -> None:
    with pytest.raises(WorldError, match="LOST"):
        list(records({**WORLD, "units": [{"id": "LOST", "parent": "NOWHERE"}]}))


def test_the_region_names_its_units_as_people_did_before_and_do_after() -> None:
    names = {name: body["name_vi"] for do, name, body in records(read_world(REGION)) if do == "record_unit"}
    assert names["THADS-BT"] == "Cục Thi hành án dân sự tỉnh Bến Tre"
    assert names["THADS-VL2"] == "Thi hành án dân sự tỉnh Vĩnh Long"
    assert names["STP-CT2"] == "Sở Tư pháp thành phố Cần Thơ"
    assert len(names) == 26 + 12


def test_each_unit_of_the_region_goes_on_in_one_of_its_kind() -> None:
    mergers = [body for do, _, body in records(read_world(REGION)) if do == "merge_units"]
    assert len(mergers) == 12
    assert {body["code"]: set(body["predecessors"]) for body in mergers}["STP-VL2"] == {"STP-BT", "STP-TV", "STP-VL"}
    assert {body["on"] for body in mergers} == {date(2025, 7, 1)}
