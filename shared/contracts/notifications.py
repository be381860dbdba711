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


class NotificationEndEvent(Event):
    """How a message to a person ended by a way out of the house. `outcome` is the class of the last try.

    Neither the person nor the address is told; who may know asks the service. `case_id` is the file that it is about.
    """

    topic: ClassVar[str] = NOTIFICATIONS
    key: ClassVar[str] = "delivery_id"

    delivery_id: UUID
    event_id: UUID
    template: str
    channel: str
    outcome: str
    case_id: UUID | None = None


class NotificationDelivered(NotificationEndEvent):
    """A message that the rules demand was taken by the other side."""

    type: ClassVar[str] = "notification.delivered"


class NotificationFailed(NotificationEndEvent):
    """A message was given up, and no other way is left; it stands in the inbox nevertheless."""

    type: ClassVar[str] = "notification.failed"


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


class EndpointCertificateEnding(EndpointEvent):
    """A certificate ends by which it is called, in so many days; then no call arrives. 0: today, or it has ended.

    `paper`: the `authority` that is believed there, or the `certificate` that is shown.
    """

    type: ClassVar[str] = "endpoint.certificate_ending"

    paper: str
    ends_at: datetime
    days: int


class EndpointDisabled(EndpointEvent):
    """Nothing is sent there any more. `reason`: `gone` (it answered 410), `failing` (five days) or `by_hand`."""

    type: ClassVar[str] = "endpoint.disabled"

    reason: str
    disabled_at: datetime
    failing_since: datetime | None = None
