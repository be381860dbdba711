"""How notifications is put together."""

import asyncio
import secrets

from services.notifications.adapters.live import Epochs, Live
from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.adapters.mongo.endpoints import MongoEndpoints
from services.notifications.adapters.mongo.events import MongoEvents
from services.notifications.adapters.mongo.feed import MongoFeed
from services.notifications.adapters.mongo.indexes import INDEXES
from services.notifications.adapters.mongo.recipients import MongoRecipients
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.adapters.mongo.tickets import MongoTickets
from services.notifications.adapters.sender import Sender
from services.notifications.adapters.units import KnownUnits
from services.notifications.adapters.webhook.asking import HttpCalls
from services.notifications.adapters.webhook.callers import Callers
from services.notifications.adapters.webhook.keeping import SealedKeys
from services.notifications.adapters.webhook.webhooks import Webhooks
from services.notifications.api import build_api
from services.notifications.domain.delivery import Channel
from services.notifications.schedule import build_schedule
from services.notifications.settings import Settings
from services.notifications.subscribers import build_subscribers
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.endpoint.heed import HeedEnd
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.clock import Clock, now_utc
from shared.runtime.operating.doors import with_operators
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView

AGENT = "kipthoi-webhooks/1"
"""How calls that go out name themselves."""


def build(settings: Settings, clock: Clock = now_utc) -> Service:
    """Settings, clients, adapters, use cases, doors; nothing runs yet."""
    store = MongoStore(settings.mongodb_url, settings.database("notifications"), clock=clock)
    units = UnitsView(store, "notifications", clock)
    feed = MongoFeed(store, clock)
    register = MongoRegister(store, clock, secret)
    live = Live(feed, register, poll_seconds=settings.live_poll_seconds)
    woken = asyncio.Event()
    callers = Callers(settings.opened, agent=AGENT, clock=clock)
    endpoints = MongoEndpoints(store)
    clients = _clients(settings, endpoints, KnownUnits(units), callers, clock)
    use_cases = build_use_cases(
        Ports(
            events=MongoEvents(store),
            deliveries=MongoDeliveries(store),
            receivers=endpoints,
            channels={Channel.WEBHOOK: _webhooks(settings, endpoints, clients, callers, clock)},
            feed=feed,
            register=register,
            recipients=MongoRecipients(store),
            tickets=MongoTickets(store),
            clients=clients,
            secret=secret,
            wake=woken.set,
            luck=secrets.SystemRandom().random,
            clock=clock,
        ),
        sweep_after_seconds=settings.sweep_after_seconds,
    )
    service = Service(
        name="notifications",
        settings=settings,
        store=store,
        clock=clock,
        indexes=INDEXES,
        api=build_api(use_cases, live),
        groups=[*build_subscribers(use_cases), units.group],
        read_models=(units.read_model,),
        stand_in=units.stand_in,
        jobs=build_schedule(use_cases, clock, sweep_every_seconds=settings.sweep_every_seconds),
        parts=(Epochs((feed.log, register.log), register), *live.streams, Sender(use_cases.delivery, woken, callers)),
    )
    service.app.state.tickets = use_cases.ticket.redeem
    return with_operators(service)


def _clients(
    settings: Settings, endpoints: MongoEndpoints, units: KnownUnits, callers: Callers, clock: Clock
) -> EndpointPorts:
    keys = SealedKeys(settings.vault)
    calls = HttpCalls(callers, keys, origin=settings.webhook_origin, clock=clock)
    return EndpointPorts(endpoints=endpoints, units=units, keys=keys, calls=calls, opened=settings.opened)


def _webhooks(
    settings: Settings, endpoints: MongoEndpoints, clients: EndpointPorts, callers: Callers, clock: Clock
) -> Webhooks:
    heed, signer = HeedEnd(clients, clock), SealedKeys(settings.vault).signer
    return Webhooks(endpoints, heed, signer, callers, origin=settings.webhook_origin, clock=clock)


def secret() -> str:
    """32 bytes of the machine's secret randomness, hexadecimal."""
    return secrets.token_hex(32)
