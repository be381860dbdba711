"""How notifications is put together."""

import secrets
from functools import partial
from urllib.parse import quote

from services.notifications.adapters.live import Epochs, Live
from services.notifications.adapters.mail.bounces import bounced
from services.notifications.adapters.mail.mailing import Mailing
from services.notifications.adapters.mail.relay import Relay, RelayAddress
from services.notifications.adapters.mongo.chosen import MongoChosen
from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.adapters.mongo.events import MongoEvents
from services.notifications.adapters.mongo.feed import MongoFeed
from services.notifications.adapters.mongo.indexes import INDEXES
from services.notifications.adapters.mongo.mailboxes import MongoMailboxes
from services.notifications.adapters.mongo.recipients import MongoRecipients
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.adapters.mongo.tickets import MongoTickets
from services.notifications.api import build_api
from services.notifications.domain.urgency import weight_of
from services.notifications.schedule import build_schedule
from services.notifications.settings import Settings
from services.notifications.subscribers import build_subscribers
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.ports import Paths
from shared.kernel.clock import Clock, now_utc
from shared.runtime.operating.doors import with_operators
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView


def build(settings: Settings, clock: Clock = now_utc) -> Service:
    """Settings, clients, adapters, use cases, doors; nothing runs yet."""
    store = MongoStore(settings.mongodb_url, settings.database("notifications"), clock=clock)
    units = UnitsView(store, "notifications", clock)
    feed = MongoFeed(store, clock)
    register = MongoRegister(store, clock, secret)
    live = Live(feed, register, poll_seconds=settings.live_poll_seconds)
    relay = Relay(relay_address(settings))
    mailing = build_mailing(settings, relay, MongoMailboxes(store))

    async def paths(code: str) -> tuple[str, ...]:
        return (await units.chart()).path(code)

    ports = _ports(store, feed, register, mailing, paths, clock)
    use_cases = build_use_cases(ports, sweep_after_seconds=settings.sweep_after_seconds)
    service = Service(
        name="notifications",
        settings=settings,
        store=store,
        clock=clock,
        indexes=INDEXES,
        api=build_api(use_cases, live, partial(bounced, domain=settings.mail_domain)),
        groups=[*build_subscribers(use_cases), units.group],
        read_models=(units.read_model,),
        stand_in=units.stand_in,
        jobs=build_schedule(use_cases, clock, sweep_every_seconds=settings.sweep_every_seconds),
        parts=(Epochs((feed.log, register.log), register), *live.streams),
        closing=(relay.close,),
    )
    service.app.state.tickets = use_cases.ticket.redeem
    return with_operators(service)


def _ports(
    store: MongoStore, feed: MongoFeed, register: MongoRegister, mailing: Mailing, paths: Paths, clock: Clock
) -> Ports:
    return Ports(
        events=MongoEvents(store),
        feed=feed,
        register=register,
        recipients=MongoRecipients(store),
        mailboxes=mailing.mailboxes,
        letters=MongoDeliveries(store),
        safe=mailing.safe,
        post=mailing,
        chosen=MongoChosen(store),
        paths=paths,
        tickets=MongoTickets(store),
        secret=secret,
        clock=clock,
    )


def relay_address(settings: Settings) -> RelayAddress:
    """Where letters are handed over."""
    password = settings.mail_password.get_secret_value()
    return RelayAddress(settings.mail_host, settings.mail_port, settings.mail_tls, settings.mail_username, password)


def build_mailing(settings: Settings, relay: Relay, mailboxes: MongoMailboxes) -> Mailing:
    """The way out by mail."""
    return Mailing(
        relay,
        mailboxes,
        settings.vault,
        lambda template: weight_of(template).is_mandated,
        lambda message: f"{settings.pages_url}/ho-so?so={quote(message.about)}",
        settings.mail_sender,
        settings.public_url,
    )


def secret() -> str:
    """32 bytes of the machine's secret randomness, hexadecimal."""
    return secrets.token_hex(32)
