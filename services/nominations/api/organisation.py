"""Routes for units, people, teams, movements and forms."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from services.nominations.api.showing import form_view, lineage_view, movement_view, subject_view, unit_view
from services.nominations.api.views import FormView, LineageView, MovementView, SubjectView, UnitView
from services.nominations.usecases import UseCases
from services.nominations.usecases.movement.launch import MovementPlan
from services.nominations.usecases.subject.record import SubjectRecord
from services.nominations.usecases.unit.record import UnitRecord
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Code = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Za-z0-9.-]{0,39}$")]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Limit = Annotated[int, Query(ge=1, le=200)]
People = Annotated[int, Field(ge=0, le=10_000_000)]
Line = Literal["province", "ministry"]
Group = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
Sought = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]


class UnitBody(Body):
    """A unit as somebody reports it."""

    code: Code
    kind: Literal["MINISTRY", "PROVINCE_COMMITTEE", "STP", "THADS", "THADS_REGIONAL", "COMMUNE_COMMITTEE"]
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


class SubjectBody(Body):
    """A person or team as somebody reports it."""

    ref: Code
    kind: Literal["individual", "collective"]
    name_vi: Name
    unit: Code
    work_role: Literal["direct", "specialist", "leader"] | None = None
    size: Annotated[People, Field(ge=1)] | None = None


class MovementBody(Body):
    """A movement as its owner plans it."""

    code: Code
    kind: Literal["standing", "thematic", "sector", "local", "congress"]
    name_vi: Name
    owner: Code
    window_from: date
    window_to: date
    final_review_on: date
    interim_review_on: date | None = None


def add_organisation(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of organisation and movements."""
    _add_records(api, use_cases)
    _add_lineage(api, use_cases)
    _add_lists(api, use_cases)


def _add_records(api: APIRouter, use_cases: UseCases) -> None:
    @api.post("/units", status_code=201, **door("unit.record"))
    async def record_unit(body: UnitBody, cause: WithCause) -> UnitView:
        await attempt(lambda: use_cases.unit.record(UnitRecord(**body.model_dump()), cause))
        return unit_view(await use_cases.queries.unit(body.code))

    @api.post("/subjects", status_code=201, **door("subject.record"))
    async def record_subject(body: SubjectBody, cause: WithCause) -> SubjectView:
        await attempt(lambda: use_cases.record_subject(SubjectRecord(**body.model_dump()), cause))
        return subject_view(await use_cases.queries.views.subject(body.ref, cause.actor))

    @api.post("/movements", status_code=201, **door("movement.launch"))
    async def launch_movement(body: MovementBody, cause: WithCause) -> MovementView:
        await attempt(lambda: use_cases.launch_movement(MovementPlan(**body.model_dump()), cause))
        return movement_view(await use_cases.queries.views.movement(body.code))


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


def _add_lists(api: APIRouter, use_cases: UseCases) -> None:
    @api.get("/units", **door("unit.read"))
    async def units(on: date | None = None) -> list[UnitView]:
        return [unit_view(seen) for seen in await use_cases.queries.units(on)]

    @api.get("/units/{code}", **door("unit.read"))
    async def unit(code: str, on: date | None = None) -> UnitView:
        return unit_view(await use_cases.queries.unit(code, on))

    @api.get("/movements", **door("movement.read"))
    async def movements() -> list[MovementView]:
        return [movement_view(seen) for seen in await use_cases.queries.views.movements()]

    @api.get("/forms", **door("movement.read"))
    async def forms() -> list[FormView]:
        pack = use_cases.queries.pack_in_force()
        return [form_view(form, pack) for form in pack.forms.values()]

    @api.get("/subjects", **door("subject.read"))
    async def subjects(
        actor: WithActor, unit: str | None = None, q: Sought | None = None, limit: Limit = 50
    ) -> list[SubjectView]:
        found = await use_cases.queries.views.subjects(actor, unit=unit, text=q, limit=limit)
        return [subject_view(seen) for seen in found]
