"""Find what may be sent again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.domain.delivery import Delivery, endpoint_target, to_endpoint
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.record import Target
from services.notifications.domain.redrive import A_STEP, MOST, Behind, Redrive, What
from services.notifications.usecases.ports import Deliveries, Events, Heard
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class FindPast:
    """Of an endpoint: the deliveries that were given up; or every event that it hears of, whether it was sent or not.

    So an endpoint that was closed for a while gets what happened in between.
    """

    deliveries: Deliveries
    events: Events
    clock: Clock

    async def count(self, endpoint: Endpoint, what: What, since: datetime, until: datetime) -> int:
        """How many, counted to one more than a job may send. Raises: UnavailableError."""
        if what is What.DEAD:
            return await self.deliveries.count_dead(endpoint_target(endpoint.id), since, until, MOST + 1)
        return await self.events.count_heard(_heard(endpoint, since, until), MOST + 1)

    async def step(self, redrive: Redrive, endpoint: Endpoint) -> tuple[Sequence[Delivery], Behind | None]:
        """The next of a job, and how far it has come with them. Raises: UnavailableError."""
        if redrive.what is What.DEAD:
            name = endpoint_target(endpoint.id)
            dead = await self.deliveries.dead(name, redrive.since, redrive.until, redrive.behind, A_STEP)
            return dead, Behind(dead[-1].created_at, dead[-1].id) if dead else None
        wanted = _heard(endpoint, redrive.since, redrive.until)
        heard = await self.events.heard(wanted, redrive.behind, A_STEP)
        target = Target(endpoint.id, endpoint.ordering)
        # As if each had been planned when it was heard: so the log has them in their order.
        planned = [to_endpoint(record, target, record.recorded_at) for record in heard]
        return planned, Behind(heard[-1].recorded_at, heard[-1].id) if heard else None


def _heard(endpoint: Endpoint, since: datetime, until: datetime) -> Heard:
    return Heard(endpoint.kinds, endpoint.units or (endpoint.unit_id,), since, until)
