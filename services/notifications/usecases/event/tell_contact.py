"""Write to whoever looks after a client's endpoint."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from services.notifications.domain.audience import contact_of
from services.notifications.domain.channel import Channel
from services.notifications.domain.contact import contact_id
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.made import made
from services.notifications.domain.message import Message
from services.notifications.domain.preference import Level
from services.notifications.domain.record import Recorded
from services.notifications.usecases.delivery.keep_pushes import KeepPushes
from services.notifications.usecases.endpoint.disable import BY_HAND
from services.notifications.usecases.endpoint.ports import Contacts
from services.notifications.usecases.ports import Receivers
from shared.contracts.notifications import EndpointCertificateEnding, EndpointDisabled, EndpointWarning
from shared.kernel.clock import Clock

_TOLD: Final = frozenset({EndpointWarning.type, EndpointCertificateEnding.type, EndpointDisabled.type})


@dataclass(frozen=True, slots=True)
class TellContact:
    """One letter to the contact of an endpoint that fails, was left or needs a new certificate, at once, also at night.

    Who turned one off by hand knows it, and could otherwise have letters sent to strangers at will. The contact
    belongs to no account, so nobody's choices bind it. One that has not confirmed gets the letter of one event, which
    asks for that, and no other; one that is dead gets none. While no relay `is_on`, nothing is written.
    """

    receivers: Receivers
    contacts: Contacts
    pushes: KeepPushes
    is_on: bool
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self, record: Recorded) -> None:
        """Keep the letters, each once. Raises: UnavailableError; the same again completes it."""
        if record.kind not in _TOLD or record.facts.get("reason") == BY_HAND or not self.is_on:
            return
        endpoint = await self.receivers.find(record.about_id)
        named = None if endpoint is None else contact_id(endpoint)
        if named is None or not (await self.contacts.asked(named, record.id)).takes(record.id):
            return
        await self.pushes([self._letter(record, message) for message in record.messages], record.at)
        self.wake()

    def _letter(self, record: Recorded, message: Message) -> Delivery:
        target = contact_of(record.about_id)
        told = Channel.EMAIL, message.template, message.template_version
        return replace(made(record.id, target, *told, self.clock()), reached_by=target, level=Level.DEFAULT)
