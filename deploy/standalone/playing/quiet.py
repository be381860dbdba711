"""Waiting until a world is quiet: every group has handled all that stands on its topics."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.standalone.errors import StandaloneError
from deploy.standalone.playing.watcher import Ends, Watcher
from deploy.standalone.topics import declared
from shared.runtime.bus.subscription import placed

_POLL_SECONDS = 0.06
_LIMIT_SECONDS = 60.0
_ROUNDS = 3
_UNKNOWN = -1

Asked = Callable[[], Awaitable[bool]]
Reads = Mapping[str, tuple[str, ...]]
"""Group → the topics that it reads, named without a namespace."""


class NotQuietError(StandaloneError):
    """The services did not come to rest in time."""


@dataclass(slots=True)
class Quiet:
    """Rest is when the groups' committed offsets reach the ends of their topics, and nothing is added for a moment.

    Nor may an event be owed to the bus, where that can be asked.
    A group commits each tenth of a second and publishes what it caused before that, so a few rounds suffice. What a
    group has committed stays committed: it is asked again only when something was added for it.
    """

    admin: AIOKafkaAdminClient
    watcher: Watcher
    reads: Reads
    is_owed: Asked | None = None
    limit_seconds: float = _LIMIT_SECONDS
    _reached: dict[str, Ends] = field(default_factory=dict)

    async def __call__(self) -> None:
        """Return when all that was done has taken effect everywhere. Raises: NotQuietError."""
        deadline = time.monotonic() + self.limit_seconds
        before, rounds = _UNKNOWN, 0
        while rounds < _ROUNDS:
            if time.monotonic() > deadline:
                raise NotQuietError("Các dịch vụ chưa xử lý xong / the services did not come to rest in time")
            total, lag = await self._looked()
            rounds = rounds + 1 if (lag, total) == (0, before) else 0
            before = total
            if rounds == _ROUNDS and self.is_owed is not None and await self.is_owed():
                rounds = 0
            await asyncio.sleep(_POLL_SECONDS)

    async def _looked(self) -> tuple[int, int]:
        """How many records there are, and how many of them are not handled; unknown when the bus does not answer."""
        try:
            ends = await self.watcher.ends()
            lag = sum([await self._lag(group, topics, ends) for group, topics in self.reads.items()])
            lag += self.watcher.behind(ends)
        except KafkaError:
            return _UNKNOWN, _UNKNOWN
        return sum(ends.values()), lag

    async def _lag(self, group: str, topics: tuple[str, ...], ends: Ends) -> int:
        own = {place: end for place, end in ends.items() if place.topic in topics}
        if self._reached.get(group) == own:
            return 0
        committed: dict[TopicPartition, Any] = await self.admin.list_consumer_group_offsets(group)
        lag = sum(end - _offset(committed, place) for place, end in own.items())
        if lag == 0:
            self._reached[group] = own
        return lag


@asynccontextmanager
async def quiet_bus(watcher: Watcher, reads: Reads, is_owed: Asked | None = None) -> AsyncIterator[Quiet]:
    """A watch over the groups of the watcher's namespace; `is_owed` says whether a service has events to publish."""
    admin = AIOKafkaAdminClient(bootstrap_servers=watcher.bootstrap)
    await admin.start()
    try:
        yield Quiet(admin, watcher, _placed(reads, watcher.namespace), is_owed)
    finally:
        await admin.close()


def declared_reads() -> Reads:
    """Who reads what, as `topics.yaml` declares it."""
    groups = sorted({group for topic in declared() for group in topic.readers})
    return {group: tuple(topic.name for topic in declared() if group in topic.readers) for group in groups}


def _placed(reads: Reads, namespace: str) -> Reads:
    return {
        placed(group, namespace): tuple(placed(topic, namespace) for topic in topics) for group, topics in reads.items()
    }


def _offset(committed: Mapping[TopicPartition, Any], place: TopicPartition) -> int:
    return max(int(committed[place].offset), 0) if place in committed else 0
