"""Somebody came with a token."""

from dataclasses import dataclass

from services.notifications.domain.audience import keys_of
from services.notifications.usecases.ports import Recipients
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class NoteVisit:
    """Keep which roles a reader holds by this token: nothing else tells this service who holds a role.

    The newest token counts, so a repeat is harmless.
    """

    recipients: Recipients
    clock: Clock

    async def __call__(self, reader: Actor) -> None:
        """Keep the reader's keys. Raises: UnavailableError."""
        await self.recipients.seen(reader.ref, keys_of(reader), self.clock())
