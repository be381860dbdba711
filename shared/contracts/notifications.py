"""Events of `notifications.v1`: who was told."""

from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.topics import NOTIFICATIONS


class NotificationPosted(Event):
    """A message stands in the in-app feed. `audience` are keys such as `person:CB-0412` or `role:grantor@STP-HP`."""

    type: ClassVar[str] = "notification.posted"
    topic: ClassVar[str] = NOTIFICATIONS
    key: ClassVar[str] = "notification_id"

    notification_id: UUID
    event_id: UUID
    feed_seq: int
    audience: tuple[str, ...]
    message: str
    channel: str = "inbox"
