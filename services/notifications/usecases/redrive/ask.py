"""A client asks that something be sent again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.domain.endpoint import Endpoint, EndpointNotActiveError
from services.notifications.domain.redrive import Redrive, What, require_few, require_near
from services.notifications.usecases.endpoint.ports import Endpoints
from services.notifications.usecases.redrive.find import FindPast
from services.notifications.usecases.redrive.ports import Redrives
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyHandledError, CauseReusedError
from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class Again:
    """What is to be sent again: of what happened from `since` on; before `until`, or before now."""

    what: What
    since: datetime
    until: datetime | None = None


def redrive_id_of(cause_id: UUID) -> UUID:
    """The id of the job that a command begins."""
    return id_from("redrive", cause_id)


@dataclass(frozen=True, slots=True)
class AskRedrive:
    """A job begins; an endpoint has one at a time.

    Raises: EndpointNotActiveError, RedriveTooOldError, RedriveTooLargeError, RedriveRunsError, ForbiddenError.
    """

    redrives: Redrives
    endpoints: Endpoints
    find: FindPast
    clock: Clock

    async def __call__(self, endpoint_id: UUID, wish: Again, cause: Cause) -> None:
        endpoint = await self.endpoints.get(endpoint_id, cause)
        known = await self.redrives.find(redrive_id_of(cause.id))
        if known is not None:
            if known.body_hash != cause.body_hash:
                raise CauseReusedError(id=known.id)
            raise AlreadyHandledError
        await self.redrives.keep(await self._job(endpoint, wish, cause))

    async def _job(self, endpoint: Endpoint, wish: Again, cause: Cause) -> Redrive:
        if not endpoint.is_sent_to:
            raise EndpointNotActiveError(state=endpoint.state.value)
        now = self.clock()
        require_near(wish.since, now)
        until = min(wish.until or now, now)
        total = await self.find.count(endpoint, wish.what, wish.since, until)
        require_few(total)
        return Redrive(
            id=redrive_id_of(cause.id),
            endpoint_id=endpoint.id,
            asked_by=cause.actor.ref,
            asked_at=now,
            what=wish.what,
            since=wish.since,
            until=until,
            total=total,
            next_at=now,
            body_hash=cause.body_hash,
        )
