"""A client hears that a job of its own has ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.domain.endpoint import JOB_FINISHED
from services.notifications.domain.item import Batch, ItemOutcome
from services.notifications.domain.record import Recorded, Target
from services.notifications.usecases.endpoint.ports import Endpoints
from services.notifications.usecases.event.deliver import Deliver
from services.notifications.usecases.ports import Events
from shared.kernel.clock import Clock
from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class AnnounceJob:
    """An event of its own, kept before the job ends and delivered after it, by the same senders as all others.

    Its id follows from the job: whoever repeats the end of a job finds it, and the sweep delivers what a death left.
    Where no endpoint of the client asked to hear, there is none.
    """

    events: Events
    endpoints: Endpoints
    deliver: Deliver
    clock: Clock

    async def keep(self, batch: Batch, outcomes: Mapping[ItemOutcome, int]) -> Recorded | None:
        """What is to be delivered once the job has ended; None for nothing. Raises: UnavailableError."""
        own = await self.endpoints.in_use_of(batch.client_ref)
        hearing = [Target(one.id, one.ordering) for one in own if one.is_sent_to and JOB_FINISHED in one.kinds]
        if not hearing:
            return None
        counts = {outcome.value: outcomes.get(outcome, 0) for outcome in ItemOutcome}
        event_id = id_from("job_finished", batch.id)
        return await self.events.keep(
            Recorded(
                id=event_id,
                kind=JOB_FINISHED,
                about_id=batch.id,
                sequence=1,
                unit_id="",
                unit_path=(),
                recorded_at=self.clock(),
                correlation_id=event_id,
                traceparent=None,
                facts={"dry_run": batch.is_trial, "count": batch.count, **counts},
                messages=(),
                entry=None,
                targets=tuple(hearing),
            )
        )
