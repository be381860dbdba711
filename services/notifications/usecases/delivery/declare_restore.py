"""An operator says that the store was restored from a backup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.notifications.domain.chain import unknown
from services.notifications.domain.restore import RESTORED, Restore
from services.notifications.usecases.delivery.ports import Lives, Restores, Unanswered
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class DeclareRestore:
    """The logs begin a new epoch, and every push older than the cut-off is left to an operator.

    Declared before a sender starts. Each step may be repeated; the same command completes it.
    """

    restores: Restores
    unanswered: Unanswered
    lives: Sequence[Lives]
    clock: Clock

    async def __call__(self, lost_until: datetime | None, reason: str, cause: Cause) -> Restore:
        """Until `lost_until`, or now, the history that was lost may have told people. Raises: UnavailableError."""
        now = self.clock()
        cut_off = min(lost_until or now, now)
        restore = await self.restores.keep(Restore(cause.id, cut_off, now, cause.actor.ref, reason))
        for log in self.lives:
            await log.begin(restore.epoch)
        while old := await self.unanswered.open_pushes(restore.cut_off, _PAGE):
            await self.unanswered.leave([unknown(each, now, RESTORED) for each in old])
        return restore
