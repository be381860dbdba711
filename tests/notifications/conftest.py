"""What tests of notifications stand on: its ports, in memory or in a real MongoDB, under a clock that is set."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import pytest_asyncio

from services.notifications.adapters.flights import Flights
from services.notifications.adapters.mongo.agreements import MongoAgreements
from services.notifications.adapters.mongo.attempts import MongoAttempts
from services.notifications.adapters.mongo.backlogs import MongoBacklogs
from services.notifications.adapters.mongo.chosen import MongoChosen
from services.notifications.adapters.mongo.codes import MongoCodes
from services.notifications.adapters.mongo.contacts import MongoContacts
from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.adapters.mongo.endpoints import MongoEndpoints
from services.notifications.adapters.mongo.events import MongoEvents
from services.notifications.adapters.mongo.fan_outs import MongoFanOuts
from services.notifications.adapters.mongo.feed import MongoFeed
from services.notifications.adapters.mongo.indexes import INDEXES
from services.notifications.adapters.mongo.mailboxes import TELEPHONE, MongoMailboxes
from services.notifications.adapters.mongo.postponements import MongoPostponements
from services.notifications.adapters.mongo.readers import MongoReaders
from services.notifications.adapters.mongo.recipients import MongoRecipients
from services.notifications.adapters.mongo.redrives import MongoRedrives
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.adapters.mongo.restores import MongoRestores
from services.notifications.adapters.mongo.tickets import MongoTickets
from services.notifications.adapters.mongo.unanswered import MongoUnanswered
from services.notifications.adapters.tally import MetricTally
from services.notifications.adapters.webhook.tls import PemPapers
from services.notifications.domain.around import Named
from services.notifications.domain.channel import Channel
from services.notifications.usecases import Ports
from services.notifications.usecases.endpoint.ports import Backlogs, ClientOf, Contacts, EndpointPorts, Endpoints
from shared.runtime.store.client import MongoStore
from shared.runtime.vault import Vault, new_key
from tests.notifications.clients import (
    KEYS,
    Agreed,
    MemoryBacklogs,
    MemoryContacts,
    MemoryEndpoints,
    MemoryUnits,
    Receivers,
)
from tests.notifications.memory import (
    MemoryDeliveries,
    MemoryEvents,
    MemoryFeed,
    MemoryReceivers,
    MemoryRegister,
)
from tests.notifications.memory_sent import MemoryAttempts, MemoryRedrives, MemoryRestores, MemoryUnanswered
from tests.notifications.people import (
    Letters,
    MemoryChosen,
    MemoryCodes,
    MemoryFanOuts,
    MemoryMailboxes,
    MemoryPostponements,
    MemoryReaders,
    MemoryRecipients,
    MemoryTickets,
    Texts,
)

VAULT = Vault(new_key())


class SetClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Secrets:
    """Different each time, the same in each run."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> str:
        return f"{next(self._numbers):064x}"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest_asyncio.fixture
async def store(mongodb_url: str, namespace: str, clock: SetClock) -> AsyncIterator[MongoStore]:
    store = MongoStore(mongodb_url, f"{namespace}_notifications", clock=clock)
    mongo_ports(store, clock)
    await store.ensure_indexes(INDEXES)
    yield store
    await store.close()


PATHS = {code: ("BTP", "THADS-HP", "P-THADS-5")[: n + 1] for n, code in enumerate(("BTP", "THADS-HP", "P-THADS-5"))}


async def path_of(code: str) -> tuple[str, ...]:
    """The paths of a department, of its division and of the ministry above."""
    return PATHS.get(code, ())


async def names_of() -> Named:
    """What that department is called; everything else by its code."""
    return lambda code: "Phòng Nghiệp vụ 5" if code == "P-THADS-5" else code


def mongo_ports(store: MongoStore, clock: SetClock) -> Ports:
    """The ports as `app.py` joins them."""
    endpoints, feed = MongoEndpoints(store), MongoFeed(store, clock)
    register = MongoRegister(store, clock, Secrets())
    return Ports(
        events=MongoEvents(store),
        deliveries=MongoDeliveries(store),
        unanswered=MongoUnanswered(store),
        restores=MongoRestores(store),
        lives=(feed.log, register.log),
        attempts=MongoAttempts(store),
        tally=MetricTally(),
        receivers=endpoints,
        channels={},
        rooms=(),
        prompt={},
        flights=Flights(),
        redrives=MongoRedrives(store),
        feed=feed,
        register=register,
        recipients=MongoRecipients(store),
        mailboxes=MongoMailboxes(store),
        telephones=MongoMailboxes(store, TELEPHONE),
        codes=MongoCodes(store),
        readers=MongoReaders(store),
        short_ways=(Channel.SMS,),
        postponements=MongoPostponements(store),
        fan_outs=MongoFanOuts(store),
        safe=VAULT,
        post=Letters(),
        texts=Texts(),
        tickets=MongoTickets(store),
        clients=client_ports(endpoints, MongoBacklogs(store), MongoContacts(store), MongoAgreements(store).of, clock),
        secret=Secrets(),
        wake=lambda: None,
        luck=lambda: 0.0,
        clock=clock,
        chosen=MongoChosen(store),
        paths=path_of,
        names=names_of,
    )


def client_ports(
    endpoints: Endpoints, backlogs: Backlogs, contacts: Contacts, client_of: ClientOf, clock: SetClock
) -> EndpointPorts:
    """What stands behind endpoints, with receivers that answer as a test tells them."""
    return EndpointPorts(endpoints, MemoryUnits(), KEYS, Receivers(clock), backlogs, contacts, client_of, PemPapers())


@pytest_asyncio.fixture
async def memory(clock: SetClock) -> Ports:
    recipients, mailboxes, telephones = MemoryRecipients(), MemoryMailboxes(), MemoryMailboxes()
    deliveries = MemoryDeliveries()
    return Ports(
        events=MemoryEvents(),
        deliveries=deliveries,
        unanswered=MemoryUnanswered(deliveries.kept),
        restores=MemoryRestores(),
        lives=(),
        attempts=MemoryAttempts(),
        tally=MetricTally(),
        receivers=MemoryReceivers(),
        channels={},
        rooms=(),
        prompt={},
        flights=Flights(),
        redrives=MemoryRedrives(),
        feed=MemoryFeed(clock),
        register=MemoryRegister(),
        recipients=recipients,
        mailboxes=mailboxes,
        telephones=telephones,
        codes=MemoryCodes(),
        readers=MemoryReaders(recipients, mailboxes, telephones),
        short_ways=(Channel.SMS,),
        postponements=MemoryPostponements(),
        fan_outs=MemoryFanOuts(),
        safe=VAULT,
        post=Letters(),
        texts=Texts(),
        tickets=MemoryTickets(),
        clients=client_ports(MemoryEndpoints(), MemoryBacklogs(), MemoryContacts(), Agreed(), clock),
        secret=Secrets(),
        wake=lambda: None,
        luck=lambda: 0.0,
        clock=clock,
        chosen=MemoryChosen(),
        paths=path_of,
        names=names_of,
    )


@pytest.fixture(params=["memory", "mongo"])
def ports(request: pytest.FixtureRequest, clock: SetClock) -> Ports:
    if request.param == "mongo":
        return mongo_ports(request.getfixturevalue("store"), clock)
    found: Ports = request.getfixturevalue("memory")
    return found
