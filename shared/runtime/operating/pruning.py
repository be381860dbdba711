"""Inboxes are pruned by watermark: what is closed for long, and what the bus will not bring again, is forgotten."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from shared.kernel.clock import Clock
from shared.runtime import metrics
from shared.runtime.bus.progress import Partition
from shared.runtime.bus.subscription import Group, placed
from shared.runtime.operating.broker import Broker, Place, asking
from shared.runtime.settings import ServiceSettings
from shared.runtime.store.client import MongoStore
from shared.runtime.store.inboxes import Entry, Inbox, Inboxes

KEPT_FOR = timedelta(days=30)
"""How long an aggregate is closed, unsaved, before its entries may go. The restore window is shorter."""
LATE = timedelta(days=1)
"""A second copy of an event is written soon after the first; what is older than this must all be handled."""
ROUND = 500
"""Aggregates of one kind that one round looks at."""

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

log: structlog.stdlib.BoundLogger = structlog.get_logger("pruning")

Watermarks = Mapping[Partition, int]
"""The first offset of each partition that may still come; a partition in which old records are open is missing."""


def forgettable(entries: Sequence[Entry], watermarks: Watermarks) -> list[UUID]:
    """The causes that no repeat can bring any more, of an aggregate that is closed for long.

    Every save notes anew since when an aggregate is closed, so none of its entries is younger than that. Commands and
    jobs name no offset; their few entries stay for ever.
    """
    return [entry.cause_id for entry in entries if _is_passed(entry.source, watermarks)]


def watermark(place: Place, recent: int, *, is_held: bool) -> int:
    """The committed offset, or 0 while something old may still come: unread before `recent`, or set aside.

    An event may stand on the bus twice. The second copy must be handled before the first may be forgotten.
    """
    return 0 if is_held or place.committed < recent else place.committed


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
            forgotten = [await self._forget(inboxes, inbox, watermarks or {}) for inbox in due]
            self._go_on(inboxes, due, is_stuck=not any(forgotten))

    async def _due(self, inboxes: Inboxes, before: datetime) -> Sequence[Inbox]:
        after = self._reached.get(inboxes.name, _BEGINNING)
        return await inboxes.closed_between(after, before, self._limit)

    async def _forget(self, inboxes: Inboxes, inbox: Inbox, watermarks: Watermarks) -> int:
        causes = forgettable(inbox.entries, watermarks)
        if causes:
            await inboxes.forget(inbox, causes)
            metrics.INBOX_PRUNED.labels(inboxes.name).inc(len(causes))
        return len(causes)

    def _go_on(self, inboxes: Inboxes, due: Sequence[Inbox], *, is_stuck: bool) -> None:
        """The next round begins with what closed last here; behind it, when nothing of this round could go."""
        if len(due) < self._limit:
            self._reached[inboxes.name] = _BEGINNING
        else:
            self._reached[inboxes.name] = due[-1].closed_at + timedelta(milliseconds=int(is_stuck))

    async def _watermarks(self) -> Watermarks:
        """By the slowest of the groups that read a partition: an entry does not say which of them it came through."""
        lowest: dict[Partition, int] = {}
        async with asking(self._settings.kafka_bootstrap) as broker:
            for group in self._groups():
                for partition, reached in (await self._reached_by(group, broker)).items():
                    lowest[partition] = min(lowest.get(partition, reached), reached)
        return lowest

    async def _reached_by(self, group: Group, broker: Broker) -> Watermarks:
        namespace = self._settings.namespace
        places = await broker.places(
            placed(group.name, namespace), [placed(topic, namespace) for topic in group.topics]
        )
        recent = await broker.written_since(places, self._clock() - LATE)
        # Asked after the offsets: a record is set aside before its offset is committed.
        held = {(record.topic, record.partition) for record in await self._store.parked.held(group.name)}
        return {
            each.partition: watermark(each, recent[each.partition], is_held=each.partition in held) for each in places
        }

    async def _measure(self, inboxes: Inboxes) -> None:
        largest = await inboxes.largest()
        metrics.INBOX_ENTRIES_MAX.labels(inboxes.name).set(largest)
        if largest:
            log.warning("large inbox", collection=inboxes.name, count=largest)
