"""How a delivery to an endpoint ended is heeded: failures are counted, the client is warned, in the end it is left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.domain.endpoint import FEWEST_FAILURES, WARNED_AFTER_DAYS, Endpoint, EndpointState
from services.notifications.domain.outcome import Outcome
from services.notifications.usecases.endpoint.describe import disabled, head
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.contracts.event import Event
from shared.contracts.notifications import EndpointWarning
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyHandledError, StaleError

GONE: Final = "gone"
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class HeedEnd:
    """Warned on days 1, 3 and 5 of nothing but failures; disabled by a 410 at once, else after those five days.

    Success after success writes nothing, nor does a failure after the tenth that changes nothing.
    Emits: EndpointWarning, EndpointDisabled.
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self, endpoint_id: UUID, outcome: Outcome, cause: Cause) -> None:
        """Once for a try. Raises: StaleError after the third time somebody was faster, UnavailableError."""
        for left in reversed(range(_TRIES)):
            try:
                await self._heed(endpoint_id, outcome, cause)
            except AlreadyHandledError:
                return
            except StaleError:
                if not left:
                    raise
            else:
                return

    async def _heed(self, endpoint_id: UUID, outcome: Outcome, cause: Cause) -> None:
        before = await self.ports.endpoints.get(endpoint_id, cause)
        is_well = outcome is Outcome.OK
        if not before.is_sent_to or (is_well and before.failing_since is None):
            return
        now = self.clock()
        after = before.succeeded(now) if is_well else before.failed(now, throttled=outcome is Outcome.THROTTLE)
        if outcome is Outcome.GONE:
            after = before.disable(GONE)
        if after.failures > FEWEST_FAILURES and (after.state, after.warned) == (before.state, before.warned):
            return
        await self.ports.endpoints.save(after, emits=_told(before, after, now), because_of=cause)


def _told(before: Endpoint, after: Endpoint, now: datetime) -> list[Event]:
    if after.state is EndpointState.DISABLED:
        return [disabled(after, now)]
    if after.warned <= before.warned or after.failing_since is None:
        return []
    days = WARNED_AFTER_DAYS[after.warned - 1]
    return [EndpointWarning(**head(after), failing_since=after.failing_since, days=days, failures=after.failures)]
