"""A letter came back."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.audience import ref_of
from services.notifications.domain.channel import Channel
from services.notifications.domain.mailbox import Suppressed
from services.notifications.usecases.ports import Deliveries
from services.notifications.usecases.recipient.ports import Mailboxes


@dataclass(frozen=True, slots=True)
class TakeBounce:
    """The address to which a delivery went is dead: nothing goes there until its owner proves it again.

    What says nothing of a letter of ours changes nothing; so does a repeat.
    Raises: StaleError, UnavailableError.
    """

    deliveries: Deliveries
    mailboxes: Mailboxes

    async def __call__(self, delivery_id: UUID) -> None:
        delivery = await self.deliveries.find(delivery_id)
        if delivery is None or delivery.channel is not Channel.EMAIL:
            return
        mailbox = await self.mailboxes.find(ref_of(delivery.target))
        if mailbox is None:
            return
        after = mailbox.dead(Suppressed.BOUNCED, delivery.created_at)
        if after != mailbox:
            await self.mailboxes.save(after)
