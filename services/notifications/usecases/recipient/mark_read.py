"""A reader has seen the inbox."""

from dataclasses import dataclass

from services.notifications.usecases.ports import Feed, Recipients
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class MarkRead:
    """All items up to a number count as read; never items that do not exist yet, and never backwards.

    The watermark only grows, so a repeat is harmless by itself and no cause is kept with it.
    """

    recipients: Recipients
    feed: Feed

    async def __call__(self, up_to: int, cause: Cause) -> None:
        """Move the reader's watermark. Raises: UnavailableError."""
        await self.recipients.mark_read(cause.actor.ref, min(up_to, await self.feed.head()))
