"""A reader has seen the inbox."""

from dataclasses import dataclass

from services.notifications.domain.recipient import Recipient
from services.notifications.usecases.ports import Feed, Recipients
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class MarkRead:
    """All items up to a number count as read; never items that do not exist yet, and never backwards."""

    recipients: Recipients
    feed: Feed

    async def __call__(self, up_to: int, cause: Cause) -> None:
        """Move the reader's watermark. Raises: StaleError."""
        ref = cause.actor.ref
        reader = await self.recipients.find(ref) or Recipient.new(ref)
        read = reader.read(min(up_to, await self.feed.head()))
        if read != reader:
            await self.recipients.save(read, cause)
