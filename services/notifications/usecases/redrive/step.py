"""The jobs that send again go on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.redrive import Redrive, again
from services.notifications.usecases.ports import Deliveries, Receivers
from services.notifications.usecases.redrive.find import FindPast
from services.notifications.usecases.redrive.ports import Redrives
from shared.kernel.clock import Clock

NOT_ACTIVE: Final = "endpoint not active"
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class StepRedrives:
    """Fifty of each job, once a second.

    A step opens deliveries and then says how far it came: a death between the two repeats it, which opens nothing that
    is open. Where two processes do one step, one of them says so.
    """

    redrives: Redrives
    receivers: Receivers
    find: FindPast
    deliveries: Deliveries
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self) -> None:
        """One step of every job that is due. Raises: UnavailableError; the next run goes on."""
        for redrive in await self.redrives.due(self.clock(), _BATCH):
            await self.redrives.save(await self._stepped(redrive))

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
