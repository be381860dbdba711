"""Routes for deeds."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from services.nominations.api.deed_showing import deed_view
from services.nominations.api.deed_views import DeedView
from services.nominations.api.evidence import EvidenceList, evidence_of
from services.nominations.api.organisation import Code, Limit
from services.nominations.domain.deed import Contributor, Result, deed_id_of
from services.nominations.usecases import UseCases
from services.nominations.usecases.deed.register import DeedReport
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Title = Annotated[str, Field(min_length=1, max_length=300)]
Story = Annotated[str, Field(min_length=1, max_length=20_000)]
Words = Annotated[str, Field(min_length=1, max_length=2_000)]
Heard = Annotated[str, Field(max_length=2_000)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Maybe = Annotated[str, Field(max_length=200)]


class EmptyBody(Body):
    """Nothing more needs to be said."""


class ResultBody(Body):
    """A measured result; `baseline` is what it was before, `attester` who says that it is true."""

    indicator: Short
    value: Short
    unit: Short
    source: Short
    baseline: Maybe = ""
    attester: Maybe = ""


class ContributorBody(Body):
    """One who did it, with a share in whole percent."""

    subject_ref: Code
    share: Annotated[int, Field(ge=1, le=100)]


Results = Annotated[tuple[ResultBody, ...], Field(max_length=20)]
Contributors = Annotated[tuple[ContributorBody, ...], Field(min_length=1, max_length=50)]


class DeedBody(Body):
    """A deed as its proposer tells it. Days are of Asia/Ho_Chi_Minh. `exemplar_id`: it was detected from results."""

    unit_id: Code
    title_vi: Title
    story_vi: Story
    field: Short
    occurred_from: date
    occurred_to: date
    known_on: date
    results: Results = ()
    contributors: Contributors
    movement_id: UUID | None = None
    exemplar_id: UUID | None = None
    evidence: EvidenceList = ()


class OtherBody(Body):
    """The deed that it is, or is not, the same as."""

    other_deed_id: UUID


class DisputeBody(Body):
    """What a colleague says of the own part in it."""

    share: Annotated[int, Field(ge=1, le=100)]
    ground_vi: Words


class ResolutionBody(Body):
    """What both sides said, and the shares as they are from now on."""

    contributors: Contributors
    claimant_vi: Heard = ""
    contributors_vi: Heard = ""


class AmendmentBody(Body):
    """What is corrected or completed; a field that is not sent stays as it was."""

    title_vi: Title | None = None
    story_vi: Story | None = None
    field: Short | None = None
    occurred_from: date | None = None
    occurred_to: date | None = None
    known_on: date | None = None
    results: Results | None = None
    contributors: Contributors | None = None
    evidence: EvidenceList | None = None


def add_deeds(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of deeds."""
    views = use_cases.queries.views

    @api.post("/deeds", status_code=201, **door("deed.register"))
    async def register(body: DeedBody, cause: WithCause) -> DeedView:
        await attempt(lambda: use_cases.deed.register(_report(body), cause))
        return deed_view(await views.deed(deed_id_of(cause.id, body.exemplar_id), cause.actor), cause.actor)

    @api.post("/deeds/{deed_id}/amend", **door("deed.amend"))
    async def amend(deed_id: UUID, body: AmendmentBody, cause: WithCause) -> DeedView:
        await attempt(lambda: use_cases.deed.amend(deed_id, _changes(body), cause))
        return deed_view(await views.deed(deed_id, cause.actor), cause.actor)

    @api.get("/deeds", **door("deed.read"))
    async def listing(actor: WithActor, limit: Limit = 50) -> list[DeedView]:
        return [deed_view(seen, actor) for seen in await views.deeds(actor, limit=limit)]

    @api.get("/deeds/{deed_id}", **door("deed.read"))
    async def show(deed_id: UUID, actor: WithActor) -> DeedView:
        return deed_view(await views.deed(deed_id, actor), actor)

    _add_attribution(api, use_cases)
    _add_likeness(api, use_cases)


def _add_attribution(api: APIRouter, use_cases: UseCases) -> None:
    views = use_cases.queries.views

    @api.post("/deeds/{deed_id}/confirm-share", **door("deed.confirm_share"))
    async def confirm_share(deed_id: UUID, body: EmptyBody, cause: WithCause) -> DeedView:
        del body
        await attempt(lambda: use_cases.deed.confirm_share(deed_id, cause))
        return deed_view(await views.deed(deed_id, cause.actor), cause.actor)

    @api.post("/deeds/{deed_id}/dispute", **door("deed.dispute"))
    async def dispute(deed_id: UUID, body: DisputeBody, cause: WithCause) -> DeedView:
        await attempt(lambda: use_cases.deed.dispute(deed_id, body.share, body.ground_vi, cause))
        return deed_view(await views.deed(deed_id, cause.actor), cause.actor)

    @api.post("/deeds/{deed_id}/resolve", **door("deed.resolve"))
    async def resolve(deed_id: UUID, body: ResolutionBody, cause: WithCause) -> DeedView:
        rows, said = _contributors(body.contributors), (body.claimant_vi, body.contributors_vi)
        await attempt(lambda: use_cases.deed.resolve(deed_id, rows, *said, cause))
        return deed_view(await views.deed(deed_id, cause.actor), cause.actor)


def _add_likeness(api: APIRouter, use_cases: UseCases) -> None:
    views = use_cases.queries.views

    @api.post("/deeds/{deed_id}/link", **door("deed.link"))
    async def link(deed_id: UUID, body: OtherBody, cause: WithCause) -> DeedView:
        await attempt(lambda: use_cases.deed.link(deed_id, body.other_deed_id, cause))
        return deed_view(await views.deed(deed_id, cause.actor), cause.actor)

    @api.post("/deeds/{deed_id}/keep-apart", **door("deed.keep_apart"))
    async def keep_apart(deed_id: UUID, body: OtherBody, cause: WithCause) -> DeedView:
        await attempt(lambda: use_cases.deed.keep_apart(deed_id, body.other_deed_id, cause))
        return deed_view(await views.deed(deed_id, cause.actor), cause.actor)


def _report(body: DeedBody) -> DeedReport:
    return DeedReport(
        unit=body.unit_id,
        title_vi=body.title_vi,
        story_vi=body.story_vi,
        field=body.field,
        occurred_from=body.occurred_from,
        occurred_to=body.occurred_to,
        known_on=body.known_on,
        contributors=_contributors(body.contributors),
        results=_results(body.results),
        movement_id=body.movement_id,
        exemplar_id=body.exemplar_id,
        evidence=evidence_of(body.evidence),
    )


def _changes(body: AmendmentBody) -> dict[str, Any]:
    changes = {name: getattr(body, name) for name in body.model_fields_set if getattr(body, name) is not None}
    if "results" in changes:
        changes["results"] = _results(changes["results"])
    if "contributors" in changes:
        changes["contributors"] = _contributors(changes["contributors"])
    if "evidence" in changes:
        changes["evidence"] = evidence_of(changes["evidence"])
    return changes


def _results(results: tuple[ResultBody, ...]) -> tuple[Result, ...]:
    return tuple(Result(**one.model_dump()) for one in results)


def _contributors(contributors: tuple[ContributorBody, ...]) -> tuple[Contributor, ...]:
    return tuple(Contributor(one.subject_ref, one.share) for one in contributors)
