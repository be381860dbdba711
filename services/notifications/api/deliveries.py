"""Routes for what was sent to the endpoints of clients, and for sending it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel

from services.notifications.domain.attempt import Attempt
from services.notifications.domain.delivery import Delivery, State
from services.notifications.domain.outcome import Outcome, Phase
from services.notifications.domain.record import Recorded
from services.notifications.domain.redrive import Redrive, What
from services.notifications.usecases.delivery.tell import Asked, TellDeliveries
from services.notifications.usecases.redrive import RedriveUseCases
from services.notifications.usecases.redrive.ask import Again
from shared.kernel.actor import Actor
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

PageSize = Annotated[int, Query(ge=1, le=200)]
States = Annotated[tuple[State, ...], Query(max_length=len(State))]


class LastView(BaseModel):
    """How the last try ended. `status` is what was answered, 0 for no answer."""

    outcome: Outcome
    status: int
    ms: int


class DeliveryView(BaseModel):
    """One event on its way to an endpoint. `next_at` is when it is tried next; `tries` are those that count."""

    id: UUID
    event_id: UUID
    kind: str
    subject: UUID
    sequence: int
    state: State
    tries: int
    created_at: datetime
    next_at: datetime | None
    reason: str
    last: LastView | None


class DeliveriesView(BaseModel):
    """A page, newest first; the next one is `before` the id of its last item."""

    items: list[DeliveryView]
    has_more: bool


class AttemptView(BaseModel):
    """One try: how far it came, which address it called, how the answer began."""

    at: datetime
    outcome: Outcome
    status: int
    ms: int
    reason: str
    phase: Phase | None
    ip: str
    snippet: str


class DeliveryStory(DeliveryView):
    """One delivery with its tries, oldest first; a first try that succeeded is told by `last` alone."""

    attempts: list[AttemptView]


class RedriveBody(Body):
    """What is to be sent again: what was given up, or all; of what happened from `since` on, before `until` or now."""

    what: What = What.DEAD
    since: AwareDatetime
    until: AwareDatetime | None = None


class RedriveView(BaseModel):
    """A job. `sent` of `total` are handed to the senders; `reason` says why it ended before."""

    id: UUID
    what: What
    since: datetime
    until: datetime
    asked_by: str
    asked_at: datetime
    total: int
    sent: int
    is_over: bool
    reason: str


class CountView(BaseModel):
    """How many would be sent again, counted to one more than a job may send."""

    count: int


def add_deliveries(api: APIRouter, tell: TellDeliveries, redrive: RedriveUseCases) -> None:
    """Add the routes of deliveries."""
    _add_log(api, tell)
    _add_redrives(api, redrive)


def _add_log(api: APIRouter, tell: TellDeliveries) -> None:
    @api.get("/endpoints/{endpoint_id}/deliveries", **door("endpoint.read"))
    async def deliveries(
        endpoint_id: UUID,
        actor: WithActor,
        state: States = (),
        since: AwareDatetime | None = None,
        until: AwareDatetime | None = None,
        before: UUID | None = None,
        limit: PageSize = 50,
    ) -> DeliveriesView:
        """What was and will be sent to an endpoint, newest first, by state and date."""
        asked = Asked(state, since, until)
        found = await tell.of_endpoint(endpoint_id, asked, actor, before=before, limit=limit)
        items = [DeliveryView(**_shown(each, found.events[each.event_id])) for each in found.deliveries]
        return DeliveriesView(items=items, has_more=found.has_more)

    @api.get("/endpoints/{endpoint_id}/deliveries/{delivery_id}", **door("endpoint.read"))
    async def delivery(endpoint_id: UUID, delivery_id: UUID, actor: WithActor) -> DeliveryStory:
        """What happened to one delivery."""
        found, record, attempts = await tell.one(endpoint_id, delivery_id, actor)
        return DeliveryStory(**_shown(found, record), attempts=[_attempt(each) for each in attempts])


def _add_redrives(api: APIRouter, redrive: RedriveUseCases) -> None:
    @api.get("/endpoints/{endpoint_id}/redrives", **door("endpoint.read"))
    async def redrives(endpoint_id: UUID, actor: WithActor) -> list[RedriveView]:
        """The last jobs that sent again to an endpoint, newest first."""
        return await _redrives(redrive, endpoint_id, actor)

    @api.get("/endpoints/{endpoint_id}/redrives/count", **door("endpoint.read"))
    async def count(
        endpoint_id: UUID,
        since: AwareDatetime,
        actor: WithActor,
        what: What = What.DEAD,
        until: AwareDatetime | None = None,
    ) -> CountView:
        """How many would be sent again; nothing is."""
        return CountView(count=await redrive.show.count(endpoint_id, Again(what, since, until), actor))

    @api.post("/endpoints/{endpoint_id}/redrives", status_code=201, **door("endpoint.redrive"))
    async def ask(endpoint_id: UUID, body: RedriveBody, cause: WithCause) -> list[RedriveView]:
        """Send again what was given up, or all of the last 90 days; 50 a second, 100,000 at most."""
        wish = Again(body.what, body.since, body.until)
        await attempt(lambda: redrive.ask(endpoint_id, wish, cause))
        return await _redrives(redrive, endpoint_id, cause.actor)


async def _redrives(redrive: RedriveUseCases, endpoint_id: UUID, reader: Actor) -> list[RedriveView]:
    found: Sequence[Redrive] = await redrive.show.of_endpoint(endpoint_id, reader)
    return [RedriveView(**{name: getattr(each, name) for name in RedriveView.model_fields}) for each in found]


def _shown(delivery: Delivery, record: Recorded) -> dict[str, object]:
    last = delivery.last
    return {
        "id": delivery.id,
        "event_id": delivery.event_id,
        "kind": record.kind,
        "subject": record.about_id,
        "sequence": record.sequence,
        "state": delivery.state,
        "tries": delivery.tries,
        "created_at": delivery.created_at,
        "next_at": delivery.next_at if delivery.state in (State.DUE, State.HELD) else None,
        "reason": delivery.reason,
        "last": LastView(outcome=last.outcome, status=last.status, ms=last.ms) if last else None,
    }


def _attempt(attempt_made: Attempt) -> AttemptView:
    return AttemptView(**{name: getattr(attempt_made, name) for name in AttemptView.model_fields})
