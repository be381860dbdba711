"""What became of every message: read from the store and from the topic that was written."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.bench.load import Load
from deploy.bench.work import COLLECTION, TARGET, Place
from deploy.standalone.topics import declared
from shared.runtime.store.driver import connect, disconnect

_NS_PER_MS = 1e6


@dataclass(frozen=True, slots=True)
class Verdict:
    """Messages whose effect or event is missing, effects that happened again, steps back in one thing's order.

    `repeated` are events published again: allowed, because every reader knows them by their id.
    """

    handled: int
    lost: int
    twice: int
    disordered: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Told:
    """One event as it lies on the bus: the thing, the number of the work, when that was sent and told of."""

    thing: UUID
    n: int
    sent_ms: float
    told_ms: float


async def published(place: Place) -> list[Told]:
    """All events of the place's topic; each thing's in order."""
    partitions = next(topic.partitions for topic in declared() if topic.name == TARGET)
    places = [TopicPartition(place.target, number) for number in range(partitions)]
    consumer = AIOKafkaConsumer(
        bootstrap_servers=place.bootstrap, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        consumer.assign(places)
        wanted = sum((await consumer.end_offsets(places)).values())
        told: list[Told] = []
        while len(told) < wanted:
            polled = await consumer.getmany(timeout_ms=1_000)
            told += [_told(record.timestamp, record.value) for batch in polled.values() for record in batch]
        return told
    finally:
        await consumer.stop()


async def verdict(place: Place, load: Load) -> Verdict:
    """Compare what should have happened with what did."""
    expected = load.expected()
    effects, events = await _effects(place), defaultdict[UUID, list[int]](list)
    for each in await published(place):
        events[each.thing].append(each.n)
    missing = sum(
        not (n in effects[thing] and n in events[thing])
        for thing, count in expected.items()
        for n in range(1, count + 1)
    )
    return Verdict(
        handled=sum(expected.values()) - missing,
        lost=missing,
        twice=_repeats(effects),
        disordered=_steps_back(effects) + _steps_back(events),
        repeated=_repeats(events),
    )


async def _effects(place: Place) -> Mapping[UUID, Sequence[int]]:
    client = connect(place.mongodb_url)
    found = await client[place.database][COLLECTION].find({}, {"state.told": 1}).to_list(None)
    disconnect(client)
    return {each["_id"]: each["state"]["told"] for each in found}


def _repeats(seen: Mapping[UUID, Sequence[int]]) -> int:
    return sum(len(numbers) - len(set(numbers)) for numbers in seen.values())


def _steps_back(seen: Mapping[UUID, Sequence[int]]) -> int:
    """Counted in first appearances: a repeat is no disorder."""
    firsts = [list(dict.fromkeys(numbers)) for numbers in seen.values()]
    return sum(later < earlier for numbers in firsts for earlier, later in pairwise(numbers))


def _told(timestamp_ms: float, value: bytes) -> Told:
    data = json.loads(value)
    return Told(UUID(data["thing_id"]), data["n"], data["sent_ns"] / _NS_PER_MS, timestamp_ms)
