"""A message on its way to one reader: at once, in the morning, in a digest, or not at all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.domain.audience import person
from services.notifications.domain.delivery import Channel, Delivery, Lane, State, delivery_id
from services.notifications.domain.digest import Postponed, next_digest
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.preference import Decision, Preferences, Rhythm, Setting, decide
from services.notifications.domain.quiet import kept_quiet
from services.notifications.domain.urgency import Urgency, weight_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can be reached by a way. `units` are the policies that bind the reader, nearest first."""

    ref: str
    channel: Channel
    language: Language = Language.VI
    own: Preferences | None = None
    units: tuple[Preferences, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes to one reader by one way, and why; with neither part nothing goes."""

    decision: Decision
    delivery: Delivery | None = None
    postponed: Postponed | None = None


def outgoing(message: Message, event_id: UUID, reader: Reader, now: datetime, *, is_own_award: bool) -> Outgoing:
    """What follows from everybody's choices and the hour. The same again gives the same ids.

    `is_own_award`: the message is about an award of this reader.
    """
    weight = weight_of(message.template)
    decision = decide(
        message.template, reader.channel, weight, units=reader.units, person=reader.own, is_own_award=is_own_award
    )
    target = person(reader.ref)
    name = delivery_id(event_id, target, reader.channel, message.template)
    if decision.setting is Setting.OFF:
        return Outgoing(decision)
    if decision.setting is Setting.DIGEST:
        due_at = next_digest(now, reader.own.rhythm if reader.own else Rhythm.DAILY)
        text = message.text_vi if reader.language is Language.VI else message.text_en
        return Outgoing(decision, postponed=Postponed(name, target, reader.channel, due_at, now, text))
    made = Delivery(
        id=name,
        event_id=event_id,
        target=target,
        channel=reader.channel,
        message=message.template,
        template_version=message.template_version,
        lane=Lane.PERSONAL,
        state=State.DUE,
        next_at=now,
        created_at=now,
        is_urgent=weight.urgency is Urgency.NIGHT_TOO,
        level=decision.level,
        decided_by=decision.by,
    )
    return Outgoing(decision, delivery=kept_quiet(made))
