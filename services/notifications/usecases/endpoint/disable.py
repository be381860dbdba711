"""A client wants no more calls."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.notifications.usecases.endpoint.describe import disabled
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock

BY_HAND: Final = "by_hand"


@dataclass(frozen=True, slots=True)
class DisableEndpoint:
    """Nothing goes there any more, and it takes no place among the client's twenty.

    Emits: EndpointDisabled. Raises: ForbiddenError.
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self, endpoint_id: UUID, cause: Cause) -> None:
        endpoint = await self.ports.endpoints.get(endpoint_id, cause)
        after = endpoint.disable(BY_HAND)
        emits = [disabled(after, self.clock())] if after.state is not endpoint.state else []
        await self.ports.endpoints.save(after, emits=emits, because_of=cause)
