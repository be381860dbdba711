"""Tell everyone concerned that something happened."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from services.notifications.domain.endpoint import ANNOUNCED
from services.notifications.domain.record import Recorded, Target
from services.notifications.domain.register import draft
from services.notifications.usecases.event.dispatch import Fresh
from services.notifications.usecases.event.settle import SettlePlan
from services.notifications.usecases.ports import Events, Receivers
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


class Delivering(Protocol):
    """Brings a plan into the logs; of one that nobody has begun to bring there it is told how its orders stand."""

    async def __call__(self, record: Recorded, fresh: Fresh | None = None) -> None:
        """Raises: UnavailableError."""


@dataclass(frozen=True, slots=True)
class RouteEvent:
    """An event is kept with its plan, then the plan is brought into the logs.

    The plan is made once: a second delivery of the event finds the first one's plan and only completes it. What is
    heard of a file before the file itself waits for it, as long as it takes: topics have no order between them, and
    without the file nobody knows from whom the event must be hidden.
    """

    events: Events
    receivers: Receivers
    settle: SettlePlan
    look: Callable[[Recorded], Awaitable[Fresh]]
    deliver: Delivering
    clock: Clock

    async def __call__(self, event: Event, cause: Cause) -> None:
        """Plan and deliver. Raises: UnavailableError; the same event again repairs what is missing."""
        heard = await self.settle.first(self._heard(event, cause, await self._targets(event)), event)
        # Settled after it is kept: a file that came in between has not seen it waiting.
        kept, fresh = await asyncio.gather(self.events.keep(heard), self.look(heard))
        settled = await self.settle(kept)
        if not settled.waits_for_file:
            await self.deliver(settled, fresh if settled is heard else None)

    async def _targets(self, event: Event) -> tuple[Target, ...]:
        if event.type not in ANNOUNCED:
            return ()
        hearing = await self.receivers.hearing(event.type, event.unit_path)
        return tuple(Target(endpoint.id, endpoint.ordering) for endpoint in hearing)

    def _heard(self, event: Event, cause: Cause, targets: tuple[Target, ...]) -> Recorded:
        now = self.clock()
        facts = event.model_dump(mode="json")
        return Recorded(
            id=cause.id,
            kind=event.type,
            about_id=event.aggregate_id,
            sequence=cause.sequence,
            unit_id=event.unit_id,
            unit_path=event.unit_path,
            recorded_at=now,
            correlation_id=cause.correlation_id,
            traceparent=cause.traceparent,
            facts=facts,
            messages=(),
            entry=draft(event.type, cause.id, now, facts),
            targets=targets,
            happened_at=cause.at,
        )
