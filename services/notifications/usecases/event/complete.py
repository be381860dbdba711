"""Complete what a crash left half delivered."""

from dataclasses import dataclass
from datetime import timedelta

from services.notifications.usecases.event.deliver import Deliver
from services.notifications.usecases.one_by_one import one_by_one
from services.notifications.usecases.ports import Events
from shared.kernel.clock import Clock

_BATCH = 200


@dataclass(frozen=True, slots=True)
class CompleteEvents:
    """Events whose plan is unmarked for a minute are delivered again; what stands is not doubled.

    One that waits for its file has no plan: the arrival of the file is what completes it, however late.
    """

    events: Events
    deliver: Deliver
    clock: Clock
    after_seconds: float = 60.0

    async def __call__(self) -> None:
        """Complete one batch, oldest first. Raises: UnavailableError, ExceptionGroup; the next run goes on."""
        before = self.clock() - timedelta(seconds=self.after_seconds)
        await one_by_one(await self.events.unplanned(before, _BATCH), self.deliver)
