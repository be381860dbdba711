"""How notifications is put together."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter

from services.notifications.adapters.flights import Flights
from services.notifications.adapters.live import Epochs, Live
from services.notifications.adapters.mail.bounces import bounced
from services.notifications.adapters.mongo.attempts import MongoAttempts
from services.notifications.adapters.mongo.chosen import MongoChosen
from services.notifications.adapters.mongo.codes import MongoCodes
from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.adapters.mongo.events import MongoEvents
from services.notifications.adapters.mongo.fan_outs import MongoFanOuts
from services.notifications.adapters.mongo.feed import MongoFeed
from services.notifications.adapters.mongo.indexes import INDEXES
from services.notifications.adapters.mongo.postponements import MongoPostponements
from services.notifications.adapters.mongo.readers import MongoReaders
from services.notifications.adapters.mongo.recipients import MongoRecipients
from services.notifications.adapters.mongo.redrives import MongoRedrives
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.adapters.mongo.restores import MongoRestores
from services.notifications.adapters.mongo.tickets import MongoTickets
from services.notifications.adapters.mongo.unanswered import MongoUnanswered
from services.notifications.adapters.sender import Sender
from services.notifications.adapters.tally import MetricTally
from services.notifications.api.gateway.doors import Entrance
from services.notifications.api.gateway.routes import add_gateway
from services.notifications.api.routes import build_api, build_live
from services.notifications.domain.around import Named
from services.notifications.domain.channel import Channel
from services.notifications.parts.gateway import GatewayPart, gateway_parts
from services.notifications.parts.mail import MailParts, mail_parts
from services.notifications.parts.webhooks import WebhookParts, webhook_parts
from services.notifications.schedule import build_schedule, gateway_jobs, mirror_jobs, sender_jobs
from services.notifications.settings import Settings
from services.notifications.subscribers import build_subscribers
from services.notifications.usecases import Ports, UseCases, build_use_cases
from services.notifications.usecases.recipient.ports import Names, Paths
from shared.kernel.clock import Clock, now_utc
from shared.runtime.jobs import Job
from shared.runtime.operating.doors import with_operators
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView
from shared.runtime.web.doors import doors


def build(settings: Settings, clock: Clock = now_utc) -> Service:
    """Settings, clients, adapters, use cases, doors; nothing runs yet."""
    store = MongoStore(settings.mongodb_url, settings.database("notifications"), clock=clock)
    units = UnitsView(store, "notifications", clock)
    feed = MongoFeed(store, clock)
    register = MongoRegister(store, clock, secret)
    live = Live(feed, register, poll_seconds=settings.live_poll_seconds)
    woken = asyncio.Event()
    webhooks = webhook_parts(settings, store, units, clock)
    mail = mail_parts(settings, store, webhooks.endpoints, _names(units), clock)
    flights = Flights()
    ports = _ports(store, _Built(feed, register, units, webhooks, mail, flights, woken.set), clock)
    use_cases = build_use_cases(
        ports, sweep_after_seconds=settings.sweep_after_seconds, masses_a_second=settings.masses_a_second
    )
    gateway = gateway_parts(settings, store, register, units, use_cases.event.announce_job, secret, clock)
    api = _api(settings, use_cases, live, gateway)
    sender = Sender(use_cases.delivery, flights, woken, webhooks.callers)
    service = Service(
        name="notifications",
        settings=settings,
        store=store,
        clock=clock,
        indexes=INDEXES,
        api=api,
        groups=[*(build_subscribers(use_cases) if settings.runs("router") else ()), units.group],
        read_models=(units.read_model,),
        stand_in=units.stand_in,
        jobs=_jobs(settings, use_cases, gateway, clock),
        parts=(
            Epochs((feed.log, register.log), register),
            *(live.streams if settings.runs("live") or settings.runs("api") else ()),
            sender if settings.runs("sender") else webhooks.callers,
        ),
        closing=(webhooks.channel.close, mail.relay.close, mail.rooms.close, mail.zns.close, *gateway.closing),
        concerns=settings.concerns,
    )
    service.app.state.tickets = use_cases.ticket.redeem
    service.app.state.entrance = Entrance(gateway.use_cases, now_utc, proxies=settings.named_proxies)
    return with_operators(service)


def _api(settings: Settings, use_cases: UseCases, live: Live, gateway: GatewayPart) -> APIRouter:
    if settings.runs("api"):
        api = build_api(use_cases, live, partial(bounced, safe=settings.vault))
    else:
        api = build_live(use_cases, live) if settings.runs("live") else doors()
    if settings.runs("gateway"):
        add_gateway(api, gateway.use_cases, gateway.vouching.public_keys)
    return api


def _jobs(settings: Settings, use_cases: UseCases, gateway: GatewayPart, clock: Clock) -> list[Job]:
    jobs = {
        "router": build_schedule(use_cases, clock, sweep_every_seconds=settings.sweep_every_seconds),
        "sender": sender_jobs(use_cases, clock),
        "gateway": gateway_jobs(gateway.use_cases.intake),
        "mirror": mirror_jobs(gateway.copy_register),
    }
    return [job for part, each in jobs.items() if settings.runs(part) for job in each]


@dataclass(frozen=True, slots=True)
class _Built:
    """What more than the ports stand on."""

    feed: MongoFeed
    register: MongoRegister
    units: UnitsView
    webhooks: WebhookParts
    mail: MailParts
    flights: Flights
    wake: Callable[[], None]


def _ports(store: MongoStore, built: _Built, clock: Clock) -> Ports:
    webhooks, mail = built.webhooks, built.mail
    return Ports(
        events=MongoEvents(store),
        deliveries=MongoDeliveries(store),
        unanswered=MongoUnanswered(store),
        restores=MongoRestores(store),
        lives=(built.feed.log, built.register.log),
        attempts=MongoAttempts(store),
        tally=MetricTally(),
        receivers=webhooks.endpoints,
        channels={Channel.WEBHOOK: webhooks.channel, **mail.channels},
        rooms=mail.rooms.keys,
        prompt={Channel.WEBHOOK: webhooks.channel},
        flights=built.flights,
        redrives=MongoRedrives(store),
        feed=built.feed,
        register=built.register,
        recipients=MongoRecipients(store),
        mailboxes=mail.mailboxes,
        telephones=mail.telephones,
        codes=MongoCodes(store),
        readers=MongoReaders(store),
        short_ways=mail.short_ways,
        postponements=MongoPostponements(store),
        fan_outs=MongoFanOuts(store),
        safe=mail.people.safe,
        post=mail.people,
        texts=mail.centre,
        chosen=MongoChosen(store),
        paths=_paths(built.units),
        names=_names(built.units),
        tickets=MongoTickets(store),
        clients=webhooks.ports,
        secret=secret,
        wake=built.wake,
        luck=secrets.SystemRandom().random,
        clock=clock,
    )


def _paths(units: UnitsView) -> Paths:
    async def path(code: str) -> tuple[str, ...]:
        return (await units.chart()).path(code)

    return path


def _names(units: UnitsView) -> Names:
    async def names() -> Named:
        return (await units.chart()).name

    return names


def secret() -> str:
    """32 bytes of the machine's secret randomness, hexadecimal."""
    return secrets.token_hex(32)
