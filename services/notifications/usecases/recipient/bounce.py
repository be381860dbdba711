"""A letter came back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.domain.audience import endpoint_with_contact, ref_of
from services.notifications.domain.channel import Channel
from services.notifications.domain.contact import contact_id
from services.notifications.domain.mailbox import Suppressed
from services.notifications.usecases.endpoint.ports import Contacts
from services.notifications.usecases.ports import Deliveries, Receivers
from services.notifications.usecases.recipient.ports import Mailboxes


@dataclass(frozen=True, slots=True)
class TakeBounce:
    """The address to which a delivery went is dead: nothing goes there until it is proven again, or confirmed.

    What says nothing of a letter of ours changes nothing; so does a repeat.
    Raises: StaleError, UnavailableError.
    """

    deliveries: Deliveries
    mailboxes: Mailboxes
    receivers: Receivers
    contacts: Contacts

    async def __call__(self, delivery_id: UUID) -> None:
        delivery = await self.deliveries.find(delivery_id)
        if delivery is None or delivery.channel is not Channel.EMAIL:
            return
        endpoint_id = endpoint_with_contact(delivery.target)
        if endpoint_id is not None:
            await self._end_contact(endpoint_id, delivery.created_at)
            return
        mailbox = await self.mailboxes.find(ref_of(delivery.target))
        if mailbox is None:
            return
        after = mailbox.dead(Suppressed.BOUNCED, delivery.created_at)
        if after != mailbox:
            await self.mailboxes.save(after)

    async def _end_contact(self, endpoint_id: UUID, written_at: datetime) -> None:
        endpoint = await self.receivers.find(endpoint_id)
        named = None if endpoint is None else contact_id(endpoint)
        if named is not None:
            await self.contacts.end(named, written_at)
