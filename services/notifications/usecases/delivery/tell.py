"""Tell what happened to what was sent out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.notifications.domain.attempt import Attempt
from services.notifications.domain.delivery import Backlog, Delivery, Lane, State, endpoint_target
from services.notifications.domain.record import Recorded
from services.notifications.usecases.delivery.ports import Attempts
from services.notifications.usecases.endpoint.show import ShowEndpoints
from services.notifications.usecases.ports import Deliveries, Events
from shared.kernel.actor import Actor
from shared.kernel.errors import ForbiddenError

MOST_DUE: Final = 10_000
LONGEST_DUE: Final = timedelta(seconds=60)
"""From then on those who wait are too many, or wait too long."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which deliveries: in these states (none named: in all), planned from `since` on and before `until`."""

    states: Collection[State] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A page of deliveries, newest first, and the events that they carry."""

    deliveries: Sequence[Delivery]
    events: Mapping[UUID, Recorded]
    has_more: bool


@dataclass(frozen=True, slots=True)
class TellDeliveries:
    """What happened to all deliveries of an endpoint, and to one of them."""

    deliveries: Deliveries
    attempts: Attempts
    events: Events
    endpoints: ShowEndpoints

    async def of_endpoint(
        self, endpoint_id: UUID, asked: Asked, reader: Actor, *, before: UUID | None, limit: int
    ) -> Told:
        """A page behind the delivery `before`. Raises: ForbiddenError."""
        await self.endpoints.one(endpoint_id, reader)
        target = endpoint_target(endpoint_id)
        last = None if before is None else await self.deliveries.find(before)
        if before is not None and (last is None or last.target != target):
            raise ForbiddenError("OUT_OF_SCOPE")
        found = await self.deliveries.of_target(
            target, asked.states or tuple(State), (asked.since, asked.until), last, limit + 1
        )
        shown = found[:limit]
        records = await self.events.these({each.event_id for each in shown})
        return Told(shown, {record.id: record for record in records}, has_more=len(found) > limit)

    async def one(
        self, endpoint_id: UUID, delivery_id: UUID, reader: Actor
    ) -> tuple[Delivery, Recorded, Sequence[Attempt]]:
        """One delivery, its event, and its tries of the last 90 days, oldest first. Raises: ForbiddenError."""
        await self.endpoints.one(endpoint_id, reader)
        found = await self.deliveries.find(delivery_id)
        if found is None or found.target != endpoint_target(endpoint_id):
            raise ForbiddenError("OUT_OF_SCOPE")
        return found, await self.events.get(found.event_id), await self.attempts.of_delivery(delivery_id)

    async def backlog(self) -> Mapping[Lane, Backlog]:
        """What is due and not tried, by lane, counted to one more than is alarming. Raises: UnavailableError."""
        now = self.endpoints.clock()
        return {lane: await self.deliveries.backlog(lane, now, MOST_DUE + 1) for lane in Lane}
