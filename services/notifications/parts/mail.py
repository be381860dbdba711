"""How people are written to: a relay, who is written to, what stands in a letter; rooms and telephones beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import quote

from services.notifications.adapters.chat.rooms import Rooms
from services.notifications.adapters.mail.mailing import Mailing
from services.notifications.adapters.mail.relay import Relay, RelayAddress
from services.notifications.adapters.mail.to_contacts import MailToContacts
from services.notifications.adapters.mongo.contacts import MongoContacts
from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.adapters.mongo.mailboxes import TELEPHONE, MongoMailboxes
from services.notifications.adapters.sms.smsc import Smsc
from services.notifications.adapters.sms.texting import Texting
from services.notifications.adapters.sms.zns import Zns
from services.notifications.domain.channel import Channel
from services.notifications.domain.message import Message
from services.notifications.settings import Settings
from services.notifications.usecases.ports import Outbound, Receivers
from services.notifications.usecases.recipient.ports import Names
from shared.kernel.clock import Clock
from shared.runtime.store.client import MongoStore

_FILE: Final = "KT-"
"""Numbers of files begin so."""

_FIGURES: Final = frozenset({"week_figures", "month_figures"})
"""Messages of figures, which stand on a page of their own."""


@dataclass(frozen=True, slots=True)
class MailParts:
    """The relay with its connections, the mailboxes of people, who writes to them, and the channels of a sender.

    `telephones` are those of people, `centre` takes short messages to them.
    """

    relay: Relay
    mailboxes: MongoMailboxes
    people: Mailing
    channel: MailToContacts
    rooms: Rooms
    telephones: MongoMailboxes
    centre: Smsc
    texting: Texting
    zns: Zns
    zalo: Texting

    @property
    def channels(self) -> Mapping[Channel, Outbound]:
        """All ways to people."""
        return {
            Channel.EMAIL: self.channel,
            Channel.CHAT: self.rooms,
            Channel.SMS: self.texting,
            Channel.ZNS: self.zalo,
        }

    @property
    def short_ways(self) -> Sequence[Channel]:
        """Those to telephones that are open, in the order in which they follow one another."""
        zalo, sms = self.zns.is_on, self.centre.is_on
        return (*((Channel.ZNS,) if zalo else ()), *((Channel.SMS,) if sms else ()))


def mail_parts(settings: Settings, store: MongoStore, receivers: Receivers, names: Names, clock: Clock) -> MailParts:
    """Adapters over one store, one relay and one key."""
    password = settings.mail_password.get_secret_value()
    relay = Relay(
        RelayAddress(settings.mail_host, settings.mail_port, settings.mail_tls, settings.mail_username, password)
    )
    mailboxes, link_of = MongoMailboxes(store), partial(_page, settings.pages_url)
    people = Mailing(
        relay,
        mailboxes,
        settings.vault,
        link_of,
        names,
        settings.mail_sender,
        settings.public_url,
        clock,
    )
    to_contacts = MailToContacts(people, receivers, MongoContacts(store), settings.pages_url)
    telephones, centre, zns = MongoMailboxes(store, TELEPHONE), Smsc(settings.centre), Zns(settings.zalo)
    begin = MongoDeliveries(store).begin
    return MailParts(
        relay,
        mailboxes,
        people,
        to_contacts,
        Rooms(settings.chat_rooms, link_of, clock),
        telephones,
        centre,
        Texting(centre, telephones, settings.vault, begin, clock),
        zns,
        Texting(zns, telephones, settings.vault, begin, clock, knows_numbers=False),
    )


def _page(pages_url: str, message: Message) -> str:
    """Where a reader goes on: at the file or the figures that the message is about, else among all messages."""
    if message.about.startswith(_FILE):
        return f"{pages_url}/ho-so/{quote(message.about)}"
    return f"{pages_url}/dieu-hanh" if message.template in _FIGURES else f"{pages_url}/thong-bao"
