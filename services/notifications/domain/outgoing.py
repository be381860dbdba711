"""A message on its way to one reader: at once, in the morning, in a digest, or not at all."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.audience import person
from services.notifications.domain.channel import ONCE_ONLY, Channel
from services.notifications.domain.delivery import Delivery, Lane, State, delivery_id
from services.notifications.domain.digest import Postponed, next_digest
from services.notifications.domain.made import made
from services.notifications.domain.message import Message
from services.notifications.domain.preference import Decision, Preferences, Setting, decide
from services.notifications.domain.quiet import kept_quiet
from services.notifications.domain.urgency import weight_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can be reached by ways, short ones first, and by which key.

    `units` are the policies that bind, nearest first.
    """

    ref: str
    ways: tuple[Channel, ...]
    reached_by: str
    own: Preferences
    units: tuple[Preferences, ...] = ()


def addressed(message: Message, event_id: UUID, reader: Reader, now: datetime, *, is_own_award: bool) -> Addressed:
    """What follows from everybody's choices and the hour. `is_own_award`: it is about an award of this reader.

    Where a short message is wanted, the ways follow one another: the letter goes only when no short message did.
    """
    decision, ways = _decided(message, reader, is_own_award=is_own_award)
    planned = Addressed(
        ref=reader.ref,
        channel=ways[0],
        message=message.template,
        template_version=message.template_version,
        fate=Fate.SEND,
        at=now,
        reached_by=reader.reached_by,
        level=decision.level,
        decided_by=decision.by,
        rhythm=reader.own.rhythm,
        then=ways[1:],
    )
    if decision.setting is Setting.OFF:
        return replace(planned, fate=Fate.OFF)
    if decision.setting is Setting.DIGEST:
        return replace(planned, fate=Fate.DIGEST, at=next_digest(now, reader.own.rhythm))
    delivery = kept_quiet(delivery_of(planned, event_id, now))
    return replace(planned, fate=Fate.HOLD, at=delivery.next_at) if delivery.state is State.HELD else planned


def _decided(message: Message, reader: Reader, *, is_own_award: bool) -> tuple[Decision, tuple[Channel, ...]]:
    """Who decided what, and by which ways. A short message gathers nothing: what may wait does not come by it."""
    decided = partial(
        decide,
        message.template,
        weight=weight_of(message.template),
        units=reader.units,
        person=reader.own,
        is_own_award=is_own_award,
    )
    mail, short = decided(Channel.EMAIL), tuple(way for way in reader.ways if way in ONCE_ONLY)
    if short:
        text = decided(Channel.SMS)
        if text.setting is Setting.ON:
            return text, short if mail.setting is Setting.OFF else reader.ways
        if short == reader.ways:
            return replace(text, setting=Setting.OFF), short
    return mail, (Channel.EMAIL,)


def delivery_of(planned: Addressed, event_id: UUID, now: datetime, lane: Lane = Lane.PERSONAL) -> Delivery:
    """What goes out by itself. The same again has the same id."""
    told = person(planned.ref), planned.channel, planned.message, planned.template_version
    return replace(
        made(event_id, *told, now),
        lane=lane,
        state=State.HELD if planned.fate is Fate.HOLD else State.DUE,
        next_at=planned.at,
        reached_by=planned.reached_by,
        level=planned.level,
        decided_by=planned.decided_by,
        then=planned.then,
    )


def postponed_of(planned: Addressed, event_id: UUID, message: Message, now: datetime) -> Postponed:
    """What waits for a digest. The same again has the same id."""
    target = person(planned.ref)
    return Postponed(
        id=delivery_id(event_id, target, planned.channel, planned.message),
        event_id=event_id,
        target=target,
        channel=planned.channel,
        due_at=planned.at,
        planned_at=now,
        text_vi=message.text_vi,
        text_en=message.text_en,
        level=planned.level,
        decided_by=planned.decided_by,
        rhythm=planned.rhythm,
    )
