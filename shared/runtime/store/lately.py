"""What this process knows of the documents that it read or saved lately."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from shared.runtime.bus.envelope import OutboxEntry

_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a read or a save showed of a document, and the thing itself when it was saved here.

    `seq` is the number of its last event. Of what lies in its outbox, all but `unpublished` is known to be on the bus.
    """

    version: int
    seq: int
    unpublished: Sequence[OutboxEntry] = ()
    thing: Any = None


class Lately:
    """The documents of one kind that were seen last; who was not seen for long is forgotten."""

    def __init__(self) -> None:
        self._seen: OrderedDict[UUID, Seen] = OrderedDict()

    def of(self, thing_id: UUID) -> Seen | None:
        """What was seen last of a document, or None."""
        return self._seen.get(thing_id)

    def read(self, thing_id: UUID, seen: Seen) -> Seen:
        """Note a document as it was read; what is known beyond that of the same version stays known."""
        before = self._seen.get(thing_id)
        if before is not None and before.version == seen.version:
            owed = {entry.id for entry in before.unpublished}
            seen = replace(before, unpublished=[entry for entry in seen.unpublished if entry.id in owed])
        self.saved(thing_id, seen)
        return seen

    def saved(self, thing_id: UUID, seen: Seen) -> None:
        """Note a document as it was saved."""
        self._seen[thing_id] = seen
        self._seen.move_to_end(thing_id)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def published(self, entry: OutboxEntry) -> None:
        """Note that an event is on the bus."""
        thing_id = UUID(entry.key)
        seen = self._seen.get(thing_id)
        if seen is not None and seen.unpublished:
            self._seen[thing_id] = replace(seen, unpublished=[each for each in seen.unpublished if each.id != entry.id])
