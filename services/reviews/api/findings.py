"""Routes of supervision's findings."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from services.reviews.api.bodies import Code, EmptyBody, Limit, States, Text, states_of
from services.reviews.api.showing import finding_view
from services.reviews.api.views import FindingView
from services.reviews.domain.finding import About, FindingKind
from services.reviews.usecases import UseCases
from shared.kernel.actor import Actor
from shared.kernel.ids import id_from
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door


class FindingBody(Body):
    """What a supervisor found, about an award or a case."""

    kind: FindingKind
    about: Literal[About.AWARD, About.CASE]
    about_id: UUID
    ground_vi: Text


class AssignBody(Body):
    """Who sets it right, and until which day."""

    owner_ref: Code
    due_on: date


class RemedyBody(Body):
    """What was done."""

    remedy_vi: Annotated[str, Field(min_length=1, max_length=20_000)]


class ReopenBody(Body):
    """Why the remedy is not enough, and until which day its owner goes on."""

    reason: Text
    due_on: date


def add_findings(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of findings."""
    _add_reading(api, use_cases)
    _add_acts(api, use_cases)


def _add_reading(api: APIRouter, use_cases: UseCases) -> None:
    queries = use_cases.queries

    @api.get("/findings/{finding_id}", **door("finding.read"))
    async def finding(finding_id: UUID, actor: WithActor) -> FindingView:
        return finding_view(await queries.finding(finding_id, actor))

    @api.get("/findings", **door("finding.read"))
    async def findings(actor: WithActor, state: States = "", limit: Limit = 50) -> list[FindingView]:
        return [finding_view(seen) for seen in await queries.findings(states_of(state), limit, actor)]


def _add_acts(api: APIRouter, use_cases: UseCases) -> None:
    acts = use_cases.finding

    async def shown(finding_id: UUID, actor: Actor) -> FindingView:
        return finding_view(await use_cases.queries.finding(finding_id, actor))

    @api.post("/findings", status_code=201, **door("finding.raise_finding"))
    async def raise_finding(body: FindingBody, cause: WithCause) -> FindingView:
        await attempt(lambda: acts.raise_finding(body.kind, body.about, body.about_id, body.ground_vi, cause))
        return await shown(id_from("finding", cause.id), cause.actor)

    @api.post("/findings/{finding_id}/assign", **door("finding.assign"))
    async def assign(finding_id: UUID, body: AssignBody, cause: WithCause) -> FindingView:
        await attempt(lambda: acts.assign(finding_id, body.owner_ref, body.due_on, cause))
        return await shown(finding_id, cause.actor)

    @api.post("/findings/{finding_id}/remedy", **door("finding.remedy"))
    async def remedy(finding_id: UUID, body: RemedyBody, cause: WithCause) -> FindingView:
        await attempt(lambda: acts.remedy(finding_id, body.remedy_vi, cause))
        return await shown(finding_id, cause.actor)

    @api.post("/findings/{finding_id}/verify", **door("finding.verify"))
    async def verify(finding_id: UUID, _: EmptyBody, cause: WithCause) -> FindingView:
        await attempt(lambda: acts.verify(finding_id, cause))
        return await shown(finding_id, cause.actor)

    @api.post("/findings/{finding_id}/reopen", **door("finding.reopen"))
    async def reopen(finding_id: UUID, body: ReopenBody, cause: WithCause) -> FindingView:
        await attempt(lambda: acts.reopen(finding_id, body.reason, body.due_on, cause))
        return await shown(finding_id, cause.actor)
