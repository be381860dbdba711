"""How letters are put together: a relay, who is written to, what stands in a letter; and rooms beside them."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from services.notifications.adapters.chat.rooms import Rooms
from services.notifications.adapters.mail.mailing import Mailing
from services.notifications.adapters.mail.relay import Relay, RelayAddress
from services.notifications.adapters.mongo.mailboxes import MongoMailboxes
from services.notifications.domain.message import Message
from services.notifications.settings import Settings
from shared.runtime.store.client import MongoStore


@dataclass(frozen=True, slots=True)
class MailParts:
    """The relay with its connections, the mailboxes of people, the channel that a sender uses; the rooms, its other."""

    relay: Relay
    mailboxes: MongoMailboxes
    channel: Mailing
    rooms: Rooms


def mail_parts(settings: Settings, store: MongoStore) -> MailParts:
    """Adapters over one store, one relay and one key."""
    password = settings.mail_password.get_secret_value()
    relay = Relay(
        RelayAddress(settings.mail_host, settings.mail_port, settings.mail_tls, settings.mail_username, password)
    )
    mailboxes, link_of = MongoMailboxes(store), partial(_page_of, settings.pages_url)
    channel = Mailing(
        relay,
        mailboxes,
        settings.vault,
        link_of,
        settings.mail_sender,
        settings.public_url,
    )
    return MailParts(relay, mailboxes, channel, Rooms(settings.chat_rooms, link_of))


def _page_of(pages_url: str, message: Message) -> str:
    """Where a reader goes on: at what the message is about, else among all messages."""
    return f"{pages_url}/tim?so={quote(message.about)}" if message.about else f"{pages_url}/thong-bao"
