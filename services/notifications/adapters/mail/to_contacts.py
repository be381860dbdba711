"""The way out by mail, to people and to the contacts of endpoints."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.adapters.mail.mailing import Mailing, Said, once_more, written
from services.notifications.domain.audience import endpoint_with_contact
from services.notifications.domain.contact import contact_id
from services.notifications.domain.delivery import Delivery, require_time
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.language import Language
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.usecases.endpoint.confirm_contact import confirm_token
from services.notifications.usecases.endpoint.ports import Contacts
from services.notifications.usecases.ports import Receivers
from services.notifications.usecases.recipient.proof import proof_of
from shared.kernel.errors import RefusedError


@dataclass(frozen=True, slots=True)
class MailToContacts:
    """Letters to contacts go out by the relay of all others; the rest is left to `people`.

    What was planned for one that has not confirmed bears the link to do so; what comes back ends further ones.

    `pages_url` is where the pages are, on one of which the contact's colleagues mend the connection.
    """

    people: Mailing
    receivers: Receivers
    contacts: Contacts
    pages_url: str

    async def free_at(self, delivery: Delivery, now: datetime) -> datetime | None:
        """As the port says."""
        return await self.people.free_at(delivery, now)

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        """As the port says."""
        endpoint_id = endpoint_with_contact(delivery.target)
        if endpoint_id is None:
            return await self.people.send(delivery, record)
        endpoint = await self.receivers.find(endpoint_id)
        named = None if endpoint is None else contact_id(endpoint)
        if endpoint is None or named is None:
            return Ended(Outcome.REFUSED, reason="nothing to send, or nowhere to")
        return await self._write(delivery, record, endpoint, named)

    async def _write(self, delivery: Delivery, record: Recorded, endpoint: Endpoint, named: UUID) -> Ended:
        message, contact = record.message(delivery.message), (await self.contacts.these([named])).get(named)
        if message is None or contact is None or not contact.takes(record.id):
            return Ended(Outcome.REFUSED, reason="nothing to send, or nowhere to")
        safe = self.people.safe
        try:
            to, proof = safe.open(endpoint.contact_sealed or ""), proof_of(safe, delivery.id)
            asks = f"{self.people.public_url}/mail/contact?token={confirm_token(safe, named)}"
        except RefusedError as error:
            return Ended(Outcome.RETRY, reason=error.reason)
        link, confirm_url = f"{self.pages_url}/ket-noi/{endpoint.id}", "" if contact.proven_at else asks
        said = Said(message, Language.VI, await self.people.names())
        letter = written(delivery, record, said, link, confirm_url=confirm_url)
        require_time(delivery, self.people.clock())
        fate = await self.people.handed_over(letter, to, delivery.id, delivery.created_at, proof)
        if fate.is_address_dead:
            await self.contacts.end(named, delivery.created_at)
        return once_more(fate.ended, delivery)
