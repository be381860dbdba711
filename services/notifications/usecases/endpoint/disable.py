"""A client wants no more calls."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause

BY_HAND: Final = "by_hand"


@dataclass(frozen=True, slots=True)
class DisableEndpoint:
    """Nothing goes there any more, and it takes no place among the client's twenty. Raises: ForbiddenError."""

    ports: EndpointPorts

    async def __call__(self, endpoint_id: UUID, cause: Cause) -> None:
        endpoint = await self.ports.endpoints.get(endpoint_id, cause)
        await self.ports.endpoints.save(endpoint.disable(BY_HAND), because_of=cause)
