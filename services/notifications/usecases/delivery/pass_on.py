"""What one way did not bring, the next one brings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.chain import next_way, owes_next
from services.notifications.domain.delivery import Delivery
from services.notifications.usecases.delivery.cancel_held import CancelHeld
from services.notifications.usecases.delivery.keep_pushes import KeepPushes
from services.notifications.usecases.delivery.ports import Unanswered
from services.notifications.usecases.one_by_one import one_by_one
from shared.kernel.clock import Clock

_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class PassOn:
    """Of a delivery that was given up, the next way is kept, and then that this was done.

    That it is owed stands in the delivery that was given up, kept with its end: whoever dies in between leaves it to
    the sweep, and the next way has one id however often it is kept.
    """

    pushes: KeepPushes
    unanswered: Unanswered
    cancel: CancelHeld
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self, given_up: Delivery) -> None:
        """Keep the next way, if one is owed. Raises: UnavailableError; the sweep completes it."""
        if not owes_next(given_up):
            return
        following = next_way(given_up, self.clock())
        await self.pushes([following], given_up.next_at)
        await self.cancel.if_held(following)
        await self.unanswered.passed_on(given_up.id)
        self.wake()

    async def sweep(self) -> None:
        """What a death left out. Raises: UnavailableError, ExceptionGroup; the next run goes on."""
        await one_by_one(await self.unanswered.owing(_BATCH), self)
