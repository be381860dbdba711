"""Keep how a try ended."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.attempt import attempt_of
from services.notifications.domain.chain import is_once_only
from services.notifications.domain.delivery import Delivery, settled
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.quiet import kept_quiet
from services.notifications.usecases.delivery.cancel_held import CancelHeld
from services.notifications.usecases.delivery.pass_on import PassOn
from services.notifications.usecases.delivery.ports import Attempts, Tally
from services.notifications.usecases.delivery.tell_end import TellEnd
from services.notifications.usecases.ports import Deliveries
from shared.kernel.clock import Clock
from shared.kernel.errors import UnavailableError

PAUSE_SECONDS: Final = 0.5
"""Between two attempts to keep an end while the store is away."""


@dataclass(frozen=True, slots=True)
class KeepEnd:
    """The try is noted, the delivery says what follows, and the next of its order goes; what is held may be revoked.

    What was given up and has another way goes on by that. Noted first: a try that was made is told of, also when its
    lease was over and its end counts for nothing.
    """

    deliveries: Deliveries
    attempts: Attempts
    tally: Tally
    cancel: CancelHeld
    pass_on: PassOn
    tell: TellEnd
    luck: Callable[[], float]
    clock: Clock

    async def __call__(self, delivery: Delivery, ended: Ended) -> bool:
        """Of a leased delivery; whether another of its order may be due now. Raises: UnavailableError."""
        self.tally.ended(delivery, ended, self.clock())
        after = await self._settled(delivery, ended)
        if after is None:
            self.tally.lease_lost()
            return False
        await self.cancel.if_held(after)
        await self.pass_on(after)
        if after.is_open or not after.order_key:
            return False
        await self.deliveries.let_go(after.order_key, self.clock())
        return True

    async def noted(self, delivery: Delivery, ended: Ended) -> Delivery:
        """The delivery as it is to be kept after the try. Raises: UnavailableError."""
        self.tally.ended(delivery, ended, self.clock())
        return await self._after(delivery, ended)

    async def _settled(self, delivery: Delivery, ended: Ended) -> Delivery | None:
        """As it is kept; None when its lease was over. What must not be repeated is kept again while the lease lasts.

        Else nobody would know how it ended, though this sender does.
        """
        while True:
            try:
                after = await self._after(delivery, ended)
                is_kept = await self.deliveries.settle(after, delivery.token, await self.tell(after))
            except UnavailableError:
                if not is_once_only(delivery) or self.clock() >= delivery.next_at:
                    raise
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                return after if is_kept else None

    async def _after(self, delivery: Delivery, ended: Ended) -> Delivery:
        now = self.clock()
        attempt = attempt_of(delivery, ended, now)
        if attempt is not None:
            await self.attempts.note(attempt)
        luck = 0.0 if ended.outcome is Outcome.OK else self.luck()
        return kept_quiet(settled(delivery, ended, now, luck))
