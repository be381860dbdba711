"""Bring a frozen plan into the logs."""

import asyncio
from dataclasses import dataclass

from services.notifications.domain.record import Recorded
from services.notifications.usecases.ports import Events, Feed, Register


@dataclass(frozen=True, slots=True)
class Deliver:
    """What an event's plan says stands in feed and register, once. Every step may be repeated after a crash.

    Emits: NotificationPosted, from the feed's own outbox.
    """

    events: Events
    feed: Feed
    register: Register

    async def __call__(self, record: Recorded) -> None:
        """Post the messages, enter the award, then mark the event. Raises: UnavailableError."""
        if record.is_planned:
            return
        await asyncio.gather(self.feed.post(record), self.register.append(record))
        await self.events.mark_planned(record.id)
