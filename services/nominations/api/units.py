"""Routes for units, their lineage, and clusters."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.nominations.api.organisation import Code, Group, Line, Name, People
from services.nominations.api.unit_showing import cluster_view, lineage_view, unit_view
from services.nominations.api.unit_views import ClusterView, LineageView, UnitView
from services.nominations.usecases import UseCases
from services.nominations.usecases.cluster.record import ClusterRecord
from services.nominations.usecases.unit.record import UnitRecord
from shared.kernel.chart import UnitKind
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithCause, attempt, door


class UnitBody(Body):
    """A unit as somebody reports it."""

    code: Code
    kind: UnitKind
    name_vi: Name
    parent: Code | None = None
    line: Line | None = None
    others: dict[Line, Code] | None = None
    head: str | None = None
    deputies: tuple[str, ...] = ()
    staff: dict[Group, People] | None = None
    since: date | None = None
    valid_from: date | None = None


class MergerBody(Body):
    """The units that are merged into this one, which takes their place from the day `on`."""

    predecessors: Annotated[tuple[Code, ...], Field(min_length=1, max_length=100)]
    on: date


class SplitBody(Body):
    """The units into which this one is split from the day `on`; it goes on when it is one of them."""

    successors: Annotated[tuple[Code, ...], Field(min_length=1, max_length=100)]
    on: date


class ClosingBody(Body):
    """The last day of a unit."""

    last_day: date


class ClusterBody(Body):
    """A cluster as somebody reports it: all its members from the day `since`, today without one."""

    code: Code
    name_vi: Name
    members: Annotated[tuple[Code, ...], Field(min_length=1, max_length=500)]
    lead: Code | None = None
    deputy: Code | None = None
    since: date | None = None


def add_units(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of units and clusters."""
    _add_records(api, use_cases)
    _add_lineage(api, use_cases)
    _add_clusters(api, use_cases)


def _add_records(api: APIRouter, use_cases: UseCases) -> None:
    @api.post("/units", status_code=201, **door("unit.record"))
    async def record_unit(body: UnitBody, cause: WithCause) -> UnitView:
        await attempt(lambda: use_cases.unit.record(UnitRecord(**body.model_dump()), cause))
        return unit_view(await use_cases.queries.unit(body.code))

    @api.get("/units", **door("unit.read"))
    async def units(on: date | None = None) -> list[UnitView]:
        return [unit_view(seen) for seen in await use_cases.queries.units(on)]

    @api.get("/units/{code}", **door("unit.read"))
    async def unit(code: str, on: date | None = None) -> UnitView:
        return unit_view(await use_cases.queries.unit(code, on))


def _add_lineage(api: APIRouter, use_cases: UseCases) -> None:
    @api.post("/units/{code}/merge", **door("unit.merge"))
    async def merge_units(code: str, body: MergerBody, cause: WithCause) -> UnitView:
        await attempt(lambda: use_cases.unit.merge(code, body.predecessors, body.on, cause))
        return unit_view(await use_cases.queries.unit(code))

    @api.post("/units/{code}/split", **door("unit.split"))
    async def split_unit(code: str, body: SplitBody, cause: WithCause) -> UnitView:
        await attempt(lambda: use_cases.unit.split(code, body.successors, body.on, cause))
        return unit_view(await use_cases.queries.unit(code))

    @api.post("/units/{code}/close", **door("unit.close"))
    async def close_unit(code: str, body: ClosingBody, cause: WithCause) -> UnitView:
        await attempt(lambda: use_cases.unit.close(code, body.last_day, cause))
        return unit_view(await use_cases.queries.unit(code))

    @api.get("/units/{code}/lineage", **door("unit.read"))
    async def lineage(code: str, on: date | None = None) -> LineageView:
        return lineage_view(await use_cases.queries.descent(code, on))


def _add_clusters(api: APIRouter, use_cases: UseCases) -> None:
    @api.post("/clusters", status_code=201, **door("cluster.record"))
    async def record_cluster(body: ClusterBody, cause: WithCause) -> ClusterView:
        await attempt(lambda: use_cases.record_cluster(ClusterRecord(**body.model_dump()), cause))
        return cluster_view(await use_cases.queries.cluster(body.code))

    @api.get("/clusters", **door("unit.read"))
    async def clusters(on: date | None = None) -> list[ClusterView]:
        return [cluster_view(seen) for seen in await use_cases.queries.clusters(on)]

    @api.get("/clusters/{code}", **door("unit.read"))
    async def cluster(code: str, on: date | None = None) -> ClusterView:
        return cluster_view(await use_cases.queries.cluster(code, on))
