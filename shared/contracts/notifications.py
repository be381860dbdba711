"""Events of `notifications.v1`: who was told, and which systems outside could not be."""

from datetime import datetime
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


class EndpointEvent(Event):
    """Something happened to where a client's system listens."""

    topic: ClassVar[str] = NOTIFICATIONS
    key: ClassVar[str] = "endpoint_id"

    endpoint_id: UUID
    client_ref: str


class EndpointWarning(EndpointEvent):
    """Nothing but failures came back for so many days; the client can still pull what it misses."""

    type: ClassVar[str] = "endpoint.warning"

    failing_since: datetime
    days: int
    failures: int


class EndpointDisabled(EndpointEvent):
    """Nothing is sent there any more. `reason`: `gone` (it answered 410), `failing` (five days) or `by_hand`."""

    type: ClassVar[str] = "endpoint.disabled"

    reason: str
    disabled_at: datetime
    failing_since: datetime | None = None
