"""The way out by mail, to people and to the contacts of endpoints."""

from dataclasses import dataclass
from datetime import datetime

from services.notifications.adapters.mail.mailing import Mailing, Said, once_more, written
from services.notifications.domain.audience import endpoint_with_contact
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.language import Language
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.usecases.ports import Receivers
from shared.kernel.errors import RefusedError


@dataclass(frozen=True, slots=True)
class MailToContacts:
    """Letters to contacts go out by the relay of all others; the rest is left to `people`.

    `pages_url` is where the pages are, on one of which the contact's colleagues mend the connection.
    """

    people: Mailing
    receivers: Receivers
    pages_url: str

    async def free_at(self, delivery: Delivery, now: datetime) -> datetime | None:
        """As the port says."""
        return await self.people.free_at(delivery, now)

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        """As the port says."""
        endpoint_id = endpoint_with_contact(delivery.target)
        if endpoint_id is None:
            return await self.people.send(delivery, record)
        message = record.message(delivery.message)
        endpoint = await self.receivers.find(endpoint_id)
        if message is None or endpoint is None or endpoint.contact_sealed is None:
            return Ended(Outcome.REFUSED, reason="nothing to send, or nowhere to")
        try:
            to = self.people.safe.open(endpoint.contact_sealed)
        except RefusedError as error:
            return Ended(Outcome.RETRY, reason=error.reason)
        link = f"{self.pages_url}/ket-noi/{endpoint_id}"
        said = Said(message, Language.VI, await self.people.names())
        letter = written(delivery, record, said, link)
        ended = await self.people.hand_over(letter, to, delivery.id, delivery.created_at)
        return once_more(ended, delivery)
