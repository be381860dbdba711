"""Routes of delegations of signature."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from services.reviews.api.bodies import Code, EmptyBody, Number
from services.reviews.api.decision_views import DelegationView
from services.reviews.domain.delegation import Delegation
from services.reviews.usecases import UseCases
from services.reviews.usecases.ports import Seen
from shared.kernel.actor import Actor
from shared.kernel.ids import id_from
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door


class DelegationBody(Body):
    """Who signs for the grantor of a unit, from which to which day, by which document."""

    grantor_unit_id: Code
    delegate_ref: Code
    first: date
    last: date
    number: Number


def add_delegations(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of delegations."""
    acts, queries = use_cases.delegation, use_cases.queries

    async def shown(delegation_id: UUID, actor: Actor) -> DelegationView:
        return next(_view(seen) for seen in await queries.delegations(actor) if seen.thing.id == delegation_id)

    @api.get("/delegations", **door("delegation.read"))
    async def delegations(actor: WithActor) -> list[DelegationView]:
        return [_view(seen) for seen in await queries.delegations(actor)]

    @api.post("/delegations", status_code=201, **door("delegation.record"))
    async def record(body: DelegationBody, cause: WithCause) -> DelegationView:
        days = (body.first, body.last)
        await attempt(lambda: acts.record(body.grantor_unit_id, body.delegate_ref, days, body.number, cause))
        return await shown(id_from("delegation", cause.id), cause.actor)

    @api.post("/delegations/{delegation_id}/end", **door("delegation.end"))
    async def end(delegation_id: UUID, _: EmptyBody, cause: WithCause) -> DelegationView:
        await attempt(lambda: acts.end(delegation_id, cause))
        return await shown(delegation_id, cause.actor)


def _view(seen: Seen[Delegation]) -> DelegationView:
    delegation = seen.thing
    return DelegationView(
        id=delegation.id,
        state=delegation.state,
        version=delegation.version,
        seq=seen.seq,
        grantor_unit_id=delegation.grantor_unit_id,
        grantor_ref=delegation.grantor_ref,
        delegate_ref=delegation.delegate_ref,
        first=delegation.first,
        last=delegation.last,
        number=delegation.number,
    )
