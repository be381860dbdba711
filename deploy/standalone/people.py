"""Who may sign in on a laptop: the sample people of a world file, with their roles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from shared.kernel.actor import Grant, Role

WORLD: Final = Path(__file__).parent / "samples" / "world.yaml"
LOADER: Final = "LOADER"
OPERATOR: Final = "VH-01"
CITIZEN: Final = "CD-01"

World = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """One account: an id that tokens carry, a name that pages greet, roles and where they hold."""

    ref: str
    name: str
    grants: tuple[Grant, ...]


def people_of(world: World) -> dict[str, Person]:
    """Everybody of a world by id, in the order of the file.

    Accounts, council, subjects, heads without an account; then those of no unit: loader, citizen, operator.
    """
    names: dict[str, str] = {}
    grants: dict[str, list[Grant]] = {}
    for ref, name, held in _accounts(world):
        names.setdefault(ref, name)
        known = grants.setdefault(ref, [])
        known += [grant for grant in held if grant not in known]
    return {ref: Person(ref, name, tuple(grants[ref])) for ref, name in names.items()}


def load_people(world: Path = WORLD) -> dict[str, Person]:
    """Everybody of a world file. Raises: OSError, yaml.YAMLError, KeyError, ValueError for a role that none knows."""
    return people_of(yaml.safe_load(world.read_text(encoding="utf-8")))


_Account = tuple[str, str, Sequence[Grant]]


def _accounts(world: World) -> Iterable[_Account]:
    councils = [world["council"]] if "council" in world else list(world.get("councils", []))
    places = {str(council["id"]): (str(council["id"]), str(council["unit"])) for council in councils}
    for person in world.get("people", []):
        held = [grant for entry in person["roles"] for grant in _granted(entry, places)]
        yield str(person["id"]), str(person["name_vi"]), held
    for council in councils:
        yield from _members(council, places[str(council["id"])])
    for subject in world.get("subjects", []):
        if subject["kind"] == "individual":
            held = [Grant(role, str(subject["unit"])) for role in (Role.RECIPIENT, Role.PEER)]
            yield str(subject["ref"]), str(subject["name_vi"]), held
    yield from _heads(world)
    roots = [str(unit["id"]) for unit in world.get("units", []) if "parent" not in unit]
    loads = [Grant(role, root) for role in (Role.INTEGRATOR, Role.EMULATION_OFFICER) for root in roots]
    yield LOADER, "Chương trình nạp dữ liệu mẫu", loads
    yield CITIZEN, "Công dân mẫu", [Grant(Role.CITIZEN, root) for root in roots]
    yield OPERATOR, "Người vận hành hệ thống", [Grant(Role.OPS, root) for root in roots]


def _heads(world: World) -> Iterable[_Account]:
    """Those heads of units who have no account of their own in the file."""
    known = {str(person["id"]) for person in world.get("people", [])}
    for unit in world.get("units", []):
        head = unit.get("head")
        if head is not None and str(head) not in known:
            yield str(head), f"Lãnh đạo {unit['name_vi']}", [Grant(Role.UNIT_HEAD, str(unit["id"]))]


def _granted(entry: Mapping[str, Any], places: Mapping[str, Sequence[str]]) -> Iterable[Grant]:
    """A role in a council holds at the council and at its unit, since what a council sees belongs to units."""
    role = Role(entry["role"])
    where = places[str(entry["council"])] if "council" in entry else [str(entry["unit"])]
    return [Grant(role, place) for place in where]


def _members(council: Mapping[str, Any], where: Sequence[str]) -> Iterable[_Account]:
    for member in council["members"]:
        roles = [Role.COUNCIL_MEMBER, *([Role.COUNCIL_CHAIR] if member == council["chair"] else [])]
        held = [Grant(role, place) for role in roles for place in where]
        yield str(member), f"Thành viên hội đồng {member}", held
