"""The sample region as a world: its units before and after the reform, the mergers, the cluster of both times."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

REGION: Final = Path(__file__).parent / "samples" / "region.yaml"

Written = Mapping[str, Any]


def is_region(data: Written) -> bool:
    """Whether a file tells of provinces and their successors instead of units."""
    return "provinces" in data


def world_of(region: Written) -> dict[str, Any]:
    """The region in the words of a world file. Each province has one unit of each kind; its id is kind and province."""
    units = [*_units(region, "provinces"), *_units(region, "successors")]
    return {"units": units, "clusters": list(_clusters(region))}


def _units(region: Written, side: str) -> Iterator[dict[str, Any]]:
    cutover = region["cutover"]
    for province in region[side]:
        for kind in region["unit_kinds"]:
            unit = {
                "id": _id(kind, province["id"]),
                "kind": kind["kind"],
                "name_vi": _name(region, kind, province, side),
                "line": kind["line"],
            }
            if side == "successors":
                yield {**unit, "valid_from": cutover}
            else:
                merged = {"valid_to": cutover - timedelta(days=1), "merged_into": _id(kind, province["successor"])}
                yield {**unit, **merged}


def _clusters(region: Written) -> Iterator[dict[str, Any]]:
    told, kinds = region["region"], region["unit_kinds"]
    first = [_id(kind, province["id"]) for province in region["provinces"] for kind in kinds]
    then = [_id(kind, one["id"]) for one in region["successors"] if one["in_region"] for kind in kinds]
    for since, members in ((told["valid_from"], first), (region["cutover"], then)):
        yield {"id": told["id"], "name_vi": told["name_vi"], "members": members, "since": since}


def _id(kind: Written, province: str) -> str:
    return f"{kind['kind']}-{province}"


def _name(region: Written, kind: Written, province: Written, side: str) -> str:
    form = "city_vi" if province["id"] in region["cities"] else {"provinces": "before_vi"}.get(side, "after_vi")
    return str(kind[form]).format(p=province["name_vi"])
