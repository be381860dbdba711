"""An endpoint shows that it wants our calls."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.endpoint import CallKind, ChallengeFailedError
from services.notifications.domain.outcome import Outcome
from services.notifications.usecases.endpoint.call import call
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class ProveEndpoint:
    """Without a proof anybody could turn our calls on somebody else. A wrong answer may be mended and asked for anew.

    Raises: EndpointNotPendingError, TooManyCallsError, ChallengeFailedError, ClientShutOutError, ForbiddenError.
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self, endpoint_id: UUID, cause: Cause) -> None:
        ports = self.ports
        ended = await call(ports, endpoint_id, CallKind.PROOF, ports.calls.prove, clock=self.clock, cause=cause)
        if ended.outcome is not Outcome.OK:
            raise ChallengeFailedError(why=ended.reason)
