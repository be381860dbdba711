"""A revoked award is not congratulated upon in the morning."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.notifications.domain.delivery import Delivery, State
from services.notifications.domain.record import Recorded
from services.notifications.usecases.ports import Deliveries, Events
from services.notifications.usecases.recipient.ports import Postponements
from shared.contracts.awards import AwardRecovered, AwardRevoked
from shared.kernel.clock import Clock

STAYS_TRUE: Final = frozenset({AwardRevoked.type, AwardRecovered.type})
"""News of the revocation, and of what followed from it."""


@dataclass(frozen=True, slots=True)
class CancelHeld:
    """What quiet hours hold of an award, or what waits for a digest, ends when it is revoked; nothing else ends it.

    The news of the revocation itself, and of what came back after it, is left alone, held or not.
    """

    events: Events
    deliveries: Deliveries
    postponements: Postponements
    clock: Clock

    async def __call__(self, award_id: UUID) -> None:
        """The award was revoked. Raises: UnavailableError; the same again changes nothing."""
        others = await self.events.ids_about(award_id, except_kinds=STAYS_TRUE)
        await self.deliveries.cancel_held(others, self.clock())
        await self.postponements.drop(others)

    async def if_held(self, delivery: Delivery) -> None:
        """It was tried or was about to be, and is held only now: the revocation may have looked before.

        Raises: UnavailableError.
        """
        if delivery.state is State.HELD:
            await self.if_revoked(await self.events.get(delivery.event_id))

    async def if_revoked(self, record: Recorded) -> None:
        """Of an award that may be revoked already, something was kept only now. Raises: UnavailableError."""
        if await self.is_revoked(record):
            await self(record.about_id)

    async def is_revoked(self, record: Recorded) -> bool:
        """Whether it tells of an award that was revoked since. Raises: UnavailableError."""
        if record.kind in STAYS_TRUE or not record.kind.startswith("award."):
            return False
        return await self.events.is_told(record.about_id, AwardRevoked.type)
