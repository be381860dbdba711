"""How letters are put together: a relay, who is written to, what stands in a letter."""

from dataclasses import dataclass
from urllib.parse import quote

from services.notifications.adapters.mail.mailing import Mailing
from services.notifications.adapters.mail.relay import Relay, RelayAddress
from services.notifications.adapters.mongo.mailboxes import MongoMailboxes
from services.notifications.domain.urgency import weight_of
from services.notifications.settings import Settings
from shared.runtime.store.client import MongoStore


@dataclass(frozen=True, slots=True)
class MailParts:
    """The relay with its connections, the mailboxes of people, and the channel that a sender uses."""

    relay: Relay
    mailboxes: MongoMailboxes
    channel: Mailing


def mail_parts(settings: Settings, store: MongoStore) -> MailParts:
    """Adapters over one store, one relay and one key."""
    password = settings.mail_password.get_secret_value()
    relay = Relay(
        RelayAddress(settings.mail_host, settings.mail_port, settings.mail_tls, settings.mail_username, password)
    )
    mailboxes = MongoMailboxes(store)
    channel = Mailing(
        relay,
        mailboxes,
        settings.vault,
        lambda template: weight_of(template).is_mandated,
        lambda message: f"{settings.pages_url}/ho-so?so={quote(message.about)}",
        settings.mail_sender,
        settings.public_url,
    )
    return MailParts(relay, mailboxes, channel)
