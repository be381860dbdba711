"""Digests: what may wait comes together, every morning or on Mondays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State
from services.notifications.domain.message import Message
from services.notifications.domain.preference import Level, Rhythm
from services.notifications.domain.record import Recorded
from shared.kernel.clock import VIETNAM
from shared.kernel.ids import id_from

DIGEST_AT: Final = time(7, 30)
DIGEST: Final = "digest"
"""The message and the kind of event that a digest is kept as."""

_MONDAY: Final = 0
MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Postponed:
    """One message that waits for a digest. `id` is that of the delivery which it would have been."""

    id: UUID
    event_id: UUID
    target: str
    channel: Channel
    due_at: datetime
    planned_at: datetime
    text_vi: str
    text_en: str
    level: Level
    decided_by: str = ""
    rhythm: Rhythm = Rhythm.DAILY


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


def digest_of(items: Sequence[Postponed]) -> Recorded:
    """All that waited for one target by one way until one morning, kept as events are: once, with its message.

    Its facts name what is in it.
    """
    ordered = sorted({each.id: each for each in items}.values(), key=lambda each: (each.planned_at, each.id))
    first = ordered[0]
    name = digest_id(first.target, first.channel, first.due_at)
    return Recorded(
        id=name,
        kind=DIGEST,
        about_id=name,
        sequence=1,
        unit_id="",
        unit_path=(),
        recorded_at=first.due_at,
        correlation_id=name,
        traceparent=None,
        facts={"items": [str(one.id) for one in ordered], "level": first.level, "decided_by": first.decided_by},
        messages=(_message(name, ordered),),
        entry=None,
        is_planned=True,
    )


def _message(name: UUID, items: Sequence[Postponed]) -> Message:
    """A line each; what finds no room is counted, and stands in the inbox as all of it does."""
    day = items[0].due_at.astimezone(VIETNAM).strftime("%d/%m/%Y")
    shown, more = items[:MOST_SHOWN], len(items) - MOST_SHOWN
    vi = [f"Bản tin ngày {day}: {len(items)} tin.", *(one.text_vi for one in shown)]
    en = [f"News of {day}, messages: {len(items)}.", *(one.text_en or one.text_vi for one in shown)]
    if more > 0:
        vi.append(f"Còn {more} tin trong Kịp Thời.")
        en.append(f"More in Kịp Thời: {more}.")
    return Message(
        id=name,
        template=DIGEST,
        template_version=1,
        audience=(items[0].target,),
        hidden_from=(),
        text_vi="\n".join(vi),
        about="",
        about_id=name,
        text_en="\n".join(en),
    )


def gathered_in(digest: Recorded) -> frozenset[UUID]:
    """What is in a digest."""
    return frozenset(UUID(one) for one in digest.facts["items"])


def digest_delivery(digest: Recorded, target: str, channel: Channel, now: datetime) -> Delivery:
    """The digest on its way."""
    return Delivery(
        id=digest.id,
        event_id=digest.id,
        target=target,
        channel=channel,
        message=DIGEST,
        template_version=1,
        lane=Lane.PERSONAL,
        state=State.DUE,
        next_at=now,
        created_at=now,
        reached_by=target,
        level=digest.facts["level"],
        decided_by=digest.facts["decided_by"],
    )
