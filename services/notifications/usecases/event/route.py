"""Tell everyone concerned that something happened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.notifications.domain.plan import plan
from services.notifications.domain.record import Recorded
from services.notifications.domain.register import draft
from services.notifications.usecases.ports import Events
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class RouteEvent:
    """An event is kept with its plan, then the plan is brought into the logs.

    The plan is made once: a second delivery of the event finds the first one's plan and only completes it.
    """

    events: Events
    deliver: Callable[[Recorded], Awaitable[None]]
    clock: Clock

    async def __call__(self, event: Event, cause: Cause) -> None:
        """Plan and deliver. Raises: UnavailableError; the same event again repairs what is missing."""
        kept = await self.events.keep(await self._planned(event, cause))
        await self.deliver(kept)

    async def _planned(self, event: Event, cause: Cause) -> Recorded:
        about_id = event.aggregate_id
        now = self.clock()
        facts = event.model_dump(mode="json")
        file = await self.events.file_of(about_id)
        return Recorded(
            id=cause.id,
            kind=event.type,
            about_id=about_id,
            sequence=cause.sequence,
            unit_id=event.unit_id,
            unit_path=event.unit_path,
            recorded_at=now,
            correlation_id=cause.correlation_id,
            traceparent=cause.traceparent,
            facts=facts,
            messages=plan(event.type, cause.id, about_id, event.model_dump(), file),
            entry=draft(event.type, cause.id, now, facts),
        )
