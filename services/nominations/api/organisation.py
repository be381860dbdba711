"""Routes for people, teams, movements and forms."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from services.nominations.api.showing import form_view, movement_view, subject_view
from services.nominations.api.views import FormView, MovementView, SubjectView
from services.nominations.usecases import UseCases
from services.nominations.usecases.movement.launch import MovementPlan
from services.nominations.usecases.subject.record import SubjectRecord
from services.nominations.usecases.subject.title import TitleRecord
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Code = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Za-z0-9.-]{0,39}$")]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Limit = Annotated[int, Query(ge=1, le=200)]
People = Annotated[int, Field(ge=0, le=10_000_000)]
Line = Literal["province", "ministry"]
Group = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
Year = Annotated[int, Field(ge=1945, le=2200)]
Sought = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]


class SubjectBody(Body):
    """A person or team as somebody reports it."""

    ref: Code
    kind: Literal["individual", "collective", "household"]
    name_vi: Name
    unit: Code
    work_role: Literal["direct", "specialist", "leader"] | None = None
    size: Annotated[People, Field(ge=1)] | None = None
    retired: bool = False


class TitleBody(Body):
    """An annual form that was won before, its year and the unit at which it was won."""

    form_code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,39}$")]
    year: Year
    unit: Code


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
    _add_lists(api, use_cases)


def _add_records(api: APIRouter, use_cases: UseCases) -> None:
    @api.post("/subjects", status_code=201, **door("subject.record"))
    async def record_subject(body: SubjectBody, cause: WithCause) -> SubjectView:
        await attempt(lambda: use_cases.subject.record(SubjectRecord(**body.model_dump()), cause))
        return subject_view(await use_cases.queries.views.subject(body.ref, cause.actor))

    @api.post("/subjects/{subject_ref}/titles", **door("subject.record_title"))
    async def record_title(subject_ref: str, body: TitleBody, cause: WithCause) -> SubjectView:
        title = TitleRecord(**body.model_dump())
        await attempt(lambda: use_cases.subject.record_title(subject_ref, title, cause))
        return subject_view(await use_cases.queries.views.subject(subject_ref, cause.actor))

    @api.post("/movements", status_code=201, **door("movement.launch"))
    async def launch_movement(body: MovementBody, cause: WithCause) -> MovementView:
        await attempt(lambda: use_cases.launch_movement(MovementPlan(**body.model_dump()), cause))
        return movement_view(await use_cases.queries.views.movement(body.code))


def _add_lists(api: APIRouter, use_cases: UseCases) -> None:
    @api.get("/movements", **door("movement.read"))
    async def movements() -> list[MovementView]:
        return [movement_view(seen) for seen in await use_cases.queries.views.movements()]

    @api.get("/forms", **door("movement.read"))
    async def forms(unit: Code | None = None) -> list[FormView]:
        return [form_view(offer) for offer in await use_cases.queries.forms(unit)]

    @api.get("/subjects", **door("subject.read"))
    async def subjects(
        actor: WithActor, unit: str | None = None, q: Sought | None = None, limit: Limit = 50
    ) -> list[SubjectView]:
        found = await use_cases.queries.views.subjects(actor, unit=unit, text=q, limit=limit)
        return [subject_view(seen) for seen in found]
