"""A delivery as it is made, to whomever it goes."""

from datetime import datetime
from uuid import UUID

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State, delivery_id
from services.notifications.domain.urgency import Urgency, weight_of


def made(event_id: UUID, target: str, channel: Channel, template: str, version: int, now: datetime) -> Delivery:
    """What tells a target of an event, by itself and at once. The same again has the same id."""
    return Delivery(
        id=delivery_id(event_id, target, channel, template),
        event_id=event_id,
        target=target,
        channel=channel,
        message=template,
        template_version=version,
        lane=Lane.PERSONAL,
        state=State.DUE,
        next_at=now,
        created_at=now,
        is_urgent=weight_of(template).urgency is Urgency.NIGHT_TOO,
    )
