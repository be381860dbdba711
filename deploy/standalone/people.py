"""Who may sign in on a laptop: the sample people of a world file, with their roles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.standalone.errors import StandaloneError
from deploy.standalone.region import REGION, is_region, world_of
from shared.kernel.actor import Grant, Role
from shared.runtime.marks import read_marked

_FOLDER: Final = Path(__file__).parent / "samples"
WORLD: Final = _FOLDER / "world.yaml"
SAMPLES: Final = (WORLD, REGION, _FOLDER / "region_people.yaml")
LOADER: Final = "LOADER"
OPERATOR: Final = "VH-01"
CITIZEN: Final = "CD-01"
BODY: Final = "YK-01"
CLUSTER_LEAD: Final = "KV-01"
SECRETARY: Final = "TK-02"
CONNECTOR: Final = "KN-01"

World = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """One account: an id that tokens carry, a name that pages greet, roles and where they hold."""

    ref: str
    name: str
    grants: tuple[Grant, ...]


def people_of(world: World) -> dict[str, Person]:
    """Everybody of a world by id, in the order of the file.

    Accounts, council, subjects, heads without an account; then those of no unit: loader, citizen, who answers for the
    bodies that are asked, who leads the clusters, secretary of councils below, operator, who connects systems outside.
    """
    names: dict[str, str] = {}
    grants: dict[str, list[Grant]] = {}
    for ref, name, held in _accounts(world):
        names.setdefault(ref, name)
        known = grants.setdefault(ref, [])
        known += [grant for grant in held if grant not in known]
    return {ref: Person(ref, name, tuple(grants[ref])) for ref, name in names.items()}


def sample(name: str) -> Path:
    """The sample file of this name. Raises: StandaloneError when there is none."""
    for file in SAMPLES:
        if file.stem == name:
            return file
    raise StandaloneError(f"{name}: không có tệp mẫu này / there is no such sample")


def load_people(*worlds: Path) -> dict[str, Person]:
    """Everybody of some world files, of all samples without one; who stands in several holds the roles of all.

    Raises: OSError, FaultyFilesError, KeyError, ValueError for a role that none knows.
    """
    found: dict[str, Person] = {}
    for world in worlds or SAMPLES:
        for ref, person in people_of(read_world(world)).items():
            known = found.get(ref, person)
            more = tuple(grant for grant in person.grants if grant not in known.grants)
            found[ref] = Person(ref, known.name, (*known.grants, *more) if ref in found else person.grants)
    return found


def read_world(file: Path) -> World:
    """A world file, or a region in the words of one. Raises: OSError, FaultyFilesError."""
    data: World = read_marked(file).data
    return world_of(data) if is_region(data) else data


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
    yield BODY, "Người trả lời ý kiến mẫu", [Grant(Role.OPINION_BODY, root) for root in roots]
    clusters = [*([world["region"]] if "region" in world else []), *world.get("clusters", ())]
    led = [Grant(Role.CLUSTER_LEAD, code) for code in dict.fromkeys(str(cluster["id"]) for cluster in clusters)]
    if led:
        yield CLUSTER_LEAD, "Trưởng khu vực thi đua mẫu", led
    below = [str(unit["id"]) for unit in world.get("units", []) if "parent" in unit]
    yield SECRETARY, "Thư ký hội đồng cấp dưới mẫu", [Grant(Role.COUNCIL_SECRETARY, unit) for unit in below]
    yield OPERATOR, "Người vận hành hệ thống", [Grant(Role.OPS, root) for root in roots]
    yield CONNECTOR, "Người nối hệ thống mẫu", [Grant(Role.INTEGRATOR, root) for root in roots]


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
