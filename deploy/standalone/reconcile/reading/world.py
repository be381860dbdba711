"""One reading of a whole world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.docs.services import NAMES, all_groups
from deploy.standalone.playing.quiet import declared_reads
from deploy.standalone.reconcile.facts import Facts, Reached
from deploy.standalone.reconcile.history import History
from deploy.standalone.reconcile.layout import KINDS
from deploy.standalone.reconcile.reading.records import Wanted
from deploy.standalone.reconcile.reading.stores import Stores
from deploy.standalone.reconcile.reading.topics import Spans, read_spans, read_topics
from deploy.standalone.topics import declared
from shared.kernel.clock import now_utc
from shared.runtime.bus.subscription import placed
from shared.runtime.operating.broker import asking
from shared.runtime.store.driver import connect, disconnect


@dataclass(frozen=True, slots=True)
class World:
    """Where a world is kept: its servers and the namespace of its topics, groups and databases."""

    mongodb_url: str
    kafka_bootstrap: str
    namespace: str


def wanted_types() -> Wanted:
    """What each consumer group of the product handles."""
    return {group.name: frozenset(group.handlers) for group in all_groups()}


def readers(wanted: Wanted) -> Mapping[str, Wanted]:
    """Every declared topic with the groups that read it."""
    return {topic.name: {group: wanted[group] for group in topic.readers} for topic in declared()}


async def read_world(world: World, history: History | None = None) -> Facts:
    """Read stores, then topics, then groups: what leaves an outbox meanwhile is on its topic when that is read.

    Raises: UnavailableError, StandaloneError.
    """
    now, wanted = now_utc(), wanted_types()
    client = connect(world.mongodb_url)
    try:
        stores = Stores(client, world.namespace)
        things = {kind.name: await stores.things(kind, now) for kind in KINDS}
        sessions, loose = await stores.sessions()
        heard, notices, shown = await stores.heard(), await stores.notices(), await stores.shown()
        on_topics = await read_topics(world.kafka_bootstrap, world.namespace, readers(wanted))
        return Facts(
            things=things,
            told=on_topics.told,
            strays=on_topics.strays,
            reached=await read_reached(world, stores, on_topics.spans),
            set_aside=[one for service in NAMES for one in await stores.set_aside(service)],
            heard=heard,
            notices=notices,
            shown=shown,
            sessions=sessions,
            loose_ballots=loose,
            wanted=wanted,
            history=history,
        )
    finally:
        disconnect(client)


async def read_reached(world: World, stores: Stores, spans: Spans) -> Sequence[Reached]:
    """How far each group is in these spans, under the name that it goes by now. Raises: UnavailableError."""
    live = {service: await stores.generations(service) for service in NAMES}
    found: list[Reached] = []
    async with asking(world.kafka_bootstrap) as broker:
        for group, topics in declared_reads().items():
            called = placed(live[group.partition(".")[0]].group(group), world.namespace)
            committed = await broker.committed(called)
            for (topic, number), (begin, end) in spans.items():
                if topic in topics:
                    at = max(committed.get((placed(topic, world.namespace), number), 0), begin)
                    found.append(Reached(group, topic, number, at, end))
    return found


async def waiting(world: World) -> int:
    """How many events are owed or not handled yet: 0 in a world at rest. Raises: UnavailableError, StandaloneError."""
    client = connect(world.mongodb_url)
    try:
        stores = Stores(client, world.namespace)
        owing = sum([await stores.owing(kind) for kind in KINDS])
        spans = await read_spans(world.kafka_bootstrap, world.namespace, [topic.name for topic in declared()])
        return owing + sum(one.end - one.committed for one in await read_reached(world, stores, spans))
    finally:
        disconnect(client)
