"""How calls to the clients' systems are put together."""

from dataclasses import dataclass

from services.notifications.adapters.mongo.agreements import MongoAgreements
from services.notifications.adapters.mongo.backlogs import MongoBacklogs
from services.notifications.adapters.mongo.contacts import MongoContacts
from services.notifications.adapters.mongo.endpoints import MongoEndpoints
from services.notifications.adapters.units import KnownUnits
from services.notifications.adapters.webhook.asking import HttpCalls
from services.notifications.adapters.webhook.callers import Callers
from services.notifications.adapters.webhook.keeping import SealedKeys
from services.notifications.adapters.webhook.reaching import Reach
from services.notifications.adapters.webhook.tls import PemPapers
from services.notifications.adapters.webhook.webhooks import Webhooks
from services.notifications.domain.pace import Pace
from services.notifications.settings import Settings
from services.notifications.usecases.endpoint.heed import HeedEnd
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.clock import Clock
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView

AGENT = "kipthoi-webhooks/1"
"""How calls that go out name themselves."""


@dataclass(frozen=True, slots=True)
class WebhookParts:
    """The endpoints, what their use cases need, who calls them, and the channel that a sender uses."""

    endpoints: MongoEndpoints
    ports: EndpointPorts
    callers: Callers
    channel: Webhooks


def webhook_parts(settings: Settings, store: MongoStore, units: UnitsView, clock: Clock) -> WebhookParts:
    """Adapters over one store, one set of sealed keys and one guard of addresses."""
    endpoints, keys = MongoEndpoints(store), SealedKeys(settings.vault)
    callers = Callers(settings.opened, agent=AGENT, clock=clock)
    reach = Reach(callers, keys.open)
    calls = HttpCalls(reach, keys, origin=settings.webhook_origin, clock=clock)
    client_of = MongoAgreements(store).of
    ports = EndpointPorts(
        *(endpoints, KnownUnits(units), keys, calls, MongoBacklogs(store), MongoContacts(store), client_of),
        papers=PemPapers(),
        opened=settings.opened,
    )
    heed = HeedEnd(ports, clock)
    channel = Webhooks(
        *(endpoints, heed, keys.signer, client_of, reach),
        origin=settings.webhook_origin,
        clock=clock,
        fresh=lambda: Pace(settings.webhook_at_once, settings.webhook_a_second),
    )
    return WebhookParts(endpoints, ports, callers, channel)
