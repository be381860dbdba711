"""A revoked award is not congratulated upon in the morning."""

from dataclasses import dataclass

from services.notifications.domain.record import Recorded
from services.notifications.usecases.ports import Deliveries, Events
from shared.contracts.awards import AwardRevoked
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class CancelHeld:
    """What quiet hours hold of an award ends when it is revoked; nothing else ends it.

    The news of the revocation itself is left alone, held or not.
    """

    events: Events
    deliveries: Deliveries
    clock: Clock

    async def __call__(self, record: Recorded) -> None:
        """Cancel, if this is a revocation; the same again changes nothing. Raises: UnavailableError."""
        if record.kind != AwardRevoked.type:
            return
        others = [each for each in await self.events.ids_about(record.about_id) if each != record.id]
        await self.deliveries.cancel_held(others, self.clock())
