"""Keep what goes to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.domain.delivery import Delivery
from services.notifications.domain.restore import as_after
from services.notifications.usecases.delivery.ports import Restores
from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class KeepPushes:
    """Each once. Of what happened before the cut-off of a restore nobody knows whether it went: an operator says."""

    deliveries: Deliveries
    restores: Restores
    clock: Clock

    async def __call__(self, pushes: Sequence[Delivery], at: datetime) -> None:
        """Keep those that are not there yet, of something that happened `at` an instant.

        Raises: UnavailableError; the same again completes it.
        """
        cut_off, now = await self.restores.cut_off(), self.clock()
        await self.deliveries.keep([as_after(each, at, cut_off, now) for each in pushes])
