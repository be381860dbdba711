"""Routes for operators: messages to people of which nobody knows whether they came, and what the provider said."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.notifications.domain.audience import ref_of
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery
from services.notifications.usecases import DeliveryUseCases
from services.notifications.usecases.delivery.answer_unknown import Verdict
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithCause, attempt, door

_SHOWN = 100
Limit = Annotated[int, Query(ge=1, le=500)]


class AnswerBody(Body):
    """What the provider said: it came (`reached`), or it did not and is to be sent again (`again`)."""

    verdict: Verdict


class UnknownView(BaseModel):
    """A message of which nobody knows whether it came. By `id`, `number_ends` and `planned_at` a provider finds it.

    `to` is whom it was for, `message` the kind of message, `since` when it became so. `number_ends` is empty of what
    went to no telephone, or in a history that was lost.
    """

    id: UUID
    channel: Channel
    to: str
    number_ends: str
    message: str
    planned_at: datetime
    since: datetime
    reason: str


def add_unknowns(api: APIRouter, use_cases: DeliveryUseCases) -> None:
    """Add the routes."""

    async def shown(limit: int) -> list[UnknownView]:
        return [_view(each) for each in await use_cases.show_unknown(limit)]

    @api.get("/unknown-deliveries", **door("unknown_delivery.read"))
    async def unknown(limit: Limit = _SHOWN) -> list[UnknownView]:
        """Those that wait for an operator's word, longest first."""
        return await shown(limit)

    @api.post("/unknown-deliveries/{delivery_id}", **door("unknown_delivery.answer"))
    async def answer(delivery_id: UUID, body: AnswerBody, cause: WithCause) -> list[UnknownView]:
        """Say what became of one; the others are answered."""
        await attempt(lambda: use_cases.answer_unknown(delivery_id, body.verdict, cause))
        return await shown(_SHOWN)


def _view(delivery: Delivery) -> UnknownView:
    return UnknownView(
        id=delivery.id,
        channel=delivery.channel,
        to=ref_of(delivery.target),
        number_ends=delivery.number_ends,
        message=delivery.message,
        planned_at=delivery.created_at,
        since=delivery.next_at,
        reason=delivery.reason,
    )
