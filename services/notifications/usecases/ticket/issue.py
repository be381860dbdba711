"""A reader asks for a ticket."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.usecases.ports import Secret, Tickets
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock

LIFETIME = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as its reader gets it; it opens one stream, until it expires."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """A browser's event stream carries no token: a ticket in the address stands for it, once and for a minute."""

    tickets: Tickets
    secret: Secret
    clock: Clock

    async def __call__(self, reader: Actor) -> Ticket:
        """Make a ticket for this reader with the roles held now."""
        ticket = Ticket(self.secret(), self.clock() + LIFETIME)
        await self.tickets.put(digest(ticket.text), reader, ticket.expires_at)
        return ticket


def digest(text: str) -> str:
    """What is kept of a ticket: whoever reads the store cannot use it."""
    return hashlib.sha256(text.encode()).hexdigest()
