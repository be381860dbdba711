"""A browser opens its stream."""

from dataclasses import dataclass

from services.notifications.usecases.ports import Tickets
from services.notifications.usecases.ticket.issue import digest
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class RedeemTicket:
    """A ticket is used up."""

    tickets: Tickets
    clock: Clock

    async def __call__(self, text: str) -> Actor | None:
        """Whose ticket it was; None for one that is unknown, used or expired."""
        return await self.tickets.take(digest(text), self.clock())
