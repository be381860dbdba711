"""The jobs that send again go on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.redrive import Redrive, again
from services.notifications.usecases.one_by_one import one_by_one
from services.notifications.usecases.ports import Deliveries, Receivers
from services.notifications.usecases.redrive.find import FindPast
from services.notifications.usecases.redrive.ports import Redrives
from shared.kernel.clock import Clock

NOT_ACTIVE: Final = "endpoint not active"
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class StepRedrives:
    """Fifty of each job, once a second.

    Of two processes one does a step: the other would open again what was sent meanwhile. A step opens deliveries and
    then says how far it came; a death between the two repeats it, which opens nothing that is open.
    """

    redrives: Redrives
    receivers: Receivers
    find: FindPast
    deliveries: Deliveries
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self) -> None:
        """One step of every job that is due. Raises: UnavailableError, ExceptionGroup; the next run goes on."""
        await one_by_one(await self.redrives.due(self.clock(), _BATCH), self._step)

    async def _step(self, redrive: Redrive) -> None:
        begun = await self.redrives.save(redrive.begun(self.clock()))
        if begun is not None:
            await self.redrives.save(await self._stepped(begun))

    async def _stepped(self, redrive: Redrive) -> Redrive:
        endpoint = await self.receivers.find(redrive.endpoint_id)
        if endpoint is None or not endpoint.is_sent_to:
            return redrive.stopped(NOT_ACTIVE)
        found, behind = await self.find.step(redrive, endpoint)
        now = self.clock()
        opened = [again(each, now) for each in found]
        await self.deliveries.reopen(opened)
        for order_key in dict.fromkeys(each.order_key for each in opened if each.order_key):
            await self.deliveries.let_go(order_key, now)
        self.wake()
        return redrive.stepped(len(found), behind, now)
