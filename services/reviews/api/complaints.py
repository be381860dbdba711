"""Routes of complaints. Who lodges one leaves no line in the log."""

from typing import Annotated, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.reviews.api.bodies import EmptyBody, Limit, States, Text, states_of
from services.reviews.api.showing import complaint_view, one_complaint_view
from services.reviews.api.views import ComplaintView, OneComplaintView
from services.reviews.domain.complaint import ComplaintKind, Request
from services.reviews.domain.finding import About
from services.reviews.usecases import UseCases
from services.reviews.usecases.complaint.lodge import Grievance, complaint_id_of
from shared.kernel.actor import Actor
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

log: structlog.stdlib.BoundLogger = structlog.get_logger("complaints")

Story = Annotated[str, Field(min_length=1, max_length=20_000)]


class ComplaintBody(Body):
    """What somebody says is wrong. `contact` and who sends it are kept sealed, and shown to supervision only."""

    kind: ComplaintKind
    about: Literal[About.AWARD, About.CASE]
    about_id: UUID
    ground_vi: Story
    contact: Annotated[str, Field(min_length=1, max_length=300)] | None = None


class RulingBody(Body):
    """What was found."""

    ruling_vi: Text


class UpholdBody(Body):
    """What was found, and what those who decide are asked to do."""

    asks: Request
    ruling_vi: Text


class SenderView(BaseModel):
    """Who sent a complaint, and how to reach the person if that was said."""

    sender_ref: str
    contact: str | None


def add_complaints(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of complaints."""
    _add_reading(api, use_cases)
    _add_acts(api, use_cases)


def _add_reading(api: APIRouter, use_cases: UseCases) -> None:
    queries = use_cases.queries

    @api.get("/complaints/{complaint_id}/sender", **door("complaint_sender.read"))
    async def sender(complaint_id: UUID, actor: WithActor) -> SenderView:
        found = await queries.sender(complaint_id, actor)
        log.info("sender shown", complaint_id=str(complaint_id), reader_ref=actor.ref)
        return SenderView(sender_ref=found.ref, contact=found.contact)

    @api.get("/complaints/{complaint_id}", **door("complaint.read", quiet=True))
    async def complaint(complaint_id: UUID, actor: WithActor) -> OneComplaintView:
        return await _shown(use_cases, complaint_id, actor)

    @api.get("/complaints", **door("complaint.read", quiet=True))
    async def complaints(actor: WithActor, state: States = "", limit: Limit = 50) -> list[ComplaintView]:
        return [complaint_view(seen) for seen in await queries.complaints(states_of(state), limit, actor)]


def _add_acts(api: APIRouter, use_cases: UseCases) -> None:
    acts = use_cases.complaint

    @api.post("/complaints", status_code=201, **door("complaint.lodge", quiet=True))
    async def lodge(body: ComplaintBody, cause: WithCause) -> OneComplaintView:
        grievance = Grievance(body.kind, body.about, body.about_id, body.ground_vi, body.contact)
        await attempt(lambda: acts.lodge(grievance, cause))
        return await _shown(use_cases, complaint_id_of(cause.id), cause.actor)

    @api.post("/complaints/{complaint_id}/take-up", **door("complaint.take_up"))
    async def take_up(complaint_id: UUID, _: EmptyBody, cause: WithCause) -> OneComplaintView:
        await attempt(lambda: acts.take_up(complaint_id, cause))
        return await _shown(use_cases, complaint_id, cause.actor)

    @api.post("/complaints/{complaint_id}/turn-down", **door("complaint.turn_down"))
    async def turn_down(complaint_id: UUID, body: RulingBody, cause: WithCause) -> OneComplaintView:
        await attempt(lambda: acts.turn_down(complaint_id, body.ruling_vi, cause))
        return await _shown(use_cases, complaint_id, cause.actor)

    @api.post("/complaints/{complaint_id}/uphold", **door("complaint.uphold"))
    async def uphold(complaint_id: UUID, body: UpholdBody, cause: WithCause) -> OneComplaintView:
        await attempt(lambda: acts.uphold(complaint_id, body.asks, body.ruling_vi, cause))
        return await _shown(use_cases, complaint_id, cause.actor)

    @api.post("/complaints/{complaint_id}/reject", **door("complaint.reject"))
    async def reject(complaint_id: UUID, body: RulingBody, cause: WithCause) -> OneComplaintView:
        await attempt(lambda: acts.reject(complaint_id, body.ruling_vi, cause))
        return await _shown(use_cases, complaint_id, cause.actor)


async def _shown(use_cases: UseCases, complaint_id: UUID, actor: Actor) -> OneComplaintView:
    seen = await use_cases.queries.complaint(complaint_id, actor)
    return one_complaint_view(seen, has_award=await use_cases.complaint.has_award(seen.thing))
