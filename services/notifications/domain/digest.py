"""Digests: what may wait comes together, every morning or on Mondays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from services.notifications.domain.delivery import Channel
from services.notifications.domain.preference import Rhythm
from shared.kernel.clock import VIETNAM
from shared.kernel.ids import id_from

DIGEST_AT: Final = time(7, 30)
_MONDAY: Final = 0
MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Postponed:
    """One message that waits for a digest. `id` is that of the delivery which it would have been."""

    id: UUID
    target: str
    channel: Channel
    due_at: datetime
    planned_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Digest:
    """All that waited for one target by one way until one morning. `more` are those that find no room."""

    id: UUID
    target: str
    channel: Channel
    due_at: datetime
    items: tuple[Postponed, ...]
    more: int


def next_digest(after: datetime, rhythm: Rhythm) -> datetime:
    """The first digest past an instant: 07:30 in Vietnam, each day or on Mondays."""
    local = after.astimezone(VIETNAM)
    morning = datetime.combine(local.date(), DIGEST_AT, VIETNAM)
    while morning <= local or (rhythm is Rhythm.WEEKLY and morning.weekday() != _MONDAY):
        morning += timedelta(days=1)
    return morning.astimezone(after.tzinfo)


def digest_id(target: str, channel: Channel, due_at: datetime) -> UUID:
    """The one id of a target's digest of a morning: nobody gets it twice."""
    return id_from("digest", target, channel, int(due_at.timestamp()))


def gathered(waiting: Iterable[Postponed]) -> Sequence[Digest]:
    """The digests of what waits, each message in exactly one, in the order in which they were planned."""
    found: dict[UUID, dict[UUID, Postponed]] = {}
    for each in sorted(waiting, key=lambda one: (one.planned_at, one.id)):
        found.setdefault(digest_id(each.target, each.channel, each.due_at), {}).setdefault(each.id, each)
    return [_digest(name, tuple(items.values())) for name, items in found.items()]


def _digest(name: UUID, items: tuple[Postponed, ...]) -> Digest:
    first = items[0]
    return Digest(name, first.target, first.channel, first.due_at, items[:MOST_SHOWN], max(len(items) - MOST_SHOWN, 0))
