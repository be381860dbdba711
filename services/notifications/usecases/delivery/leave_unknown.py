"""What began and was never told of is left to people."""

from dataclasses import dataclass
from typing import Final

import structlog

from services.notifications.domain.chain import unknown
from services.notifications.usecases.delivery.ports import Unanswered
from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock

_BATCH: Final = 100

log: structlog.stdlib.BoundLogger = structlog.get_logger("notifications")


@dataclass(frozen=True, slots=True)
class LeaveUnknown:
    """A short message that was handed over may have come when its lease is over: it is sent no more.

    An operator asks the provider. One that was only claimed is due again like any other.

    Its holder may be alive and late: whatever it says then counts more than that nobody knows.
    """

    deliveries: Deliveries
    unanswered: Unanswered
    clock: Clock

    async def __call__(self) -> None:
        """All whose lease is over. Raises: UnavailableError; the next run goes on."""
        now = self.clock()
        for each in await self.unanswered.broken_off(now, _BATCH):
            if await self.deliveries.settle(unknown(each, now), each.token):
                log.warning("nobody knows whether it came", delivery=str(each.id), channel=each.channel)
