"""What a reader of units and clusters sees."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from services.nominations.api.views import Kept


class ParentView(BaseModel):
    """A unit above, and the line through which it stands there."""

    unit: str
    line: str | None


class UnitView(Kept):
    """A unit as it was on a day: `planned` before its first day, `closed` after its last."""

    code: str
    kind: str
    name_vi: str
    path: tuple[str, ...]
    line: str | None
    parents: list[ParentView]
    head_ref: str | None
    deputies: tuple[str, ...]
    staff: dict[str, int]
    clusters: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None


class NameSinceView(BaseModel):
    """What a unit is called from a day on; from its beginning without one."""

    name_vi: str
    since: date | None


class TieView(BaseModel):
    """A line of a unit's lineage; the name is the one that the other unit had that day."""

    kind: str
    unit: str
    name_vi: str
    on: date


class LineageView(BaseModel):
    """The names and ties of a unit; who came before it, and who stands in its place, on the day `on`."""

    id: UUID
    code: str
    on: date
    state: str
    names: list[NameSinceView]
    ties: list[TieView]
    predecessors: list[str]
    successors: list[str]


class ClusterView(Kept):
    """A cluster as it was on a day."""

    code: str
    name_vi: str
    members: tuple[str, ...]
    lead: str | None
    deputy: str | None
