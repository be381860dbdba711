"""How a message to a person ended is told, where it matters to others."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.notifications.domain.audience import is_person
from services.notifications.domain.chain import owes_next
from services.notifications.domain.delivery import Delivery, State
from services.notifications.domain.record import Recorded
from services.notifications.domain.urgency import weight_of
from services.notifications.usecases.ports import End, Events
from shared.contracts.notifications import NotificationDelivered, NotificationEndEvent, NotificationFailed
from shared.kernel.actor import system
from shared.kernel.cause import Cause

_OF_FILES: Final = ("nomination.", "review.")


@dataclass(frozen=True, slots=True)
class TellEnd:
    """What is mandated and was taken, and what was given up and has no other way. Of all else nothing is read for it.

    Emits: NotificationDelivered, NotificationFailed, from the delivery's own outbox.
    """

    events: Events

    async def __call__(self, delivery: Delivery) -> End | None:
        """What is to be kept with the end of this delivery; None for nothing. Raises: UnavailableError."""
        kind = _told_as(delivery)
        if kind is None:
            return None
        record = await self.events.get(delivery.event_id)
        event = kind(
            unit_id=record.unit_id,
            unit_path=record.unit_path,
            delivery_id=delivery.id,
            event_id=record.id,
            template=delivery.message,
            channel=delivery.channel,
            outcome=delivery.last.outcome if delivery.last else "",
            case_id=_case_of(record),
        )
        correlation = record.correlation_id
        return End(event, Cause(record.id, system("notifications"), "system", correlation, record.id))


def _told_as(delivery: Delivery) -> type[NotificationEndEvent] | None:
    if not is_person(delivery.target):
        return None
    if delivery.state is State.DONE and weight_of(delivery.message).is_mandated:
        return NotificationDelivered
    return NotificationFailed if delivery.state is State.DEAD and not owes_next(delivery) else None


def _case_of(record: Recorded) -> UUID | None:
    if record.kind.startswith(_OF_FILES):
        return record.about_id
    case_id = record.facts.get("case_id")
    return UUID(case_id) if case_id else None
