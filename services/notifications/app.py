"""How notifications is put together."""

import asyncio
import secrets
from collections.abc import Callable
from functools import partial

from services.notifications.adapters.chat.rooms import Rooms
from services.notifications.adapters.flights import Flights
from services.notifications.adapters.live import Epochs, Live
from services.notifications.adapters.mail.bounces import bounced
from services.notifications.adapters.mongo.attempts import MongoAttempts
from services.notifications.adapters.mongo.chosen import MongoChosen
from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.adapters.mongo.events import MongoEvents
from services.notifications.adapters.mongo.fan_outs import MongoFanOuts
from services.notifications.adapters.mongo.feed import MongoFeed
from services.notifications.adapters.mongo.indexes import INDEXES
from services.notifications.adapters.mongo.postponements import MongoPostponements
from services.notifications.adapters.mongo.recipients import MongoRecipients
from services.notifications.adapters.mongo.redrives import MongoRedrives
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.adapters.mongo.tickets import MongoTickets
from services.notifications.adapters.sender import Sender
from services.notifications.api.gateway.doors import Entrance
from services.notifications.api.gateway.routes import add_gateway
from services.notifications.api.routes import build_api
from services.notifications.domain.channel import Channel
from services.notifications.parts.gateway import gateway_parts
from services.notifications.parts.mail import MailParts, mail_parts, page_of
from services.notifications.parts.webhooks import WebhookParts, webhook_parts
from services.notifications.schedule import build_schedule, gateway_jobs
from services.notifications.settings import Settings
from services.notifications.subscribers import build_subscribers
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.recipient.ports import Paths
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
    woken = asyncio.Event()
    webhooks = webhook_parts(settings, store, units, clock)
    mail = mail_parts(settings, store)
    rooms = Rooms(settings.chat_rooms, partial(page_of, settings.pages_url))
    flights = Flights()
    ports = _ports(store, feed, register, units, webhooks, mail, rooms, flights, woken.set, clock)
    use_cases = build_use_cases(ports, sweep_after_seconds=settings.sweep_after_seconds)
    gateway = gateway_parts(settings, store, register, units, secret, clock)
    sender = Sender(use_cases.delivery, flights, woken, webhooks.callers)
    api = build_api(use_cases, live, partial(bounced, domain=settings.mail_domain))
    add_gateway(api, gateway.use_cases, gateway.vouching.public_keys)
    service = Service(
        name="notifications",
        settings=settings,
        store=store,
        clock=clock,
        indexes=INDEXES,
        api=api,
        groups=[*build_subscribers(use_cases), units.group],
        read_models=(units.read_model,),
        stand_in=units.stand_in,
        jobs=[
            *build_schedule(use_cases, clock, sweep_every_seconds=settings.sweep_every_seconds),
            *gateway_jobs(gateway.use_cases.intake, gateway.copy_register),
        ],
        parts=(Epochs((feed.log, register.log), register), *live.streams, sender),
        closing=(mail.relay.close, rooms.close, *gateway.closing),
        concerns=settings.concerns,
    )
    service.app.state.tickets = use_cases.ticket.redeem
    service.app.state.entrance = Entrance(gateway.use_cases, now_utc)
    return with_operators(service)


def _ports(
    store: MongoStore,
    feed: MongoFeed,
    register: MongoRegister,
    units: UnitsView,
    webhooks: WebhookParts,
    mail: MailParts,
    rooms: Rooms,
    flights: Flights,
    wake: Callable[[], None],
    clock: Clock,
) -> Ports:
    return Ports(
        events=MongoEvents(store),
        deliveries=MongoDeliveries(store),
        attempts=MongoAttempts(store),
        receivers=webhooks.endpoints,
        channels={Channel.WEBHOOK: webhooks.channel, Channel.EMAIL: mail.channel, Channel.CHAT: rooms},
        rooms=rooms.keys,
        prompt={Channel.WEBHOOK: webhooks.channel},
        flights=flights,
        redrives=MongoRedrives(store),
        feed=feed,
        register=register,
        recipients=MongoRecipients(store),
        mailboxes=mail.mailboxes,
        postponements=MongoPostponements(store),
        fan_outs=MongoFanOuts(store),
        safe=mail.channel.safe,
        post=mail.channel,
        chosen=MongoChosen(store),
        paths=_paths(units),
        tickets=MongoTickets(store),
        clients=webhooks.ports,
        secret=secret,
        wake=wake,
        luck=secrets.SystemRandom().random,
        clock=clock,
    )


def _paths(units: UnitsView) -> Paths:
    async def path(code: str) -> tuple[str, ...]:
        return (await units.chart()).path(code)

    return path


def secret() -> str:
    """32 bytes of the machine's secret randomness, hexadecimal."""
    return secrets.token_hex(32)
