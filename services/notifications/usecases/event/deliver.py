"""Bring a frozen plan into the logs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.record import Recorded
from services.notifications.usecases.event.dispatch import Dispatch, Fresh
from services.notifications.usecases.event.settle import SettlePlan
from services.notifications.usecases.ports import Events, Feed, Register
from shared.contracts.nominations import NominationSubmitted

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Deliver:
    """What an event's plan says is kept in feed, register and deliveries, once. Every step may be repeated.

    A file that arrives brings those along who wait for it. It is marked after them: while one of them is missing, the
    file itself counts as undone, and its redelivery or the sweep completes both. `tell` are the ways to people.

    Emits: NotificationPosted, from the feed's own outbox.
    """

    events: Events
    settle: SettlePlan
    feed: Feed
    register: Register
    dispatch: Dispatch
    tell: Sequence[Callable[[Recorded], Awaitable[None]]]

    async def __call__(self, record: Recorded, fresh: Fresh | None = None) -> None:
        """Hand it to the senders, post the messages, enter the award, then mark the event. Raises: UnavailableError.

        `fresh`: nobody has begun to deliver it.
        """
        if record.is_planned:
            return
        sent = self.dispatch(record, fresh), self._tell(record)
        into_logs = self.feed.post(record), self.register.append(record)
        # Each is waited for: what is sent and not kept would be sent again.
        for failed in await asyncio.gather(*sent, *into_logs, return_exceptions=True):
            if failed is not None:
                raise failed
        if record.kind == NominationSubmitted.type:
            await self._bring_along(record.about_id)
        await self.events.mark_planned(record.id)

    async def _tell(self, record: Recorded) -> None:
        for tell in self.tell:
            await tell(record)

    async def _bring_along(self, file_id: UUID) -> None:
        while found := await self.events.unplanned_of(file_id, _PAGE):
            for record in found:
                await self(await self.settle(record))
