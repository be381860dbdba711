"""What waits in memory to be published: per aggregate in the order it happened, everything once."""

from bisect import insort
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from shared.runtime.bus.envelope import OutboxEntry

ROOM = 10_000
"""Entries in memory; the poller finds the rest."""
_REMEMBERED = 20_000
"""Entries that left lately and may be told of again by a save that had read them as pending."""


class Outgoing:
    """Entries by aggregate. An aggregate that found no room stays away until the poller brings it whole."""

    def __init__(self) -> None:
        self._queues: dict[str, list[OutboxEntry]] = {}
        self._known: set[UUID] = set()
        self._left: OrderedDict[UUID, None] = OrderedDict()
        self._turned_away: set[str] = set()
        self._waiting = 0

    def __len__(self) -> int:
        return self._waiting

    def add(self, entries: Iterable[OutboxEntry], *, is_whole: bool = False) -> None:
        """Take entries in; `is_whole` says that these are all that pend of their aggregates.

        They go out once more even if they left before: taking them out of the store is not journalled, and a store
        that was killed may have forgotten it.
        """
        for entry in entries:
            if is_whole:
                self._turned_away.discard(entry.key)
                self._left.pop(entry.id, None)
            elif entry.key in self._turned_away:
                continue
            if entry.id in self._known or entry.id in self._left:
                continue
            if self._waiting >= ROOM:
                self._turned_away.add(entry.key)
                continue
            self._known.add(entry.id)
            self._insert(entry)

    def take(self, most: int) -> list[OutboxEntry]:
        """Take out up to so many entries for one run, aggregates in turn; give back what does not get out."""
        taken: list[OutboxEntry] = []
        while self._queues and len(taken) < most:
            key, queue = next(iter(self._queues.items()))
            del self._queues[key]
            room = most - len(taken)
            taken += queue[:room]
            if queue[room:]:
                self._queues[key] = queue[room:]
        self._waiting -= len(taken)
        return taken

    def give_back(self, entries: Sequence[OutboxEntry]) -> None:
        """Put entries of a run that did not get out before the later ones of their aggregates."""
        for entry in entries:
            self._insert(entry)

    def cleared(self, entries: Collection[OutboxEntry]) -> None:
        """Note that entries are published and out of the store."""
        for entry in entries:
            self._known.discard(entry.id)
            self._left[entry.id] = None
        while len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)

    def _insert(self, entry: OutboxEntry) -> None:
        insort(self._queues.setdefault(entry.key, []), entry, key=lambda each: each.seq)
        self._waiting += 1
