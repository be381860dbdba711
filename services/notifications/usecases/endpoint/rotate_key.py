"""A client's key is followed by a next one."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.endpoint import PUBLISHED_AHEAD
from services.notifications.usecases.endpoint.keys import key_for
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class RotateKey:
    """The next key is published at once, signs 24 hours later, and for seven days both sign.

    Raises: KeyWaitsError, NoVaultError, ForbiddenError.
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self, endpoint_id: UUID, cause: Cause) -> None:
        endpoint, now = await self.ports.endpoints.get(endpoint_id, cause), self.clock()
        key = key_for(self.ports.keys, endpoint.keys[-1].kind, cause, now + PUBLISHED_AHEAD)
        await self.ports.endpoints.save(endpoint.rotate(key, now), because_of=cause)
