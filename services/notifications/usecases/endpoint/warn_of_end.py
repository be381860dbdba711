"""Whoever looks after an endpoint hears in time that a certificate ends by which it is called."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from services.notifications.domain.ending import Ending, next_word, to_say
from services.notifications.domain.endpoint import Endpoint
from services.notifications.usecases.endpoint.describe import head
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.contracts.notifications import EndpointCertificateEnding
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError, StaleError

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class WarnOfEnd:
    """30 and 7 days before, once each; of one that was disabled meanwhile, once it is opened again.

    Emits: EndpointCertificateEnding.
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self) -> None:
        """Those that fell due; one that somebody changes just now waits for the next time. Raises: UnavailableError."""
        now = self.clock()
        for endpoint in await self.ports.endpoints.ending(now, _AT_ONCE):
            try:
                await self._warn(endpoint, now)
            except (AlreadyHandledError, StaleError):
                continue

    async def _warn(self, shown: Endpoint, now: datetime) -> None:
        cause = job_cause("notifications", "certificate ending", shown.id, shown.version)
        endpoint = await self.ports.endpoints.get(shown.id, cause)
        if endpoint.says_end_at is None or endpoint.says_end_at > now:
            return
        ending = to_say(endpoint.access, endpoint.says_end_at, now)
        said = replace(endpoint, says_end_at=next_word(endpoint.access, now))
        await self.ports.endpoints.save(said, emits=[_told(said, one, now) for one in ending], because_of=cause)


def _told(endpoint: Endpoint, one: Ending, now: datetime) -> EndpointCertificateEnding:
    days = max((local_day(one.at) - local_day(now)).days, 0)
    return EndpointCertificateEnding(**head(endpoint), paper=one.paper, ends_at=one.at, days=days)
