"""A client mended its system."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.endpoint import EndpointState
from services.notifications.domain.share import free_slot
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ReopenEndpoint:
    """A disabled one waits for its proof again; one that is not disabled stays as it is.

    Raises: TooManyEndpointsError, ForbiddenError.
    """

    ports: EndpointPorts

    async def __call__(self, endpoint_id: UUID, cause: Cause) -> None:
        endpoint = await self.ports.endpoints.get(endpoint_id, cause)
        if endpoint.state is EndpointState.DISABLED:
            known = await self.ports.endpoints.in_use_of(endpoint.client_ref)
            endpoint = endpoint.reopen(free_slot(known))
        await self.ports.endpoints.save(endpoint, because_of=cause)
