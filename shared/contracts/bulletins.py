"""Events of `reviews.v1`: figures of a period."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.topics import REVIEWS


class BulletinIssued(Event):
    """What a period brought a unit with all below it; `span` is week or month. Counts only.

    `received` files came in, `granted` awards were decided and stand.
    """

    type: ClassVar[str] = "bulletin.issued"
    topic: ClassVar[str] = REVIEWS
    key: ClassVar[str] = "bulletin_id"

    bulletin_id: UUID
    span: str
    first_on: date
    last_on: date
    received: int
    granted: int
