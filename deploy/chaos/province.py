"""The province of a run: the sample one, and as many more units with people as the run needs."""

from typing import Any

from deploy.standalone.people import WORLD
from deploy.standalone.playing.day import WRITTEN_FOR, moved_by
from deploy.standalone.playing.moving import moved
from shared.runtime.marks import read_marked

PARENT = "STP-HP"
_PEOPLE_A_UNIT = 3


def unit_code(number: int) -> str:
    """The code of one of the units."""
    return f"DV-{number + 1:02}"


def subject_ref(number: int, person: int) -> str:
    """One of the people of a unit."""
    return f"CM-{number + 1:02}-{person % _PEOPLE_A_UNIT + 1}"


def province(units: int) -> dict[str, Any]:
    """The world to load, moved to today; the sample people's roles at the province's justice department reach all."""
    world: dict[str, Any] = moved(read_marked(WORLD).data, moved_by(WRITTEN_FOR))
    more = [unit_body(number) for number in range(units)]
    people = [
        {
            "ref": subject_ref(number, person),
            "kind": "individual",
            "name_vi": f"Cán bộ {number + 1}.{person + 1}",
            "work_role": "direct",
            "unit": unit_code(number),
        }
        for number in range(units)
        for person in range(_PEOPLE_A_UNIT)
    ]
    return {**world, "units": [*world["units"], *more], "subjects": [*world["subjects"], *people]}


def unit_body(number: int) -> dict[str, Any]:
    """One unit as the world file tells it."""
    return {
        "id": unit_code(number),
        "kind": "COMMUNE_COMMITTEE",
        "name_vi": f"Đơn vị {number + 1}",
        "parent": PARENT,
        "line": "province",
    }
