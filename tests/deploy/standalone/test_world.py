from collections.abc import Mapping
from typing import Any

import pytest

from deploy.standalone.world import SAMPLE, WorldError, records
from shared.runtime.marks import read_marked

WORLD: Mapping[str, Any] = read_marked(SAMPLE).data


def test_every_unit_comes_after_its_parent_and_its_successor() -> None:
    units = [body for do, _, body in records(WORLD) if do == "record_unit"]
    for place, unit in enumerate(units):
        before = {other["code"] for other in units[:place]} | {None}
        assert {unit.get("parent"), unit.get("merged_into")} <= before


def test_all_of_the_province_is_recorded_once() -> None:
    names = [(do, name) for do, name, _ in records(WORLD)]
    assert len(names) == len(set(names)) == 7 + 10 + 1 + 1


def test_a_unit_under_an_unknown_parent_is_told() -> None:
    with pytest.raises(WorldError, match="LOST"):
        list(records({**WORLD, "units": [{"id": "LOST", "parent": "NOWHERE"}]}))
