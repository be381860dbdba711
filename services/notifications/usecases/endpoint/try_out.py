"""A client tries its endpoint."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.endpoint import CallKind
from services.notifications.usecases.endpoint.call import call
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class TryEndpoint:
    """One event that means nothing, at once; how it ended stands with the endpoint.

    Raises: EndpointNotActiveError, TooManyCallsError, ClientShutOutError, ForbiddenError.
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self, endpoint_id: UUID, cause: Cause) -> None:
        ports = self.ports
        await call(ports, endpoint_id, CallKind.TEST, ports.calls.test, clock=self.clock, cause=cause)
