"""A client's keys became known, or may have."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.usecases.endpoint.keys import key_for
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class RevokeKeys:
    """At once: the old ones sign nothing more and are published no more; a fresh one takes their place.

    Raises: NoVaultError, ForbiddenError.
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self, endpoint_id: UUID, cause: Cause) -> None:
        endpoint = await self.ports.endpoints.get(endpoint_id, cause)
        key = key_for(self.ports.keys, endpoint.keys[-1].kind, cause, self.clock())
        await self.ports.endpoints.save(endpoint.revoke_keys(key), because_of=cause)
