"""Inboxes are pruned by watermark: what is closed for long, and what the bus will not bring again, is forgotten."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from shared.kernel.clock import Clock
from shared.runtime import metrics
from shared.runtime.bus.progress import Partition
from shared.runtime.bus.subscription import Group, placed
from shared.runtime.operating.broker import asking
from shared.runtime.settings import ServiceSettings
from shared.runtime.store.client import MongoStore
from shared.runtime.store.inboxes import Entry, Inbox, Inboxes

KEPT_FOR = timedelta(days=30)
"""How long an aggregate is closed, and an entry stands, before the entry may go. The restore window is shorter."""
ROUND = 500
"""Aggregates of one kind that one round looks at."""

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

log: structlog.stdlib.BoundLogger = structlog.get_logger("pruning")

Watermarks = Mapping[Partition, int]
"""The first offset of each partition that may still come: not committed, or set aside."""


def forgettable(entries: Sequence[Entry], before: datetime, watermarks: Watermarks) -> list[UUID]:
    """The causes that no repeat can bring any more, of an aggregate closed before that instant.

    An entry must be that old itself: a second copy of an event may stand behind the watermark for a while, and a
    record that was set aside may be handled long after its aggregate was closed. Commands and jobs name no offset;
    their few entries stay for ever.
    """
    return [entry.cause_id for entry in entries if entry.at < before and _is_passed(entry.source, watermarks)]


def _is_passed(source: str, watermarks: Watermarks) -> bool:
    topic, _, rest = source.partition("/")
    partition, _, offset = rest.partition("/")
    return bool(offset) and int(offset) < watermarks.get((topic, int(partition)), 0)


class Pruning:
    """One round of the job; the next goes on where it ended, so that what must stay does not hide what may go."""

    def __init__(
        self,
        store: MongoStore,
        groups: Callable[[], Sequence[Group]],
        settings: ServiceSettings,
        clock: Clock,
        limit: int = ROUND,
    ) -> None:
        self._store = store
        self._groups = groups
        self._settings = settings
        self._clock = clock
        self._limit = limit
        self._reached: dict[str, datetime] = {}

    async def __call__(self) -> None:
        """Look at some closed aggregates of each kind. Raises: UnavailableError."""
        watermarks: Watermarks | None = None
        before = self._clock() - KEPT_FOR
        for inboxes in self._store.inboxes():
            await self._measure(inboxes)
            due = await self._due(inboxes, before)
            if due and watermarks is None:
                watermarks = await self._watermarks()
            for inbox in due:
                if causes := forgettable(inbox.entries, before, watermarks or {}):
                    await inboxes.forget(inbox, causes)
                    metrics.INBOX_PRUNED.labels(inboxes.name).inc(len(causes))

    async def _due(self, inboxes: Inboxes, before: datetime) -> Sequence[Inbox]:
        after = self._reached.get(inboxes.name, _BEGINNING)
        due = await inboxes.closed_between(after, before, self._limit)
        is_end = len(due) < self._limit
        last = due[-1].closed_at if due else after
        self._reached[inboxes.name] = _BEGINNING if is_end else max(last, after + timedelta(milliseconds=1))
        return due

    async def _watermarks(self) -> Watermarks:
        """By the slowest of the groups that read a partition: an entry does not say which of them it came through."""
        lowest: dict[Partition, int] = {}
        async with asking(self._settings.kafka_bootstrap) as broker:
            for group in self._groups():
                namespace = self._settings.namespace
                places = await broker.places(
                    placed(group.name, namespace), [placed(topic, namespace) for topic in group.topics]
                )
                reached = {place.partition: place.committed for place in places}
                for record in await self._store.parked.held(group.name):
                    partition = (record.topic, record.partition)
                    reached[partition] = min(reached.get(partition, 0), record.offset)
                for partition, offset in reached.items():
                    lowest[partition] = min(lowest.get(partition, offset), offset)
        return lowest

    async def _measure(self, inboxes: Inboxes) -> None:
        largest = await inboxes.largest()
        metrics.INBOX_ENTRIES_MAX.labels(inboxes.name).set(largest)
        if largest:
            log.warning("large inbox", collection=inboxes.name, count=largest)
